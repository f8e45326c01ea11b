import { Injectable } from '@nestjs/common'
import type { FeedPage, FeedQuery } from '@tessera/persistence'
import { FollowedFeed } from './followed-feed.js'
import type { News } from './news.js'
import { placeFor } from './page.js'
import { RevocationFeed } from './revocation-feed.js'

export interface Patience {
  /** Seconds to wait for the first entry, where there is none yet. */
  readonly wait: number
  /** Ends the waiting. */
  readonly signal: AbortSignal
}

/** Reads a page of the revocation feed. Whoever polls may wait for it, and learns of a revocation as soon as a stream does. */
@Injectable()
export class ReadRevocations {
  constructor(
    private readonly feed: RevocationFeed,
    private readonly followed: FollowedFeed,
  ) {}

  async read(query: FeedQuery, { wait, signal }: Patience): Promise<FeedPage> {
    if (wait === 0) return this.feed.read(query)
    const until = performance.now() + wait * 1000
    const waiting = new Waiting(query.companyId, signal)
    // Before the page is read: what comes behind it is told.
    const stop = await this.followed.listen((news) => waiting.hear(news))
    try {
      for (let { after } = query; ;) {
        const page = await this.feed.read({ ...query, after })
        const hasSomething = page.entries.length > 0 || !page.isEnd
        if (hasSomething || waiting.isOver || !(await waiting.forSomething(until - performance.now()))) return waiting.lastOf(page)
        after = page.next
      }
    } finally {
      stop()
      waiting.end()
    }
  }
}

/** Somebody who has read the feed to its end, and waits for what comes. */
class Waiting {
  isOver = false
  private isNews = false
  private last: News | undefined
  private wake = (): void => undefined

  constructor(
    private readonly companyId: number | null,
    private readonly signal: AbortSignal,
  ) {
    if (signal.aborted) this.end()
    signal.addEventListener('abort', this.end)
  }

  hear(news: News | 'again'): void {
    if (news === 'again') return this.end()
    this.last = news
    if (news.concerns(this.companyId)) this.isNews = true
    if (this.isNews) this.wake()
  }

  readonly end = (): void => {
    this.isOver = true
    this.signal.removeEventListener('abort', this.end)
    this.wake()
  }

  /** @returns whether there is something to be read */
  async forSomething(milliseconds: number): Promise<boolean> {
    if (!this.isNews && !this.isOver && milliseconds > 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, milliseconds)
        this.wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
    const isNews = this.isNews
    this.isNews = false
    return isNews && !this.isOver
  }

  /** The page; or, where nothing came behind it for as long as it was waited, that nothing did. */
  lastOf(page: FeedPage): FeedPage {
    const { last } = this
    if (page.entries.length > 0 || !page.isEnd || !last?.page.isEnd || this.isNews) return page
    const [here, there] = [page.next, last.page.next]
    const isLater = there.epoch === here.epoch && (there.since?.at ?? 0) > (here.since?.at ?? 0)
    return isLater ? { entries: [], next: placeFor(this.companyId, there), isEnd: true } : page
  }
}
