import { Feed, FeedFault } from './feed.js'
import { Freshness, steadyClock } from './freshness.js'
import { Knowledge } from './knowledge.js'
import type { RevocationPage } from './page.js'
import { pause } from './pause.js'
import { PositionReports } from './position-reports.js'
import type { FeedState, FollowedRevocations, Revocations, Via, WhenStale } from './revocations.js'

export interface FollowRevocationsOptions {
  /** The platform's `API_URL`. */
  readonly apiUrl: string | URL
  /** An API key with the scope `revocations:read`: it follows its company. One that has `revocations:every_company` too follows all. */
  readonly apiKey: string
  /** Tells this process from others that share the key, such as the name of its host: letters, digits, and any of . _ : - */
  readonly follower: string
  /**
   * What to do while it is not known what was revoked, because the platform cannot be reached: `refuse` answers 503 to everybody, and `accept`
   * lets revoked tokens in until they expire. Only you know which is worse.
   */
  readonly whenStale: WhenStale
  /** After how many seconds without word from the feed it is not known any more what was revoked. At least 2. Default: 5. */
  readonly staleAfter?: number
  /** Told of each failed attempt to read the feed, for your log. They go on by themselves. */
  readonly onFault?: (fault: Error) => void
  readonly fetch?: typeof fetch
  /** The time, in milliseconds. Default: this machine's. */
  readonly now?: () => number
}

/** Milliseconds. */
const longestSilence = 10_000
const longestPause = 10_000
const firstPause = 250
const streamAgainAfter = 60_000
/** In a row, before the way is taken for one that lets none through. */
const muteStreams = 2
const reconnectWithin = 500
const leaveWithin = 2000

/**
 * Follows the platform's revocation feed: what was revoked is known within a second, and remembered for as long as an access token could live.
 *
 * It begins with a snapshot, follows by server-sent events, reads by asking where no stream gets through, and goes on where it was after every
 * interruption. A feed that begins anew is read anew. It reports how far it is, so that the console can say by when a revocation is honoured
 * everywhere. It keeps the process alive until `close`.
 */
export function followRevocations(options: FollowRevocationsOptions): FollowedRevocations {
  return new Follower(options)
}

class Follower implements FollowedRevocations {
  readonly whenStale: WhenStale
  readonly follower: string
  private readonly staleAfter: number
  private readonly steady: () => number
  private readonly feed: Feed
  private readonly knowledge: Knowledge
  private readonly freshness: Freshness
  private readonly reports: PositionReports
  private readonly closing = new AbortController()
  private readonly running: Promise<void>
  private readonly waiting = new Set<() => void>()
  private closed: Promise<void> | undefined
  private position: string | undefined
  private via: Via | null = null
  private fault: Error | null = null
  private failures = 0
  private mute = 0
  private noStreamUntil = -Infinity

  constructor(private readonly options: FollowRevocationsOptions) {
    const { whenStale, follower, staleAfter = 5, now = Date.now } = options
    if (whenStale !== 'refuse' && whenStale !== 'accept') throw new TypeError('Choose whenStale: "refuse" or "accept".')
    if (!/^[\w.:-]{1,100}$/.test(follower)) throw new TypeError('A follower’s name has letters, digits, and any of . _ : - in it.')
    if (!(staleAfter >= 2)) throw new TypeError('staleAfter is at least 2: the feed gives a sign of life every second.')
    this.whenStale = whenStale
    this.follower = follower
    this.staleAfter = staleAfter * 1000
    this.steady = options.now ?? steadyClock()
    this.feed = new Feed({ fetch: (...request) => fetch(...request), ...options })
    this.knowledge = new Knowledge(now)
    this.freshness = new Freshness(this.steady)
    this.reports = new PositionReports(() => this.report(), this.steady)
    this.running = this.run()
  }

  refusalOf: Revocations['refusalOf'] = (claims) => {
    const refusal = this.knowledge.refusalOf(claims)
    if (refusal !== null && refusal !== 'revocations_unknown') return refusal
    return this.whenStale === 'refuse' && this.isStale ? 'revocations_unknown' : null
  }

  get state(): FeedState {
    const { via, fault, knowledge, freshness, isStale: stale } = this
    return { stale, staleness: freshness.staleness, via, companyId: knowledge.companyId, remembered: knowledge.size, fault }
  }

