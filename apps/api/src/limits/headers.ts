import type { Headers } from '../http/problem-answer.js'
import type { TooManyAttempts } from './too-many-attempts.js'

/**
 * The headers of a 429: when the next attempt may be made, and which bound was reached. Those of draft-ietf-httpapi-ratelimit-headers-10
 * (`RateLimit` and `RateLimit-Policy`, structured fields), and the three of its older revisions, which most libraries still read.
 */
export function limitHeaders({ retryAfter, limit, window, policy }: Omit<TooManyAttempts, 'outcome' | 'refusal'>): Headers {
  const seconds = String(retryAfter)
  return {
    'retry-after': seconds,
    ratelimit: `"${policy}";r=0;t=${seconds}`,
    'ratelimit-policy': `"${policy}";q=${limit};w=${window}`,
    'ratelimit-limit': String(limit),
    'ratelimit-remaining': '0',
    'ratelimit-reset': seconds,
  }
}
