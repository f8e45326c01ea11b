import type { WireAnswer } from '@tessera/dialects'
import { problem } from '../http/problem-answer.js'
import { limitHeaders } from './headers.js'

/** An attempt that was not made. */
export interface TooManyAttempts {
  readonly outcome: 'refused'
  readonly refusal: 'too_many_attempts'
  /** Seconds until the next one may be. */
  readonly retryAfter: number
  /** The bound that was reached. */
  readonly limit: number
  /** Seconds that the bound is counted over. */
  readonly window: number
  /** What the bound is called in the `RateLimit` headers. */
  readonly policy: string
}

/** The answer to whoever made it, for a controller to return: 429 with `Retry-After` and the `RateLimit` headers. */
export function tooManyRequests(attempts: TooManyAttempts) {
  const detail = `Too many attempts. Nothing was done; try again in ${attempts.retryAfter} seconds.`
  return problem('too_many_requests', detail, { headers: limitHeaders(attempts) })
}

/** The same in a wire format's words. */
export function tooManyInWords(words: { readonly too_many_requests: WireAnswer }, attempts: TooManyAttempts): WireAnswer {
  const worded = words.too_many_requests
  return { ...worded, headers: { ...worded.headers, ...limitHeaders(attempts) } }
}
