import type { OnApplicationShutdown } from '@nestjs/common'
import type { EventStore, FreshEntry } from '@tessera/persistence'
import type { Logger } from 'pino'

/** Milliseconds between two looks at the log. */
const lookEvery = 600
/** Milliseconds after which nothing is committed any more in front of an entry: no transaction of ours takes longer. */
const settledAfter = 10_000
/** Entries that one look reads at most, and that are looked at again at most. */
const readAtOnce = 2_000
const readAgain = 1_000

type Listener = (fresh: readonly FreshEntry[]) => void

/**
 * Tells whoever listens what is written to the event log, each entry once, soon after its commit. One reader for the process, however many
 * listen, and none while nobody does. Entries are committed in another order than that of their ids, so the last few seconds are read
 * again each time.
 */
export class FollowedLog implements OnApplicationShutdown {
  private readonly listeners = new Set<Listener>()
  private timer: NodeJS.Timeout | undefined
  private looking: Promise<void> | undefined
  /** What is behind `floor` and was told, with when it was read. */
  private readonly told = new Map<number, number>()
  private floor: number | undefined
  /** Whether the last look failed: a database that is away is said once. */
  private blind = false

  constructor(
    private readonly events: Pick<EventStore, 'after' | 'newestIds'>,
    private readonly log: Pick<Logger, 'warn'>,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /**
   * Listens from now on: to everything that is committed once this has resolved.
   *
   * @returns stops listening
   * @throws when the database has trouble
   */
  async listen(listener: Listener): Promise<() => void> {
    // Joined before the look, so that the reader goes on; what it tells meanwhile is no harm.
    this.listeners.add(listener)
    const stop = (): void => {
      this.listeners.delete(listener)
      if (this.listeners.size === 0) this.rest()
    }
    try {
      if (this.floor === undefined) await this.begin()
      else await this.look()
    } catch (fault) {
      stop()
      throw fault
    }
    if (this.listeners.size > 0) this.timer ??= setInterval(() => void this.lookQuietly(), lookEvery).unref()
    return stop
  }

  async onApplicationShutdown(): Promise<void> {
    this.rest()
    await this.looking?.catch(() => undefined)
  }

  private rest(): void {
    clearInterval(this.timer)
    this.timer = undefined
    this.floor = undefined
    this.told.clear()
  }

  private async begin(): Promise<void> {
    const newest = await this.events.newestIds(readAgain)
    if (this.floor !== undefined || this.listeners.size === 0) return
    this.floor = (newest[0] ?? 1) - 1
    for (const id of newest) this.told.set(id, this.now())
  }

  private lookQuietly(): Promise<void> {
    return this.look().then(
      () => void (this.blind = false),
      (err: unknown) => {
        if (!this.blind) this.log.warn({ err }, 'the event log cannot be read; streams wait')
        this.blind = true
      },
    )
  }

  private look(): Promise<void> {
    return (this.looking ??= this.read().finally(() => (this.looking = undefined)))
  }

  private async read(): Promise<void> {
    for (let full = true; full && this.floor !== undefined;) {
      const from = this.floor
      const entries = await this.events.after(from, readAtOnce)
      if (this.floor !== from) return
      const fresh = entries.filter(({ id }) => !this.told.has(id))
      for (const { id } of fresh) this.told.set(id, this.now())
      if (fresh.length > 0) for (const listener of [...this.listeners]) listener(fresh)
      this.forget()
      full = entries.length === readAtOnce
    }
  }

  /** Lets go of what is settled, and of what is too much to be read again. */
  private forget(): void {
    const surplus = [...this.told.keys()].sort((a, b) => b - a)[readAgain] ?? -1
    const settled = this.now() - settledAfter
    let floor = Math.max(this.floor ?? 0, surplus)
    for (const [id, readAt] of this.told) if (readAt < settled) floor = Math.max(floor, id)
    this.floor = floor
    for (const id of this.told.keys()) if (id <= floor) this.told.delete(id)
  }
}
