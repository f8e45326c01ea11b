import * as z from 'zod'
import { endReasons } from './end-reasons.js'

/**
 * Every `code` of a problem, with its HTTP status and its title (RFC 9457 §3.1). The wording of a title is for people; the code is
 * what programs compare.
 */
export const problems = {
  malformed_request: { status: 400, title: 'The request cannot be read' },
  validation_failed: { status: 422, title: 'A field is missing, unknown or wrong' },
  invalid_credentials: { status: 401, title: 'E-mail or password is wrong' },
  email_unverified: { status: 403, title: 'The e-mail address is not verified yet' },
  second_factor_required: { status: 401, title: 'A code of the second factor is needed' },
  invalid_second_factor: { status: 401, title: 'The code of the second factor is wrong, or was used' },
  second_factor_lost: { status: 403, title: 'The second factor cannot be checked any more' },
  second_factor_missing: { status: 403, title: 'This role needs a second factor, and the account has none yet' },
  wrong_password: { status: 403, title: 'The current password is wrong' },
  invalid_code: { status: 400, title: 'The code is wrong, used or expired' },
  invalid_link: { status: 400, title: 'The link is wrong, used or expired' },
  invalid_access_token: { status: 401, title: 'The access token is missing, wrong or expired' },
  invalid_refresh_token: { status: 401, title: 'The refresh token is not valid' },
  session_ended: { status: 401, title: 'The session has ended' },
  session_expired: { status: 401, title: 'The session has expired' },
  invalid_client: { status: 401, title: 'The client is unknown, or did not authenticate' },
  invalid_dpop_proof: { status: 401, title: 'The proof of possession is missing or wrong' },
  use_dpop_nonce: { status: 401, title: 'The proof of possession needs a newer nonce' },
  invalid_api_key: { status: 401, title: 'The API key is missing, wrong, revoked or expired' },
  invalid_scope: { status: 400, title: 'More scope was asked for than was granted' },
  insufficient_scope: { status: 403, title: 'The access token was not granted this' },
  forbidden: { status: 403, title: 'Your role, or your API key, does not allow this' },
  not_found: { status: 404, title: 'There is nothing here' },
  method_not_allowed: { status: 405, title: 'This method is not offered here' },
  request_timeout: { status: 408, title: 'The request took too long to arrive' },
  client_id_taken: { status: 409, title: 'A client with this id exists' },
  too_many_api_keys: { status: 409, title: 'There are too many API keys already' },
  too_many_receivers: { status: 409, title: 'There are too many receivers already' },
  too_many_saved_views: { status: 409, title: 'There are too many saved views already' },
  count_changed: { status: 409, title: 'Not as many sessions match as you were shown' },
  too_many_sessions: { status: 409, title: 'More sessions match than can be ended one by one' },
  key_signs: { status: 409, title: 'The key signs access tokens' },
  email_taken: { status: 409, title: 'A user with this e-mail exists' },
  last_owner: { status: 409, title: 'The platform would be left without an owner' },
  second_factor_exists: { status: 409, title: 'The account has a second factor already' },
  payload_too_large: { status: 413, title: 'The request body is too large' },
  uri_too_long: { status: 414, title: 'The address is too long' },
  unsupported_media_type: { status: 415, title: 'The body must be JSON' },
  too_many_requests: { status: 429, title: 'Too many attempts' },
  headers_too_large: { status: 431, title: 'The request headers are too large' },
  internal_error: { status: 500, title: 'Something went wrong on our side' },
  unavailable: { status: 503, title: 'We cannot answer right now' },
} as const satisfies Record<string, { status: number; title: string }>

export type ProblemCode = keyof typeof problems

export const problemCodes = Object.keys(problems) as [ProblemCode, ...ProblemCode[]]

/** One field of the request that was refused: where it is (`body.email`, `query.limit`), and what is wrong with it. */
export const FieldFault = z.object({ field: z.string(), fault: z.string() })
export type FieldFault = z.infer<typeof FieldFault>

/** RFC 9457: the body of every error under `/v1`, as `application/problem+json`. */
export const Problem = z
  .object({
    type: z.string().meta({ description: 'A page that explains the code.' }),
    title: z.string(),
    status: z.int(),
    detail: z.string().meta({ description: 'What happened here, what was not done, and what to do.' }),
    code: z.enum(problemCodes),
    reason: z.enum(endReasons).optional().meta({ description: 'With `session_ended`: why the session was ended.' }),
    fields: z.array(FieldFault).optional().meta({ description: 'With `validation_failed`: each field that was refused.' }),
  })
  .meta({ id: 'Problem' })
export type Problem = z.infer<typeof Problem>
