import type { BeforeApplicationShutdown, OnApplicationShutdown } from '@nestjs/common'
import { setTimeout as wait } from 'node:timers/promises'
import type { FeedCursor, RevocationFeedStore } from '@tessera/persistence'
import type { Logger } from 'pino'
import { News } from './news.js'

/** Milliseconds between two looks without a notice, and between two news at most: somewhat less than the second that is promised. */
const lookEvery = 240
const tellEvery = 900
/** Milliseconds after a notice when it is looked again: of those who revoke at once only one gives notice, and it may not be the last. */
const lookAgainAfter = [15, 60, 120]
/** Between two looks at most, where telling takes long. */
const longestRest = 100
/** Entries that one look reads at once. */
const readAtOnce = 1_000

/** What whoever listens is told: news; or that the feed has begun anew, or ends here, and has to be read again. */
export type Listener = (news: News | 'again') => void

/** Whoever gives notice that something was revoked. */
export type OpenNotices = (told: () => void) => { close(): Promise<void> }

/**
 * Reads the revocation feed for everybody in this process who has read it to its end and wants to know what comes. One reader, however many
 * follow, and none while nobody does. It looks when a notice says that there is something, and four times a second besides; what it tells,
 * at least once a second, is what the database has just answered: while that does not answer, nothing is told.
 */
export class FollowedFeed implements BeforeApplicationShutdown, OnApplicationShutdown {
  private readonly listeners = new Set<Listener>()
  private cursor: FeedCursor | undefined
  private notices: ReturnType<OpenNotices> | undefined
  private timer: NodeJS.Timeout | undefined
  private again: NodeJS.Timeout[] = []
  private looking: Promise<void> | undefined
  private isNoted = false
  private toldAt = 0
  private blind = false
  private ended = false

  constructor(
    private readonly feed: Pick<RevocationFeedStore, 'read' | 'end'>,
    private readonly openNotices: OpenNotices,
    private readonly log: Pick<Logger, 'warn'>,
  ) {}

  /** Streams and waiting calls of this process. */
  get followers(): number {
    return this.listeners.size
  }

  /** The history that is followed; undefined while nobody follows. */
  get epoch(): string | undefined {
    return this.cursor?.epoch
  }

  /**
   * Listens from now on: whoever reads the feed to its end once this has resolved is told of everything that is behind that end.
   *
   * @returns stops listening
   * @throws when the database has trouble
   */
  async listen(listener: Listener): Promise<() => void> {
    this.listeners.add(listener)
    const stop = (): void => {
      this.listeners.delete(listener)
      if (this.listeners.size === 0) this.rest()
    }
    try {
      await this.begin()
    } catch (fault) {
      stop()
      throw fault
    }
    if (this.ended) listener('again')
    return stop
  }

  /** Before the server waits for what is open: those who wait for news need not. */
  beforeApplicationShutdown(): void {
    this.ended = true
    this.tellAgain()
  }

  async onApplicationShutdown(): Promise<void> {
    this.rest()
    await Promise.all([this.looking, this.notices?.close()])
  }

  private async begin(): Promise<void> {
    this.notices ??= this.openNotices(() => this.noted())
    if (this.cursor === undefined) {
      const cursor = await this.feed.end()
      // Another one who came meanwhile may have begun, and told of something since.
      if (this.listeners.size > 0) this.cursor ??= cursor
    }
    if (this.listeners.size > 0) this.timer ??= setInterval(() => void this.look(), lookEvery).unref()
  }

  private rest(): void {
    clearInterval(this.timer)
    for (const timer of this.again) clearTimeout(timer)
    this.timer = undefined
    this.cursor = undefined
  }

  private noted(): void {
    if (this.cursor === undefined) return
    void this.look()
    for (const timer of this.again) clearTimeout(timer)
    this.again = lookAgainAfter.map((after) => setTimeout(() => void this.look(), after).unref())
  }

  /** Looks now; and once more when a look was under way, which may have been too early. Never rejects. */
  private look(): Promise<void> {
    this.isNoted = true
    return (this.looking ??= this.lookWhileNoted().finally(() => (this.looking = undefined)))
  }

  private async lookWhileNoted(): Promise<void> {
    try {
      for (; this.isNoted && this.cursor;) {
        this.isNoted = false
        const tellingTook = await this.read(this.cursor)
        // While much is revoked and many follow, what comes meanwhile is told together: telling takes a quarter of the time at most.
        if (tellingTook > 1) await wait(Math.min(tellingTook * 3, longestRest), undefined, { ref: false })
      }
      this.blind = false
    } catch (err) {
      if (!this.blind) this.log.warn({ err }, 'the revocation feed cannot be read; its followers are told nothing')
      this.blind = true
    }
  }

  /** @returns for how many milliseconds it told of what it read */
  private async read(from: FeedCursor): Promise<number> {
    const page = await this.feed.read({ companyId: null, after: from, limit: readAtOnce })
    if (this.cursor !== from) return 0
    if (page.next.epoch !== from.epoch) {
      this.cursor = await this.feed.end()
      this.tellAgain()
      return 0
    }
    this.cursor = page.next
    const now = performance.now()
    if (page.entries.length === 0 && page.isEnd && now - this.toldAt < tellEvery) return 0
    this.toldAt = now
    if (!page.isEnd) this.isNoted = true
    const news = new News(page)
    for (const listener of [...this.listeners]) listener(news)
    return performance.now() - now
  }

  private tellAgain(): void {
    for (const listener of [...this.listeners]) listener('again')
  }
}
