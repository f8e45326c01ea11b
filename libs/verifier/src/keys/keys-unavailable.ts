/** The keys could not be asked for: nothing is known about the token. Answer 503, never 401. */
export class KeysUnavailable extends Error {
  override readonly name = 'KeysUnavailable'
}
