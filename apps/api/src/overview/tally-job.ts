import type { OnApplicationShutdown, OnModuleInit } from '@nestjs/common'
import type { LogMark, TallyStore } from '@tessera/persistence'
import type { Logger } from 'pino'
import type { Tallies } from './tallies.js'

/** Milliseconds between two writes. */
const writeEvery = 3_000
/** Milliseconds after which no transaction of ours writes any more, whatever others run for longer. */
const settledAfter = 30_000

/**
 * Writes what this process counted, and counts what nobody has counted yet: the log's logins and ends, and now and then the live sessions
 * (docs/decisions/0077-counters.md). Any number of processes do so; what is counted once is counted by one of them.
 */
export class TallyJob implements OnModuleInit, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined
  private running: Promise<void> | undefined
  private stopped = false
  private mark: (LogMark & { readonly at: number }) | undefined
  /** Whether the last run failed: a database that is away is said once. */
  private blind = false

  constructor(
    private readonly tallies: Tallies,
    private readonly stored: TallyStore,
    private readonly log: Pick<Logger, 'warn'>,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.stored.begin()
    this.timer = setInterval(() => void this.run(), writeEvery).unref()
  }

  /** Called when the last answer has been given: nothing is counted any more. */
  async onApplicationShutdown(): Promise<void> {
    this.stopped = true
    clearInterval(this.timer)
    await this.running
    await this.write().catch(() => undefined)
  }

  /** Writes and counts now, unless it does. Never rejects: what could not be written waits for the next time. */
  run(): Promise<void> {
    return (this.running ??= this.writeAndCount()
      .then(() => void (this.blind = false))
      .catch((err: unknown) => {
        if (!this.blind) this.log.warn({ err }, 'the overview’s counters cannot be written; what was counted waits')
        this.blind = true
      })
      .finally(() => (this.running = undefined)))
  }

  private async writeAndCount(): Promise<void> {
    await this.write()
    await this.countLog()
    if (!this.stopped) await this.stored.countLive()
  }

  /** One statement. When nobody knows whether it was committed it is written again: rather twice than never. */
  private async write(): Promise<void> {
    const counted = this.tallies.take()
    if (!counted) return
    try {
      await this.stored.add(counted)
    } catch (fault) {
      this.tallies.giveBack(counted)
      throw fault
    }
  }

  /** Up to where the log ended at the last look, once every transaction of then has finished: what is committed late is never passed over. */
  private async countLog(): Promise<void> {
    const now = await this.stored.markLog()
    const mark = this.mark
    if (mark === undefined) this.mark = { ...now, at: performance.now() }
    else if (now.oldestTransaction >= mark.newestTransaction || performance.now() - mark.at > settledAfter) {
      this.mark = { ...now, at: performance.now() }
      while (!this.stopped && (await this.stored.countEvents(mark.lastId)));
    }
  }
}
