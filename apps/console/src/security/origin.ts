/**
 * Whether a write comes from our own pages. Browsers send `Origin` with every POST; a request without one is not from a page of ours.
 */
export function isOwnOrigin(origin: string | null, consoleOrigin: string): boolean {
  return origin !== null && origin === consoleOrigin
}

/** Whether a request only reads, so that it may come from anywhere. */
export function isReading(method: string): boolean {
  return method === 'GET' || method === 'HEAD'
}
