import { setTimeout as wait } from 'node:timers/promises'
import type { OnApplicationShutdown, OnModuleInit } from '@nestjs/common'
import type { Logger } from 'pino'
import type { SessionRevocations } from './session-revocations.js'

/** Milliseconds between two looks while nothing is pending: one probe of an index that is empty then. */
const idleLook = 2000
/** The same while something is, in whosever hands. */
const pendingLook = 500
/** Milliseconds that a set is executed for at a time, before another one's turn may come. */
const turn = 1000
/** Sets that one process executes at once. Everything of a scope is one write, and waits for none of them. */
const lanes = 2

/**
 * Executes the revocations whose time has come, whichever process they were made in (docs/decisions/0073-revoking-many.md). One is in one process's hands at
 * a time; when that process dies, another goes on where it stopped.
 */
export class RevocationWorker implements OnModuleInit, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined
  /** When the timer comes (`performance.now()`). */
  private looksAt = 0
  private looking: Promise<void> | undefined
  /** Something came up while a look was under way, which may have missed it. */
  private noted = false
  private readonly working = new Set<Promise<void>>()
  private readonly stopping = new AbortController()
  /** Whether the last look failed: a database that is away is said once, not at every look. */
  private blind = false

  constructor(
    private readonly revocations: Pick<SessionRevocations, 'claim' | 'advance' | 'release'>,
    private readonly log: Pick<Logger, 'info' | 'warn'>,
  ) {}

  onModuleInit(): void {
    this.lookIn(Math.random() * idleLook)
  }

  /** What is in hand is given back after the chunk that runs: another process may go on with it at once. */
  async onApplicationShutdown(): Promise<void> {
    this.stopping.abort()
    clearTimeout(this.timer)
    await this.looking
    await Promise.all(this.working)
  }

  /** Something is pending: it is looked for from now on. */
  wake(): void {
    this.lookIn(0)
  }

  /**
   * Executes one that this process has in hand, as far as it comes until then (`performance.now()`); the rest is anybody's. Never throws: what
   * cannot be done now is done later, by whichever process.
   *
   * @param isSet whether it is ended session by session: then it waits for a lane
   */
  async execute(id: string, until: number, isSet: boolean): Promise<void> {
    const waiting = new AbortController()
    // A chunk that is contended for may take longer than there is time left; it goes on behind.
    const timeIsUp = wait(Math.max(until - performance.now(), 0), undefined, { signal: waiting.signal }).catch(() => undefined)
    while (isSet && this.working.size >= lanes && performance.now() < until) await Promise.race([...this.working, timeIsUp])
    await Promise.race([this.work(id, until), timeIsUp])
    waiting.abort()
  }

  private work(id: string, until: number): Promise<void> {
    const lane = this.advance(id, until).finally(() => {
      this.working.delete(lane)
      this.lookIn(0)
    })
    this.working.add(lane)
    return lane
  }

  private async advance(id: string, until: number): Promise<void> {
    try {
      while (!this.stopping.signal.aborted && performance.now() < until) if ((await this.revocations.advance(id)) === 'over') return
      await this.revocations.release(id)
    } catch (err) {
      this.log.warn({ err, revocationId: id }, 'a revocation was interrupted and is gone on with in some seconds')
    }
  }

  private lookIn(milliseconds: number): void {
    const at = performance.now() + milliseconds
    if (this.stopping.signal.aborted || (this.timer && this.looksAt <= at)) return
    clearTimeout(this.timer)
    this.looksAt = at
    this.timer = setTimeout(() => {
      this.timer = undefined
      if (this.looking) this.noted = true
      else this.looking = this.look().finally(() => (this.looking = undefined))
    }, milliseconds).unref()
  }

  private async look(): Promise<void> {
    let next = pendingLook
    try {
      const { id, dueIn } = await this.revocations.claim(this.working.size < lanes)
      this.blind = false
      if (id !== null) void this.work(id, performance.now() + turn)
      next = id !== null ? 0 : dueIn === null ? idleLook : Math.min(Math.max(dueIn, 20), pendingLook)
    } catch (err) {
      if (!this.blind) this.log.warn({ err }, 'revocations cannot be read; those that are pending wait')
      this.blind = true
    }
    this.lookIn(this.noted ? 0 : next)
    this.noted = false
  }
}
