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
  /** RFC 6749 §10.4: the client is not the one that the token was issued to. */
  'wrong_client',
  /** RFC 6749 §6: the session's client is confidential, and did not authenticate. */
  'client_unauthenticated',
  'user_gone',
  'session_ended',
  'session_outlived',
  'session_idle',
  'user_disabled',
  /** RFC 9700 §4.14.2: only a second holder can still present this token. The one refusal that ends the session. */
  'reuse_detected',
] as const

export type Refusal = (typeof refusals)[number]
