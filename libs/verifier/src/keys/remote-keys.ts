import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose'
import { KeysUnavailable } from './keys-unavailable.js'

/** Milliseconds, all of them. */
const readAgainAfter = 5 * 60_000
const waitedForAfter = 10 * 60_000
const betweenLooks = 10_000
const firstPause = 500
const answerWithin = 5000

export interface RemoteKeysOptions {
  /** Where the platform publishes its keys (JWKS, RFC 7517 §5). */
  readonly url: string | URL
  /** How long keys are good that could not be read again, in seconds. A key that was withdrawn meanwhile is trusted for as long. */
  readonly keysLastFor: number
  /** The time, in milliseconds. */
  readonly now: () => number
  /** Told of each attempt that failed. */
  readonly onFault?: ((fault: Error) => void) | undefined
}

/**
 * The platform's published keys, read when they are needed, by one request at a time for all who wait.
 *
 * After five minutes they are read again behind the back of whoever asks, so that a platform that is away for a while is not felt. Where nobody
 * asked for ten, the next one waits: a key may have been withdrawn since, and whoever holds it would come first. For a `kid` that is not among them, they are read at most every ten seconds: invented ones are no flood. When reading fails, the next attempt
 * waits, twice as long each time.
 *
 * @throws KeysUnavailable, from the returned function, when there are none to be had, or none to tell an unknown `kid` by
 */
export function remoteKeys({ url, keysLastFor, now, onFault }: RemoteKeysOptions): JWTVerifyGetKey {
  const address = new URL(url)
  let known: { readonly find: JWTVerifyGetKey; readonly readAt: number } | undefined
  let reading: Promise<JWTVerifyGetKey> | undefined
  let pause = 0
  let nextAttempt = -Infinity
  /** When the last attempt ended, if it failed. */
  let failedAt = -Infinity

  async function read(): Promise<JWTVerifyGetKey> {
    const askedAt = now()
    try {
      const find = createLocalJWKSet(await keysAt(address))
      known = { find, readAt: askedAt }
      pause = 0
      failedAt = -Infinity
      return find
    } catch (cause) {
      pause = Math.min(Math.max(firstPause, pause * 2), betweenLooks)
      failedAt = now()
      nextAttempt = failedAt + pause
      const fault = new KeysUnavailable(`The signing keys could not be read: ${cause instanceof Error ? cause.message : String(cause)}`, {
        cause,
      })
      tell(fault)
      throw fault
    }
  }

  function tell(fault: Error): void {
    try {
      onFault?.(fault)
    } catch {
      // Whatever a log does, it is no answer to a request.
    }
  }

  function readOnce(): Promise<JWTVerifyGetKey> {
    const rest = nextAttempt - now()
    // Longer than any pause, it is the clock that was set back.
    if (!reading && rest > 0 && rest <= betweenLooks)
      return Promise.reject(new KeysUnavailable('The signing keys could not be read just now.'))
    return (reading ??= read().finally(() => (reading = undefined)))
  }

  return async (header, token) => {
    // A clock that was set back proves nothing: what was read then may be of any age.
    const age = known && now() >= known.readAt ? now() - known.readAt : Infinity
    if (!known || age >= keysLastFor * 1000) return (await readOnce())(header, token)
    if (age >= readAgainAfter) {
      const again = readOnce().catch(() => undefined)
      if (age >= waitedForAfter && now() - failedAt >= waitedForAfter) await again
    }
    const { find } = known
    try {
      return await find(header, token)
    } catch (fault) {
      if (!(fault instanceof errors.JWKSNoMatchingKey) || age < betweenLooks) throw fault
      return (await readOnce())(header, token)
    }
  }
}

async function keysAt(url: URL): Promise<JSONWebKeySet> {
  const signal = AbortSignal.timeout(answerWithin)
  // What answers for another address was not asked.
  const answer = await fetch(url, { signal, redirect: 'manual', headers: { accept: 'application/json' } }).catch((cause: unknown) => {
    throw new Error(`${url.href} could not be reached.`, { cause })
  })
  if (answer.status === 200) return (await answer.json()) as JSONWebKeySet
  await answer.body?.cancel()
  const hint = answer.status < 400 || answer.status === 404 ? ': is the issuer the platform’s API_URL, and jwksUrl right?' : '.'
  throw new Error(`${url.href} answered ${answer.status}${hint}`)
}
