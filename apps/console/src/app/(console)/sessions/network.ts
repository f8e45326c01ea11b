const network = /^(?:\d{1,3}(?:\.\d{1,3}){3}|(?=.*:)[0-9a-f:.]{2,45})(?:\/\d{1,3})?$/i

/** Whether a text looks like an address or a network. */
export const isNetwork = (text: string): boolean => network.test(text)

/**
 * The network around an address in which a session does not move (docs/decisions/0070-a-session-moves.md): the event log has the first address
 * of a session there, and not the next ones. A network is itself.
 */
export function networkAround(text: string): string {
  const address = text.replace(/^::ffff:(?=\d+\.)/i, '')
  return address.includes('/') ? address : `${address}/${address.includes(':') ? 48 : 24}`
}
