import { Injectable, Logger } from '@nestjs/common'
import { decodeCursor, encodeCursor } from '@tessera/persistence'
import type { Readable } from 'node:stream'
import type { Caller } from '../http/caller.js'
import { feedReachOf } from './feed-reach.js'
import { FollowedFeed } from './followed-feed.js'
import type { News } from './news.js'
import { Outlet } from './outlet.js'
import { RevocationFeed } from './revocation-feed.js'
import { type SharedPage, Snapshots } from './snapshots.js'
import { Standing } from './standing.js'
import { eventOf, revocationPage } from './page.js'

/** Streams that one API key, and one session, may have open at a process. */
export const mostStreams = { apiKey: 5_000, session: 6 } as const
/** Milliseconds after which a reader connects again. */
const retryAfter = 1_000
const readAtOnce = 1_000
/** News that may come while somebody still reads what was before: some minutes of them. */
const mostHeld = 1_000

/** Streams the revocation feed to one follower: from their cursor to the end, page by page, and then what comes. */
@Injectable()
export class FollowRevocations {
  private readonly streams = new Map<string, number>()
  private readonly log = new Logger(FollowRevocations.name)

  constructor(
    private readonly feed: RevocationFeed,
    private readonly snapshots: Snapshots,
    private readonly followed: FollowedFeed,
    private readonly standing: Standing,
  ) {}

  /**
   * @param after the `next` of the last page that they have
   * @returns events, the first of them in it
   * @throws when the database has trouble
   */
  async follow(caller: Caller, after: string | null): Promise<Readable | 'too_many_streams'> {
    const outlet = new Outlet()
    if (!this.admit(caller, outlet)) return 'too_many_streams'
    const companyId = feedReachOf(caller)
    const following = new Following(companyId, outlet)
    try {
      // Before anything is read: what comes behind it is told, and held until it has been.
      const stop = await this.followed.listen((news) => {
        if (news !== 'again' && news.page.entries.length > 0) this.standing.lookSoon()
        following.hear(news)
      })
      const unwatch = this.standing.watch({ caller, end: () => outlet.finish() })
      outlet.once('close', () => {
        stop()
        unwatch()
      })
      const first = await this.pageBehind(companyId, this.startOf(companyId, after))
      outlet.push(`retry: ${retryAfter}\n\n`)
      void this.catchUp(following, first)
      return outlet
    } catch (fault) {
      outlet.destroy()
      throw fault
    }
  }

  private admit({ apiKeyId, sessionId }: Caller, outlet: Outlet): boolean {
    const id = apiKeyId ?? sessionId ?? ''
    const others = this.streams.get(id) ?? 0
    if (others >= (apiKeyId === null ? mostStreams.session : mostStreams.apiKey)) return false
    this.streams.set(id, others + 1)
    outlet.once('close', () => {
      const left = (this.streams.get(id) ?? 1) - 1
      if (left === 0) this.streams.delete(id)
      else this.streams.set(id, left)
    })
    return true
  }

  /** Where their pages begin; null for a snapshot, so that all who need one share it. */
  private startOf(companyId: number | null, after: string | null): string | null {
    const cursor = after === null ? null : decodeCursor(after)
    return cursor?.companyId === companyId && cursor.epoch === this.followed.epoch ? after : null
  }

  private async catchUp(following: Following, first: Behind): Promise<void> {
    const { companyId, outlet } = following
    try {
      let behind = first
      await outlet.give(behind.event)
      // A page that is shared may have been read before this one listened.
      while ((!behind.page.isEnd || behind.isShared) && !outlet.destroyed) {
        behind = await this.pageBehind(companyId, encodeCursor(behind.page.next))
        await outlet.give(behind.event)
      }
      following.goOn()
    } catch (fault) {
      this.log.warn(fault)
      outlet.destroy()
    }
  }

  private async pageBehind(companyId: number | null, after: string | null): Promise<Behind> {
    if (after === null || decodeCursor(after)?.since === null) {
      return { ...(await this.snapshots.read(this.followed.epoch, companyId, after)), isShared: true }
    }
    const page = await this.feed.read({ companyId, after, limit: readAtOnce })
    return { page, event: eventOf(revocationPage(page)), isShared: false }
  }
}

interface Behind extends SharedPage {
  readonly isShared: boolean
}

/** A follower: while they read what was before, what comes is held for them. */
class Following {
  private held: News[] | null = []

  constructor(
    readonly companyId: number | null,
    readonly outlet: Outlet,
  ) {}

  hear(news: News | 'again'): void {
    if (news === 'again') this.outlet.finish()
    else if (this.held === null) this.outlet.tell(news.eventFor(this.companyId))
    else if (this.held.push(news) > mostHeld) this.outlet.destroy()
  }

  goOn(): void {
    const held = this.held ?? []
    this.held = null
    for (const news of held) this.hear(news)
  }
}
