import type { Refusal } from '@tessera/core'
import type { Trouble, WireAnswer } from '../dialect.js'

/** The words of RFC 6749 §5.2, RFC 7009 §2.2.1 and RFC 9449 §5, §8; and two of RFC 6749 §4.1.2.1, for trouble of ours. */
export type OAuthError =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'unsupported_token_type'
  | 'invalid_scope'
  | 'invalid_dpop_proof'
  | 'use_dpop_nonce'
  | 'server_error'
  | 'temporarily_unavailable'

/** How a client may authenticate (RFC 6749 §5.2). */
const clientChallenge = 'Basic realm="tessera"'

/**
 * An error in the shape of RFC 6749 §5.2.
 *
 * @param description of the characters that §5.2 allows: ASCII without quotation mark and backslash. It quotes nothing that was sent
 */
export function error(status: number, error: OAuthError, description: string): WireAnswer {
  const body = { error, error_description: description }
  return status === 401 ? { status, body, headers: { 'www-authenticate': clientChallenge } } : { status, body }
}

const invalidGrant = (description: string) => error(400, 'invalid_grant', description)
const notOurs = invalidGrant('This is no refresh token of ours that can still be used. Log in again.')
const apiKeyRefused = error(401, 'invalid_client', 'The API key is of no use here. The token is still good.')

/**
 * The word for each refusal of a refresh. Clients drop their token at `invalid_grant`: so it stands where the token is lost, and where it is
 * shown by a client that it was never for.
 */
export const refreshErrors = {
  not_minted_here: notOurs,
  session_unknown: notOurs,
  proof_missing: error(400, 'invalid_dpop_proof', 'The session is bound to a key that the request did not prove. The token is still good.'),
  proof_stale: error(
    400,
    'use_dpop_nonce',
    'The proof may be a recording. Make a new one with the nonce in this answer; the token is still good.',
  ),
  api_key_refused: apiKeyRefused,
  wrong_company: apiKeyRefused,
  wrong_client: invalidGrant('The token was issued to another client.'),
  client_unauthenticated: error(401, 'invalid_client', 'The client is unknown, or did not authenticate. The token is still good.'),
  grant_not_allowed: error(400, 'unauthorized_client', 'The client of this token may not refresh. The token is still good.'),
  dialect_not_enabled: error(400, 'unauthorized_client', 'The client of this token may not use this endpoint. The token is still good.'),
  user_gone: invalidGrant('The account was deleted.'),
  session_ended: invalidGrant('The session was ended. Log in again.'),
  session_outlived: invalidGrant('The session has reached its longest life. Log in again.'),
  session_idle: invalidGrant('The session was not used for too long. Log in again.'),
  user_disabled: invalidGrant('The account is disabled.'),
  scope_exceeded: error(400, 'invalid_scope', 'More scope was asked for than the login granted. The token is still good.'),
  reuse_detected: invalidGrant(
    'The token was used by two parties, so one of them may have stolen it. The session was ended for both. Log in again.',
  ),
} as const satisfies Record<Refusal, WireAnswer>

/** What the server refuses by itself on these paths. Their own status is kept, but for a media type: RFC 6749 has no other word than 400. */
export const trouble = {
  malformed_request: error(400, 'invalid_request', 'The request cannot be read. Nothing was done.'),
  not_found: error(404, 'invalid_request', 'There is nothing at this address.'),
  method_not_allowed: error(405, 'invalid_request', 'This address does not take this method.'),
  request_timeout: error(408, 'invalid_request', 'The request took too long to arrive. Nothing was done.'),
  payload_too_large: error(413, 'invalid_request', 'The request body is too large. Nothing was done.'),
  uri_too_long: error(414, 'invalid_request', 'The address is too long. Nothing was done.'),
  unsupported_media_type: error(400, 'invalid_request', 'The body must be application/x-www-form-urlencoded. Nothing was done.'),
  headers_too_large: error(431, 'invalid_request', 'The request headers are too large. Nothing was done.'),
  too_many_requests: error(429, 'temporarily_unavailable', 'There were too many attempts. Nothing was done; try again later.'),
  internal_error: error(500, 'server_error', 'Something went wrong on our side. Try again.'),
  unavailable: {
    ...error(503, 'temporarily_unavailable', 'We cannot answer right now. What you hold is as good as before: try again.'),
    headers: { 'retry-after': '1' },
  },
} as const satisfies Record<Trouble, WireAnswer>
