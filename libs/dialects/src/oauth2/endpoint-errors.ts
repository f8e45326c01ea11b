import type { WireAnswer } from '../dialect.js'
import { error } from './errors.js'

/** Why a client gets no token for itself: private words, as a `Refusal` is. */
export type ClientCredentialsRefusal =
  | 'client_unauthenticated'
  /** Its grants are without `client_credentials`, or it is public: anybody could be it. */
  | 'grant_not_allowed'
  /** Its tokens are always bound to a key, and the request proved none (RFC 9449 §5.2). */
  | 'proof_missing'
  /** More than an administrator gave the client. */
  | 'scope_exceeded'

/** RFC 6749 §4.4.3. */
export const clientCredentialsErrors = {
  client_unauthenticated: error(401, 'invalid_client', 'The client is unknown, or did not authenticate.'),
  grant_not_allowed: error(400, 'unauthorized_client', 'The client may not get tokens for itself.'),
  proof_missing: error(400, 'invalid_dpop_proof', 'The tokens of this client are bound to a key: send a proof of it in the DPoP header.'),
  scope_exceeded: error(400, 'invalid_scope', 'More scope was asked for than the client has.'),
} as const satisfies Record<ClientCredentialsRefusal, WireAnswer>

/** Why a token that we know is not revoked. */
export type RevocationRefusal =
  | 'client_unauthenticated'
  | 'wrong_client'
  /** An access token that a client got for itself: there is no session to end, and it lives until it expires. */
  | 'without_session'

/** RFC 7009 §2.1, §2.2.1. */
export const revocationErrors = {
  client_unauthenticated: error(401, 'invalid_client', 'The client is unknown, or did not authenticate. Nothing was revoked.'),
  wrong_client: error(400, 'invalid_request', 'The token was issued to another client. Nothing was revoked.'),
  without_session: error(400, 'unsupported_token_type', 'The token of a client has no session: it works until it expires.'),
} as const satisfies Record<RevocationRefusal, WireAnswer>

/** Why a caller is told nothing about tokens. */
export type IntrospectionRefusal =
  /** Also a public client: anybody could be it. */
  | 'client_unauthenticated'
  /** Unknown, revoked, expired, or of somebody who may not log in any more. */
  | 'api_key_refused'
  /** The API key is good, for other things. */
  | 'api_key_insufficient'

/** RFC 7662 §2.3; for API keys in the words of RFC 6750 §3, and with 401 where that alone would have 403. */
export const introspectionErrors = {
  client_unauthenticated: error(401, 'invalid_client', 'Only clients that authenticate and API keys may introspect tokens.'),
  api_key_refused: bearerError('invalid_token', 'The API key is unknown, revoked or expired.'),
  api_key_insufficient: bearerError(
    'insufficient_scope',
    'The API key is not for introspection: it needs the scope introspect.',
    'introspect',
  ),
} as const satisfies Record<IntrospectionRefusal, WireAnswer>

/** What is wrong with a proof of possession (RFC 9449 §5, §8). */
export const proofErrors = {
  invalid_dpop_proof: error(400, 'invalid_dpop_proof', 'The DPoP header does not prove a key for this request. Nothing was done.'),
  use_dpop_nonce: error(400, 'use_dpop_nonce', 'Make the proof again, with the nonce in this answer. Nothing was done.'),
} as const satisfies Record<string, WireAnswer>

function bearerError(word: 'invalid_token' | 'insufficient_scope', description: string, scope?: string): WireAnswer {
  const challenge = `Bearer realm="tessera", error="${word}"${scope === undefined ? '' : `, scope="${scope}"`}`
  return { status: 401, body: { error: word, error_description: description }, headers: { 'www-authenticate': challenge } }
}
