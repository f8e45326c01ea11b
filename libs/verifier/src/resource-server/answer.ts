import { dpopAlgorithms } from '../dpop-proof.js'
import { type ChallengeError, type Refusal, wordings } from './refusals.js'
import type { Scheme } from './shown-token.js'

/** A request that is not let in, and what to answer. */
export interface Refused {
  readonly claims?: never
  /** Private: log it, and do not send it. */
  readonly refusal: Refusal
  readonly status: 401 | 403 | 503
  /** `www-authenticate`, `retry-after` and the like. */
  readonly headers: Readonly<Record<string, string>>
  /** A problem (RFC 9457). */
  readonly body: RefusedBody
}

export interface RefusedBody {
  readonly type: 'about:blank'
  readonly title: string
  readonly status: number
  readonly detail: string
  /** As the challenge has it. */
  readonly error?: string
}

/** What a challenge says beside what went wrong. */
export interface Protected {
  readonly realm: string
  readonly scopes: readonly string[]
}

const titles = { 401: 'Unauthorized', 403: 'Forbidden', 503: 'Service Unavailable' } as const

/** The answer to a request that is not let in (RFC 6750 §3, RFC 9449 §7.1). */
export function answerTo(refusal: Refusal, tried: Scheme | undefined, place: Protected): Refused {
  const { status, error, detail } = wordings[refusal]
  return {
    refusal,
    status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      ...(status === 503 && { 'retry-after': '1' }),
      ...((status === 401 || error) && { 'www-authenticate': challenges(error, tried, place) }),
    },
    body: { type: 'about:blank', title: titles[status], status, detail, ...(error && { error }) },
  }
}

/** Both schemes are offered; the one that was tried says what was wrong. Too little scope is no matter of the scheme: only that one is named. */
function challenges(error: ChallengeError, tried: Scheme | undefined, { realm, scopes }: Protected): string {
  const challenge = (scheme: Scheme): string => {
    const said = scheme === tried ? error : null
    const parameters = [
      `realm="${realm}"`,
      ...(said === null ? [] : [`error="${said}"`]),
      ...(scopes.length > 0 && (said === null || said === 'insufficient_scope') ? [`scope="${scopes.join(' ')}"`] : []),
      ...(scheme === 'DPoP' ? [`algs="${dpopAlgorithms.join(' ')}"`] : []),
    ]
    return `${scheme} ${parameters.join(', ')}`
  }
  if (error === 'insufficient_scope' && tried) return challenge(tried)
  return `${challenge('Bearer')}, ${challenge('DPoP')}`
}
