import type { ApiKeyScope, Role } from '@tessera/contract'
import { dpopChallenge } from '../dpop/dpop-problem.js'
import type { ApiKeyCallerRefusal, CallerRefusal } from './caller.js'
import { problem, type ProblemAnswer } from './problem-answer.js'

/** How an access token is shown: RFC 6750 §2.1, RFC 9449 §7.1. */
export type Scheme = 'Bearer' | 'DPoP'

/**
 * Nobody tried to show who they are.
 *
 * @param scope with which an API key would do as well, where it does
 */
export function missingToken(scope?: ApiKeyScope): ProblemAnswer {
  const key = scope ? `, or an API key with the scope ${scope} as "x-api-key"` : ''
  return problem('invalid_access_token', `This call needs an access token: send it as "Authorization: Bearer <token>"${key}.`, {
    headers: { 'www-authenticate': challenges(null) },
  })
}

/** @param refusal the verifier's, or the guard's own: most of them say no more than that the token is not valid */
export function invalidToken(scheme: Scheme, refusal: string): ProblemAnswer {
  const detail = {
    expired: 'The access token has expired. Refresh it.',
    api_key_not_taken: 'This call takes no API key: send an access token as "Authorization: Bearer <token>".',
    proof_missing: 'The access token is bound to a key: send it as "Authorization: DPoP <token>", with a proof of that key.',
    not_bound: 'The access token is not bound to a key: send it as "Authorization: Bearer <token>".',
  }[refusal]
  const headers = { 'www-authenticate': challenges(scheme) }
  return problem('invalid_access_token', detail ?? 'The access token is not valid.', { headers })
}

/** The token is good, and speaks for nobody any more. */
export function refusedCaller(scheme: Scheme, refusal: CallerRefusal): ProblemAnswer {
  const headers = { 'www-authenticate': challenges(scheme) }
  switch (refusal.refusal) {
    case 'session_ended':
      return problem('session_ended', 'The session of this access token was ended. Log in again.', { reason: refusal.reason, headers })
    case 'session_expired':
      return problem('session_expired', 'The session of this access token has expired. Log in again.', { headers })
    default:
      return invalidToken(scheme, refusal.refusal === 'access_token_expired' ? 'expired' : refusal.refusal)
  }
}

/** Why a key is of no use stays in the log: whoever made it can see its state. */
export function refusedApiKey({ refusal }: ApiKeyCallerRefusal, scope: ApiKeyScope): ProblemAnswer {
  if (refusal === 'api_key_scope_missing')
    return problem('forbidden', `This call needs an API key with the scope ${scope}. Nothing was done.`)
  return problem('invalid_api_key', 'The API key is not valid. Nothing was done.', { headers: { 'www-authenticate': challenges(null) } })
}

/** The scope that an access token needs for our own API: whoever narrows it away keeps a resource server from acting as the user here. */
export const accountScope = 'account'

/** The token is good, for other things (RFC 6750 §3.1). */
export function insufficientScope(scheme: Scheme): ProblemAnswer {
  const error = `${scheme} realm="tessera", error="insufficient_scope", scope="${accountScope}"`
  return problem('insufficient_scope', `This call needs an access token with the scope ${accountScope}. Nothing was done.`, {
    headers: { 'www-authenticate': error },
  })
}

/** Known, and of another role. */
export function forbidden(roles: readonly Role[]): ProblemAnswer {
  return problem('forbidden', `This call needs the role ${roles.join(' or ')}. Nothing was done.`)
}

/** Of the role, which counts for nothing yet. */
export function secondFactorMissing(): ProblemAnswer {
  return problem(
    'second_factor_missing',
    'Your role needs a second factor here, and your account has none: set one up first. Nothing was done.',
  )
}

/** Both schemes are offered; the one that was tried says what was wrong (RFC 6750 §3, RFC 9449 §7.1). */
function challenges(tried: Scheme | null): string {
  const bearer = `Bearer realm="tessera"${tried === 'Bearer' ? ', error="invalid_token"' : ''}`
  return `${bearer}, ${tried === 'DPoP' ? dpopChallenge('invalid_token') : dpopChallenge()}`
}
