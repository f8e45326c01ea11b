import type { OnApplicationShutdown, OnModuleInit } from '@nestjs/common'
import type { RetentionStore } from '@tessera/persistence'
import type { Logger } from 'pino'

/** Milliseconds from one run to the next. */
const runEvery = 3_600_000
/** Milliseconds until the first at most: processes that start together do not all ask at once. */
const firstWithin = 600_000

/** Removes what is past its time, every hour, in whichever process comes first (docs/decisions/0051-retention.md). */
export class RetentionJob implements OnModuleInit, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined
  private readonly stopping = new AbortController()
  private running: Promise<void> | undefined

  constructor(
    private readonly retention: RetentionStore,
    private readonly log: Pick<Logger, 'info' | 'warn'>,
  ) {}

  onModuleInit(): void {
    this.runAfter(Math.random() * firstWithin)
  }

  /** The statement that runs is the last; the rest waits for the next run, in whichever process. */
  async onApplicationShutdown(): Promise<void> {
    this.stopping.abort()
    clearTimeout(this.timer)
    await this.running
  }

  /** Runs now, unless it does. Never rejects: what could not be removed is there the next time. */
  run(): Promise<void> {
    return (this.running ??= this.remove().finally(() => (this.running = undefined)))
  }

  private runAfter(milliseconds: number): void {
    this.timer = setTimeout(() => {
      void this.run().then(() => !this.stopping.signal.aborted && this.runAfter(runEvery))
    }, milliseconds).unref()
  }

  private async remove(): Promise<void> {
    const began = performance.now()
    try {
      const removed = await this.retention.removeWhatIsOver(this.stopping.signal)
      if (removed === 'elsewhere' || Object.keys(removed).length === 0) return
      this.log.info({ removed, seconds: Math.round((performance.now() - began) / 1000) }, 'what was past its time was removed')
    } catch (err) {
      this.log.warn({ err }, 'what is past its time could not be removed; it is tried again in an hour')
    }
  }
}
