import type { Headers } from '../http/problem-answer.js'
import type { TooManyAttempts } from './login-limits.js'

/** The headers of a 429: when the next attempt may be made, and which bound was reached. */
export function limitHeaders({ retryAfter, limit }: Pick<TooManyAttempts, 'retryAfter' | 'limit'>): Headers {
  const seconds = String(retryAfter)
  return { 'retry-after': seconds, 'ratelimit-limit': String(limit), 'ratelimit-remaining': '0', 'ratelimit-reset': seconds }
}
