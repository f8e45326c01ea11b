import { Logger, type LoggerService, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common'
import type { ApiKeyStore } from '@tessera/persistence'

/** Milliseconds between two writes. */
const writeEvery = 5_000

/** Keys that wait to be written at most. Beyond them a use goes unrecorded: of its key, not of its call. */
const mostWaiting = 10_000

/**
 * When API keys were last used, for whoever wonders whether a key may be revoked. A use is a word in this process's memory, written with
 * all others every few seconds and when the process ends: so a call made with a key is as many statements as one made without.
 */
export class LastUsed implements OnModuleInit, OnApplicationShutdown {
  private waiting = new Map<string, number>()
  private writing: Promise<void> | undefined
  private timer: NodeJS.Timeout | undefined

  /** @param now milliseconds of a clock that only goes forward; what is stored is the database's time */
  constructor(
    private readonly apiKeys: Pick<ApiKeyStore, 'touch'>,
    private readonly now: () => number = () => performance.now(),
    private readonly log: Pick<LoggerService, 'warn'> = new Logger(LastUsed.name),
  ) {}

  /** Notes that a key is used now. @param prefix its visible part */
  note(prefix: string): void {
    if (this.waiting.has(prefix) || this.waiting.size < mostWaiting) this.waiting.set(prefix, this.now())
  }

  onModuleInit(): void {
    this.timer = setInterval(() => void this.flush(), writeEvery).unref()
  }

  /** Called when the last answer has been given: nothing is noted any more. */
  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer)
    await this.writing
    await this.flush()
  }

  /** Writes what waits. Never rejects: what could not be written waits for the next time. */
  flush(): Promise<void> {
    return (this.writing ??= this.write().finally(() => (this.writing = undefined)))
  }

  private async write(): Promise<void> {
    if (this.waiting.size === 0) return
    const batch = this.waiting
    this.waiting = new Map()
    const now = this.now()
    try {
      await this.apiKeys.touch([...batch].map(([prefix, at]) => ({ prefix, ago: now - at })))
    } catch (fault) {
      // What was noted meanwhile is later, and stays.
      this.waiting = new Map([...batch, ...this.waiting].slice(0, mostWaiting))
      this.log.warn(fault)
    }
  }
}
