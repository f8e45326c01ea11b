/**
 * Whether a write comes from our own pages. Browsers send `Origin` with every POST; a request without one is not from a page of ours.
 */
export function isOwnOrigin(origin: string | null, consoleOrigin: string): boolean {
  return origin !== null && origin === consoleOrigin
}
