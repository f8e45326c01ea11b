import { randomUUID } from 'node:crypto'
import type { BeforeApplicationShutdown, OnApplicationShutdown, OnModuleInit } from '@nestjs/common'
import type { EventSinkStore } from '@tessera/persistence'
import type { Logger } from 'pino'
import { CannotStart } from '../cannot-start.js'
import { Leaving } from '../processes/leaving.js'
import type { EventSink } from './event-sink.js'
import { Teller } from './teller.js'

/** Milliseconds between two looks for what is new: a hold every twenty seconds, and one probe of an index each time. */
const lookEvery = 1_000

/** Tells event sinks what is in the log. Of each sink one process at a time; when that dies, another goes on where it had come to. */
export class SinkWorker implements OnModuleInit, BeforeApplicationShutdown, OnApplicationShutdown {
  private readonly tellers: readonly Teller[]
  private readonly telling = new Map<Teller, Promise<void>>()
  private timer: NodeJS.Timeout | undefined
  /** Whether the last look failed: a database that is away is said once. */
  private blind = false

  /** @throws CannotStart when two sinks have one name */
  constructor(
    sinks: readonly EventSink[],
    positions: EventSinkStore,
    private readonly log: Pick<Logger, 'warn' | 'info'>,
    private readonly leaving = new Leaving(),
  ) {
    const names = sinks.map(({ name }) => name)
    const twice = names.find((name, i) => names.indexOf(name) !== i)
    if (twice !== undefined) throw new CannotStart(`Two event sinks have the name ${twice}: each keeps its place under its own.`)
    const holder = randomUUID()
    this.tellers = sinks.map((sink) => new Teller(sink, holder, positions, log, leaving))
  }

  onModuleInit(): void {
    this.look()
    if (this.tellers.length > 0) this.timer = setInterval(() => this.look(), lookEvery).unref()
  }

  beforeApplicationShutdown(): void {
    this.leaving.begin()
    clearInterval(this.timer)
  }

  /** What is being taken is waited for, for some seconds; the rest is another process's at once. */
  async onApplicationShutdown(): Promise<void> {
    this.beforeApplicationShutdown()
    await Promise.all(this.telling.values())
    await Promise.allSettled(this.tellers.map((teller) => teller.letGo()))
  }

  /** Looks for what is new now. Never throws, and waits for nothing. */
  look(): void {
    for (const teller of this.tellers) {
      if (this.leaving.hasBegun || this.telling.has(teller)) continue
      const told = teller.tell().then(
        () => void (this.blind = false),
        (err: unknown) => {
          if (!this.blind) this.log.warn({ err }, 'the event log cannot be read; event sinks wait')
          this.blind = true
        },
      )
      this.telling.set(
        teller,
        told.finally(() => this.telling.delete(teller)),
      )
    }
  }
}
