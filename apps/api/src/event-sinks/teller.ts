import type { EventSinkStore, HeldSink } from '@tessera/persistence'
import type { Logger } from 'pino'
import { within } from '../clock/within.js'
import { eventView } from '../events/event-view.js'
import type { Leaving } from '../processes/leaving.js'
import type { EventSink } from './event-sink.js'

/** Milliseconds that a sink may take for some events. */
const patience = 30_000
/** Seconds that a process has a sink in hand without a word. */
const hold = 60
/** Milliseconds after which it says one. What it does between two ends before the hold does. */
const heldFor = 20_000
const atOnce = 100
/** Seconds that a sink which failed is let alone at most; twice as long each time. */
const longestPause = 60

/** Tells one sink what is new, whenever this process has it in hand. */
export class Teller {
  private held: HeldSink | null = null
  private heldAt = 0

  constructor(
    private readonly sink: EventSink,
    /** Who we are, among the processes that could tell it. */
    private readonly holder: string,
    private readonly positions: EventSinkStore,
    private readonly log: Pick<Logger, 'warn' | 'info'>,
    private readonly leaving: Leaving,
  ) {}

  /**
   * Tells all that is new, page by page.
   *
   * @throws when the database has trouble; what was taken and could not be written down is told again
   */
  async tell(): Promise<void> {
    let isMore = true
    for (let held = await this.inHand(); held && isMore; held = await this.inHand()) {
      const { entries, next } = await this.positions.read(held.position, atOnce)
      if (entries.length === 0 && !next.towards) return
      try {
        await within(patience, (signal) => this.sink.take(entries.map(eventView), signal), this.leaving.overdue)
      } catch (thrown) {
        // Broken off by us: that says nothing of the sink.
        if (this.leaving.overdue.aborted) return this.letGo()
        return this.letAlone(held, thrown)
      }
      if (!(await this.positions.move(held, next, hold))) return void (this.held = null)
      if (held.failures > 0) this.log.info({ sink: this.sink.name }, 'the event sink is back')
      this.held = { ...held, position: next, failures: 0 }
      this.heldAt = performance.now()
      isMore = next.towards !== null && !this.leaving.hasBegun
    }
  }

  /** Whoever comes next goes on at once. */
  async letGo(): Promise<void> {
    const { held } = this
    this.held = null
    if (held) await this.positions.release(held, 0)
  }

  private async inHand(): Promise<HeldSink | null> {
    if (this.held && performance.now() - this.heldAt < heldFor) return this.held
    this.held = null
    // Before the answer comes, so that the database's hold is the longer one.
    this.heldAt = performance.now()
    return (this.held = await this.positions.hold(this.sink.name, this.holder, hold))
  }

  private async letAlone(held: HeldSink, thrown: unknown): Promise<void> {
    this.held = null
    const pause = Math.min(2 ** held.failures, longestPause)
    await this.positions.release(held, pause)
    const facts = { err: thrown, sink: this.sink.name, failures: held.failures + 1, retryAfter: pause }
    this.log.warn(facts, 'an event sink failed and is told again')
  }
}
