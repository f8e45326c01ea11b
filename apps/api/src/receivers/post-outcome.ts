import type { DeliveryOutcome } from '@tessera/persistence'
import type { Posted } from './post.js'

/** Seconds before each further attempt of one delivery, some jitter aside: the last is about two days after the first. */
export const pauses = [5, 30, 120, 600, 1800, 7200, 18_000, 36_000, 43_200, 50_400] as const
/** Seconds that a receiver is left alone after so many failures in a row: what waits for it is not tried meanwhile, and costs nobody anything. */
const rests = [5, 15, 60, 300, 900, 1800, 3600] as const
/** Seconds: the longest that a receiver may ask us to wait. */
const longestWait = 3600

/** How an attempt went: what becomes of the delivery, and of the receiver. */
export interface Attempted {
  readonly outcome: DeliveryOutcome
  /** Seconds that the receiver is left alone: it could not be reached, or is unwell. Null: it is well, whatever it said to this. */
  readonly restsFor: number | null
  /** It is there no more (HTTP 410). */
  readonly gone: boolean
}

/** RFC 8935 §2.4: what a receiver of security event tokens may say is wrong. Any other word of its is not ours to keep. */
const setErrors: ReadonlySet<unknown> = new Set([
  ...['invalid_request', 'invalid_key', 'invalid_issuer', 'invalid_audience', 'authentication_failed', 'access_denied'],
])

/** A word of RFC 8935 §2.4, if it is one; else `refused`. */
export const setErrorOf = (word: unknown): string => (setErrors.has(word) ? String(word) : 'refused')

/**
 * What an answer means. 2xx is delivered (Standard Webhooks; RFC 8935 has 202). Whatever else is tried again: receivers are mended. A redirect is
 * not followed; a 410 pauses the receiver; and one that does not answer, or says that it is too busy or unwell, is left alone for a while.
 *
 * @param before attempts at this delivery before
 * @param failures of the receiver, in a row, before
 */
export function attemptedWith(posted: Posted, before: number, failures: number): Attempted {
  const status = 'fault' in posted ? null : posted.status
  if (status !== null && status >= 200 && status < 300) return { outcome: { outcome: 'delivered', status }, restsFor: null, gone: false }
  const fault = 'fault' in posted ? posted.fault : faultOf(posted)
  const gone = status === 410
  const isUnwell = status === null || status === 408 || status === 429 || status >= 500
  const asked = 'fault' in posted ? 0 : secondsIn(posted.retryAfter)
  const restsFor = isUnwell ? Math.max(asked, jittered(rests[Math.min(failures, rests.length - 1)] ?? longestWait)) : null
  const pause = pauses[before]
  // Where it is the receiver that is gone, nothing is given up: somebody may let it go on.
  if (pause === undefined && !gone) return { outcome: { outcome: 'given_up', status, fault }, restsFor, gone }
  return { outcome: { outcome: 'later', after: Math.max(asked, jittered(pause ?? longestWait)), status, fault }, restsFor, gone }
}

function faultOf({ status, body }: Exclude<Posted, { fault: unknown }>): string {
  if (status >= 300 && status < 400) return 'redirected'
  if (status === 410) return 'gone'
  if (status === 408 || status === 429 || status >= 500) return 'unwell'
  return status === 400 ? setErrorOf(errIn(body)) : 'refused'
}

function errIn(body: string): unknown {
  try {
    return (JSON.parse(body) as { readonly err?: unknown } | null)?.err
  } catch {
    return undefined
  }
}

/** RFC 9110 §10.2.3, where it says seconds. */
function secondsIn(retryAfter: string | null): number {
  return retryAfter !== null && /^\d{1,6}$/.test(retryAfter) ? Math.min(Number(retryAfter), longestWait) : 0
}

/** So that what failed together does not come back together. */
const jittered = (seconds: number): number => seconds * (0.8 + Math.random() * 0.4)
