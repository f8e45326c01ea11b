import { Injectable, Logger } from '@nestjs/common'
import type { Change } from '@tessera/contract'
import type { FreshEntry } from '@tessera/persistence'
import { DatabaseClock } from '../clock/database-clock.js'
import { CallerDirectory, reachOf, type SessionCaller } from '../http/caller.js'
import { time } from '../http/time.js'
import { FollowedLog } from './followed-log.js'
import { Follower } from './follower.js'

/** Milliseconds between two signs of life: proxies close what is silent for longer than some thirty seconds. */
export const aliveEvery = 15_000
/** An event and no comment: a browser keeps comments to itself, and its page could not tell a quiet stream from a dead one. */
const alive = 'event: alive\ndata:\n\n'
/** Milliseconds after which a browser connects again. */
const retryAfter = 2_000
/** Streams that one session may follow at once: some tabs. */
export const streamsPerSession = 6

/**
 * Streams what is written to the event log, to one caller. It ends with their access token, and within about a second when their session ends
 * or what they may see changes: whoever connects again is judged anew.
 */
@Injectable()
export class Follow {
  private readonly following = new Map<string, number>()
  private readonly log = new Logger(Follow.name)

  constructor(
    private readonly fresh: FollowedLog,
    private readonly callers: CallerDirectory,
    private readonly clock: DatabaseClock,
  ) {}

  /** @returns pieces of an event stream (WHATWG HTML §9.2) */
  async follow(caller: SessionCaller): Promise<AsyncIterable<string> | 'too_many_streams'> {
    const { sessionId } = caller
    const others = this.following.get(sessionId) ?? 0
    if (others >= streamsPerSession) return 'too_many_streams'
    this.following.set(sessionId, others + 1)

    const timers: NodeJS.Timeout[] = []
    let stop = (): void => undefined
    const follower = new Follower(() => {
      for (const timer of timers) clearTimeout(timer)
      stop()
      this.leave(sessionId)
    })
    let checking: Promise<void> | undefined
    const check = () => (checking ??= this.endUnlessSame(caller, follower).finally(() => (checking = undefined)))
    const { companyId } = reachOf(caller)

    follower.put(`retry: ${retryAfter}\n\n`)
    try {
      stop = await this.fresh.listen((entries) => {
        if (entries.some((entry) => mayConcern(entry, caller))) void check()
        for (const entry of entries) if (companyId === undefined || entry.companyId === companyId) follower.put(eventOf(entry))
      })
    } catch (fault) {
      follower.end()
      throw fault
    }
    if (follower.isOver) {
      stop()
      return follower
    }
    timers.push(setTimeout(() => follower.end(), Math.max(0, caller.tokenExpiresAt - this.clock.now())).unref())
    timers.push(
      setInterval(() => {
        follower.put(alive, false)
        void check()
      }, aliveEvery).unref(),
    )
    // What changed since the guard looked was told to nobody.
    void check()
    return follower
  }

  private leave(sessionId: string): void {
    const others = (this.following.get(sessionId) ?? 1) - 1
    if (others === 0) this.following.delete(sessionId)
    else this.following.set(sessionId, others)
  }

  /** A database that cannot answer is no reason to end: the next check comes, and the token expires. */
  private async endUnlessSame(caller: SessionCaller, follower: Follower): Promise<void> {
    const { sessionId: sid, userId: sub, tokenExpiresAt } = caller
    try {
      const now = await this.callers.find({ sid, sub, exp: tokenExpiresAt / 1000 })
      if ('refusal' in now || standing(now) !== standing(caller)) follower.end()
    } catch (fault) {
      this.log.warn(fault)
    }
  }
}

/** What somebody may see, in a word that changes with it. */
function standing({ roles, companyId, companyBound, hasSecondFactor }: SessionCaller): string {
  return JSON.stringify([[...roles].sort(), companyId, companyBound, hasSecondFactor])
}

/** Whether an entry may have ended the caller's session, or changed their standing: of them, or of all of some scope that may be theirs. */
function mayConcern({ kind, sessionId, userId, clientId }: FreshEntry, caller: SessionCaller): boolean {
  if (userId !== null) return userId === caller.userId
  return sessionId === caller.sessionId || clientId === caller.clientId || kind === 'watermark_set'
}

function eventOf({ id, at, kind, reason, by, ...entry }: FreshEntry): string {
  const change: Change = {
    ...{ id: String(id), at: time(at), kind, session_id: entry.sessionId, user_id: entry.userId },
    ...{ client_id: entry.clientId, company_id: entry.companyId, reason, by },
  }
  return `event: change\nid: ${id}\ndata: ${JSON.stringify(change)}\n\n`
}