  async ready(within = 10): Promise<void> {
    if (!this.isStale) return
    const over = new AbortController()
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(this.fault ?? new FeedFault('The revocation feed has not answered yet.')), within * 1000)
      over.signal.addEventListener('abort', () => clearTimeout(timer))
      this.waiting.add(resolve)
      over.signal.addEventListener('abort', () => this.waiting.delete(resolve))
      this.closing.signal.addEventListener('abort', () => reject(new FeedFault('The follower was closed.')), { signal: over.signal })
    }).finally(() => over.abort())
  }

  close(): Promise<void> {
    return (this.closed ??= this.end())
  }

  private async end(): Promise<void> {
    this.closing.abort(new FeedFault('The follower was closed.'))
    this.reports.stop()
    await this.running
    // A platform that is away will find out by itself.
    if (this.position !== undefined) await this.feed.leave(AbortSignal.timeout(leaveWithin)).catch(() => undefined)
  }

  private get isStale(): boolean {
    return this.freshness.staleness > this.staleAfter
  }

  private async run(): Promise<void> {
    while (!this.closing.signal.aborted) {
      try {
        await this.catchUp()
        if (this.steady() >= this.noStreamUntil) await this.stream()
        else await this.poll()
      } catch (cause) {
        await this.rest(cause)
      }
    }
  }

  /** Reads until there is no more. */
  private async catchUp(wait = 0): Promise<number> {
    const askedAt = this.steady()
    let read = 0
    for (;;) {
      const page = await this.feed.read(this.knowledge.cursor, wait, this.closing.signal)
      read += page.items.length
      // Where there is more, the last page is as old as the first question.
      if (this.honour(page)) {
        this.freshness.answered(askedAt, page.asOf)
        this.via ??= 'poll'
        this.known(page)
        return read
      }
    }
  }

  /** Until the stream ends, or is of no use. */
  private async stream(): Promise<void> {
    // Once it is given up, there is still time to ask before anybody is refused.
    const silence = Math.min(longestSilence, this.staleAfter * 0.7)
    let heard = false
    try {
      await this.feed.follow(this.knowledge.cursor ?? '', silence, this.closing.signal, (page) => {
        heard = true
        this.via = 'stream'
        this.mute = 0
        if (!this.honour(page)) return
        this.freshness.heard(page.asOf)
        // The pages come, and late: something on the way holds them back, or one of the clocks was set.
        if (this.isStale) throw new FeedFault('The revocation feed comes late.')
        this.failures = 0
        this.known(page)
      })
      if (!heard) this.mute++
      // Everybody else who followed the same process is about to come back as well.
      await pause(Math.random() * reconnectWithin, this.closing.signal)
    } catch (fault) {
      // Where the platform has trouble, to ask it more often is the last resort.
      if (!heard) this.mute += fault instanceof FeedFault && fault.isTrouble ? 0.5 : 1
      throw fault
    } finally {
      if (this.mute >= muteStreams) this.noStreamUntil = this.steady() + streamAgainAfter
    }
  }

  /** Asks again and again, until it is time to try a stream. */
  private async poll(): Promise<void> {
    this.via = 'poll'
    this.mute = 0
    const wait = Math.min(5, Math.floor(this.staleAfter / 2000))
    while (this.steady() < this.noStreamUntil && !this.closing.signal.aborted) {
      const askedAt = this.steady()
      const read = await this.catchUp(wait)
      this.failures = 0
      // One who does not wait for us is not asked all the time.
      if (read === 0 && this.steady() - askedAt < 500) await pause(1000, this.closing.signal)
    }
  }

  private honour(page: RevocationPage): boolean {
    const whole = this.knowledge.add(page)
    if (whole) this.position = page.next
    return whole
  }

  private known(page: RevocationPage): void {
    this.fault = null
    this.reports.honoured(page.items.length > 0)
    for (const tell of this.waiting) tell()
  }

  private async rest(cause: unknown): Promise<void> {
    if (this.closing.signal.aborted) return
    this.fault = cause instanceof Error ? cause : new FeedFault(String(cause))
    try {
      this.options.onFault?.(this.fault)
    } catch {
      // Whatever a log does, following goes on.
    }
    const backOff = Math.min(firstPause * 2 ** this.failures++, longestPause) * (0.5 + Math.random() / 2)
    const asked = this.fault instanceof FeedFault ? Math.min(this.fault.retryAfter * 1000, longestPause) : 0
    await pause(Math.max(backOff, asked), this.closing.signal)
  }

  private async report(): Promise<void> {
    const { position, via } = this
    if (position === undefined || via === null) return
    // The next one says as much.
    await this.feed.report(position, via, this.closing.signal).catch(() => undefined)
  }
}
