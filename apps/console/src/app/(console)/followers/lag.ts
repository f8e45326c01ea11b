/** Milliseconds as people say them, rounded up: what is promised as “never later” must not be a little later. “0.8 s”, “12 s”, “3 min”. */
export function lagWords(milliseconds: number): string {
  const tenths = Math.max(1, Math.ceil(milliseconds / 100))
  if (tenths < 100) return `${(tenths / 10).toFixed(1)} s`
  const seconds = Math.ceil(milliseconds / 1000)
  if (seconds < 120) return `${seconds} s`
  const minutes = Math.ceil(seconds / 60)
  if (minutes < 120) return `${minutes} min`
  const hours = Math.ceil(minutes / 60)
  return hours < 48 ? `${hours} h` : `${Math.ceil(hours / 24)} days`
}

/** Milliseconds from one of the API's times to a later one. */
export function between(from: string, to: string): number {
  return Math.max(0, Date.parse(to) - Date.parse(from))
}
