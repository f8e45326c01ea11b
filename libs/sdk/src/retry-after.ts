/**
 * RFC 9110 §10.2.3: the seconds that an answer asks to wait, never negative; null when it does not ask, or not readably.
 *
 * A date is measured against the answer's own Date, so that a client's wrong clock does not matter.
 */
export function retryAfter(headers: Headers, now: number): number | null {
  const value = headers.get('retry-after')?.trim()
  if (!value) return null
  if (/^\d+$/.test(value)) return Number(value)
  const until = Date.parse(value)
  if (Number.isNaN(until)) return null
  const serverNow = Date.parse(headers.get('date') ?? '')
  return Math.max(0, Math.ceil((until - (Number.isNaN(serverNow) ? now : serverNow)) / 1000))
}
