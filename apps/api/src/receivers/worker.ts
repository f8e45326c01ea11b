import type { BeforeApplicationShutdown, OnApplicationShutdown, OnModuleInit } from '@nestjs/common'
import type { DueDelivery, HeldReceiver, ReceiverOutcome } from '@tessera/persistence'
import type { Logger } from 'pino'
import { deadlineIn } from '../clock/within.js'
import { Leaving } from '../processes/leaving.js'
import type { ReceiverAddresses } from './addresses.js'
import type { ComposeDelivery } from './compose.js'
import { post } from './post.js'
import { type Attempted, attemptedWith } from './post-outcome.js'
import type { Receivers } from './receivers.js'

/** Milliseconds between two looks at the log, and for what is due. */
const lookEvery = 500
/** Receivers that one process sends to at once, and deliveries to each of them. */
const lanes = { receivers: 8, deliveries: 4 } as const
/** Milliseconds that an answer may take. */
const patience = 10_000
/** Milliseconds after which nothing more is begun with a receiver in hand: what runs then is over before the hold is. */
const begunWithin = 30_000

/** What the worker stands on. */
export interface DeliveryGround {
  readonly receivers: Pick<Receivers, 'fanOut' | 'claim' | 'settle' | 'release'>
  readonly compose: Pick<ComposeDelivery, 'compose'>
  readonly addresses: ReceiverAddresses
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>
  /** Told what each attempt came to. */
  readonly settled?: (outcome: ReturnType<typeof attemptedWith>['outcome']['outcome']) => void
}

/**
 * Queues what happened for whoever is told of it, and sends what is due (docs/decisions/0092-receivers.md). A receiver is in one process's hands at
 * a time; a process that dies at it is followed by another a minute later, which sends again what the first did not say was delivered,
 * under the same id.
 */
export class DeliveryWorker implements OnModuleInit, BeforeApplicationShutdown, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined
  private goingThrough: Promise<void> | undefined
  private readonly serving = new Set<Promise<void>>()
  /** Whose last look failed: a database that is away is said once, not at every look. */
  private readonly blind = new Set<'log' | 'receivers'>()

  constructor(
    private readonly ground: DeliveryGround,
    private readonly leaving = new Leaving(),
  ) {}

  onModuleInit(): void {
    this.timer = setInterval(() => this.look(), lookEvery).unref()
  }

  beforeApplicationShutdown(): void {
    this.leaving.begin()
    clearInterval(this.timer)
  }

  /** What is being sent is finished, unless its receiver takes seconds; the rest is another process's at once. */
  async onApplicationShutdown(): Promise<void> {
    this.beforeApplicationShutdown()
    await this.goingThrough
    await Promise.all(this.serving)
  }

  /** Looks at the log and for what is due, now. Never throws, and waits for nothing. */
  look(): void {
    if (this.leaving.hasBegun) return
    this.goingThrough ??= this.goThrough().finally(() => {
      this.goingThrough = undefined
      this.serve()
    })
  }

  private async goThrough(): Promise<void> {
    await this.seeing('log', async () => {
      while (!this.leaving.hasBegun) {
        const gone = await this.ground.receivers.fanOut()
        if (gone === 'elsewhere' || !gone.more) return
        this.serve()
      }
    })
  }

  /** One more lane; each receiver that is found starts another beside it. */
  private serve(): void {
    if (this.leaving.hasBegun || this.serving.size >= lanes.receivers) return
    const lane: Promise<void> = this.seeing('receivers', async () => {
      for (let receiver = await this.next(); receiver; receiver = await this.next()) {
        this.serve()
        await this.ground.receivers.release(receiver, await this.sendAll(receiver))
      }
    }).finally(() => this.serving.delete(lane))
    this.serving.add(lane)
  }

  private async seeing(what: 'log' | 'receivers', work: () => Promise<void>): Promise<void> {
    try {
      await work()
      this.blind.delete(what)
    } catch (err) {
      if (!this.blind.has(what)) this.ground.log.warn({ err }, 'deliveries cannot be read or written; receivers wait')
      this.blind.add(what)
    }
  }

  private next(): Promise<HeldReceiver | null> {
    return this.leaving.hasBegun ? Promise.resolve(null) : this.ground.receivers.claim()
  }

  /** Sends until everything was tried, the time is up, or the receiver turns out to be unwell or gone: then the rest need not be tried. */
  private async sendAll(receiver: HeldReceiver): Promise<ReceiverOutcome> {
    const began = performance.now()
    const due = [...receiver.deliveries]
    const went = { delivered: false, failed: false, gone: false, restsFor: null as number | null }
    const lane = async (): Promise<void> => {
      while (!this.leaving.hasBegun && !went.gone && went.restsFor === null && performance.now() - began < begunWithin) {
        const delivery = due.shift()
        if (!delivery) return
        const attempted = await this.send(receiver, delivery)
        if (attempted === 'broken_off') return
        const { outcome, restsFor, gone } = attempted
        await this.ground.receivers.settle(delivery, outcome)
        this.ground.settled?.(outcome.outcome)
        if (outcome.outcome === 'delivered') went.delivered = true
        else went.failed = true
        went.gone ||= gone
        if (restsFor !== null) went.restsFor = Math.max(went.restsFor ?? 0, restsFor)
      }
    }
    await Promise.all(Array.from({ length: lanes.deliveries }, lane))
    return went
  }

  /** Where we broke it off, nothing is known of the receiver, and nothing is written down: another process sends it again, under the same id. */
  private async send(receiver: HeldReceiver, delivery: DueDelivery): Promise<Attempted | 'broken_off'> {
    const { log, compose, addresses } = this.ground
    const facts = { receiverId: receiver.id, deliveryId: delivery.id, attempts: delivery.attempts + 1 }
    const outgoing = compose.compose(receiver, delivery)
    if (typeof outgoing === 'string' || receiver.url === null) {
      const fault = typeof outgoing === 'string' ? outgoing : 'no_address'
      log.error({ ...facts, fault }, 'a delivery cannot be made and is given up')
      return { outcome: { outcome: 'given_up', status: null, fault }, restsFor: null, gone: false }
    }
    const deadline = deadlineIn(patience, this.leaving.overdue)
    const posted = await post(addresses, receiver.url, outgoing, deadline.signal)
    deadline.clear()
    if ('fault' in posted && this.leaving.overdue.aborted) return 'broken_off'
    const attempted = attemptedWith(posted, delivery.attempts, receiver.failures)
    const { outcome } = attempted
    if (outcome.outcome !== 'delivered') {
      const { status, fault } = outcome
      const isOver = outcome.outcome === 'given_up'
      log.warn({ ...facts, status, fault }, isOver ? 'a delivery was refused and is given up' : 'a delivery was refused and is tried again')
    }
    return attempted
  }
}
