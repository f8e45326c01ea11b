/** What the process that keeps the others says to them, and they to it. */
export type Message =
  | { readonly tessera: 'drain' }
  /** Asks one of them what it counted. */
  | { readonly tessera: 'count_asked'; readonly id: number }
  | { readonly tessera: 'counted'; readonly id: number; readonly metrics: readonly object[] }
  /** Asks for what all of them counted. */
  | { readonly tessera: 'metrics_asked'; readonly id: number }
  /** No `text`: it could not be gathered. */
  | { readonly tessera: 'metrics'; readonly id: number; readonly text?: string }

export function isMessage(message: unknown): message is Message {
  return typeof message === 'object' && message !== null && 'tessera' in message
}

export function tellsToDrain(message: unknown): boolean {
  return isMessage(message) && message.tessera === 'drain'
}
