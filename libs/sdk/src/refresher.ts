import { type RouteCall, sessionRoutes } from '@tessera/contract'
import { backoff } from './backoff.js'
import type { Client } from './client.js'
import type { Listeners } from './events.js'
import { KeyLost, ProblemError, RefreshNeeded, SignedOut, UnreachableError, type SignedOutReason } from './faults.js'
import { singleFlight } from './single-flight.js'
import type { TokenStore } from './store.js'
import type { Turn } from './tab-lock.js'
import { currentOf, isDue, type Tokens } from './tokens.js'

export interface RefresherOptions {
  readonly client: Client
  readonly store: TokenStore
  /** Whether the key is here that sessions are bound to. */
  readonly hasKey: () => Promise<boolean>
  /** What the client says of itself with every refresh. */
  readonly own: Omit<RouteCall<typeof sessionRoutes.refresh>['body'], 'refresh_token'>
  readonly listeners: Listeners
  /** For a whole refresh: other tabs wait for it, and then find its tokens in the store. */
  readonly inTurn: Turn
  /** For reads and writes of the store that belong together: a logout must not come between them. */
  readonly exclusively: Turn
  readonly now: () => number
}

/** For how long a request whose answer we never saw may still be on its way to the server. */
export const requestLifetime = 10_000

/** Milliseconds from the reading of a token to its refresh. Reading the store takes some. */
const longestPreparing = 5_000

export interface Refresher {
  /**
   * Replaces the tokens that the caller has `seen`, once for any number of callers, and gives what the store holds then; null
   * when somebody logged out meanwhile.
   *
   * @throws SignedOut when the server says that the session is over, and only then are the tokens dropped
   * @throws KeyLost when they are bound to a key that is not here; nothing was sent
   * @throws RefreshNeeded when the store would not keep new tokens; nothing was sent
   * @throws ProblemError, UnreachableError on every other fault; the next attempt presents the same refresh token again
   * @throws what the store does when it cannot keep the new tokens; the next attempt gives it the same ones
   */
  refresh(seen: Tokens): Promise<Tokens | null>
  /**
   * Whether presenting these tokens could overtake a refresh whose answer was lost, and which may still reach the server: if its
   * token were two generations behind by then, it would look like reuse.
   */
  couldOvertake(tokens: Tokens): boolean
}

export function createRefresher({ client, hasKey, store, own, listeners, inTurn, exclusively, now }: RefresherOptions): Refresher {
  const pause = backoff(now)
  let lostAt = -Infinity
  /** Tokens that the store would not keep, and the refresh token that they came for: presented once more, it may look like reuse. */
  let unkept: { readonly instead: string; readonly next: Tokens } | null = null

  async function refresh(seen: Tokens, waited: boolean, readAgain = false): Promise<Tokens | null> {
    const begun = now()
    const presented = waited ? await storedByOthers(seen) : await store.load()
    // Another tab was faster, or a refresh of ours landed while this caller was reading the store.
    if (presented?.refresh_token !== seen.refresh_token) return presented
    if (unkept?.instead === presented.refresh_token) {
      const { next } = unkept
      const held = await exclusively(() => replace(presented, next))
      return held !== null && isDue(held, now()) ? refresh(held, false) : held
    }
    pause.check()
    if ((await store.canSave?.()) === false) throw new RefreshNeeded('The session was not refreshed: new tokens could not be kept here')
    if (presented.token_type === 'DPoP' && !(await hasKey()))
      throw new KeyLost('The session is bound to a key that is not here: log in again')
    // Whoever slept in between knows nothing of what others did meanwhile: the token may be an old one by now. A store that is always slow is believed.
    if (!readAgain && Math.abs(now() - begun) > longestPreparing) return refresh(seen, false, true)
    let next: Tokens
    try {
      const body = { refresh_token: presented.refresh_token, ...own }
      const answer = await client.call(sessionRoutes.refresh, { body }, { accessToken: null })
      next = { ...answer, user: presented.user, received_at: now() }
    } catch (thrown) {
      if (thrown instanceof ProblemError) {
        const { problem } = thrown
        const reason = signedOutBy(thrown)
        if (reason !== null) return await exclusively(() => drop(presented, reason, problem))
      }
      if (thrown instanceof UnreachableError) lostAt = now()
      if (thrown instanceof UnreachableError || thrown instanceof ProblemError) pause.faulted(thrown)
      throw thrown
    }
    pause.succeeded()
    return exclusively(() => replace(presented, next))
  }

  /** What another tab has just stored arrives here a moment later: the processes of a browser share a store, and not its memory. */
  async function storedByOthers(seen: Tokens): Promise<Tokens | null> {
    for (let looks = 1; ; looks++) {
      const held = await store.load()
      if (held?.refresh_token !== seen.refresh_token || looks === 10) return held
      await new Promise((later) => setTimeout(later, 10))
    }
  }

  /** Stores the successor, unless the store has moved on by itself: then what it holds is newer than our answer. */
  async function replace(presented: Tokens, next: Tokens): Promise<Tokens | null> {
    const held = await store.load()
    if (held?.refresh_token !== presented.refresh_token) return held
    unkept = { instead: presented.refresh_token, next }
    await store.save(next)
    unkept = null
    listeners.emit('refreshed', currentOf(next))
    return next
  }

  /** Drops the refused tokens; others that a tab or a login has stored meanwhile are none of this answer's business. */
  async function drop(presented: Tokens, reason: SignedOutReason, problem: ProblemError['problem']): Promise<Tokens | null> {
    const held = await store.load()
    if (held?.refresh_token !== presented.refresh_token) return held
    await store.clear()
    listeners.emit('signed-out', { reason })
    throw new SignedOut(reason, problem)
  }

  function couldOvertake(tokens: Tokens): boolean {
    return tokens.received_at >= lostAt && now() - lostAt < requestLifetime
  }

  return { refresh: singleFlight((seen: Tokens) => inTurn((waited) => refresh(seen, waited))), couldOvertake }
}

/**
 * What a refused refresh says of the session: why it is over; null for every other problem, which says nothing about it, so that the
 * tokens are kept.
 */
export function signedOutBy({ status, problem }: ProblemError): SignedOutReason | null {
  if (status !== 401) return null
  switch (problem.code) {
    case 'session_ended':
      return problem.reason ?? 'unknown'
    case 'session_expired':
      return 'expired'
    case 'invalid_refresh_token':
      return 'unknown'
    default:
      return null
  }
}
