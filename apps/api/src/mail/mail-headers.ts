import type { OutgoingMail } from './transport.js'

/** RFC 5322 and RFC 3834: an id that stays through every attempt, and that no person wrote this. */
export function headersOf({ id, kind }: Pick<OutgoingMail, 'id' | 'kind'>, from: string) {
  const host = /@([^>\s]+)/.exec(from)?.[1] ?? 'tessera.invalid'
  return {
    messageId: `<tessera-${id}-${kind.replaceAll('_', '-')}@${host}>`,
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
  }
}
