/**
 * Why a presented refresh token earns nothing: our private word, never shown as it is. Each wire format has a total table from
 * these to its own public words, so a new refusal does not compile until every format can say it.
 */
export const refusals = [
  /** Garbled, forged, or of another environment: no key of ours made its MAC. */
  'not_minted_here',
  /** Our MAC, but the session was removed by retention. */
  'session_unknown',
  /** RFC 9449 §5: the session is bound to a key, and the request carried no valid proof of it. */
  'proof_missing',
  /** RFC 9449 §8: the proof is older than the end of the session's retry window, so that it may be a recording. A new one decides. */
  'proof_stale',
  /** The API key that the wire format asks for is unknown, revoked, expired or not for this; or whoever made it may not log in any more. */
  'api_key_refused',
  /** The API key is another company's than the session. */
  'wrong_company',
  /** RFC 6749 §10.4: the client is not the one that the token was issued to. */
  'wrong_client',
  /** RFC 6749 §6: the session's client is confidential and did not authenticate, or a client tried to and could not. */
  'client_unauthenticated',
  /** The grants of the session's client are without `refresh_token`. */
  'grant_not_allowed',
  /** The session's client does not have this wire format enabled. */
  'dialect_not_enabled',
  'user_gone',
  'session_ended',
  'session_outlived',
  'session_idle',
  'user_disabled',
  /** RFC 6749 §6: more was asked for than was granted at login. */
  'scope_exceeded',
  /** RFC 9700 §4.14.2: only a second holder can still present this token. The one refusal that ends the session. */
  'reuse_detected',
] as const

export type Refusal = (typeof refusals)[number]
