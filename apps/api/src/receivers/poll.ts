import { setTimeout as wait } from 'node:timers/promises'
import { Injectable } from '@nestjs/common'
import { DatabaseClock } from '../clock/database-clock.js'
import type { Caller } from '../http/caller.js'
import { feedReachOf } from '../revocation-feed/feed-reach.js'
import { setErrorOf } from './post-outcome.js'
import { Receivers } from './receivers.js'
import { deliveryOf, jtiOf, SecurityEventTokens } from './security-event-tokens.js'

/** What a receiver asks (RFC 8936 §2.4). */
export interface Asked {
  readonly atMost: number
  readonly returnImmediately: boolean
  readonly ack: readonly string[]
  /** By `jti`, its word for what was wrong. */
  readonly setErrs: Readonly<Record<string, { readonly err: string }>>
}

export interface Polled {
  /** By `jti`. */
  readonly sets: Readonly<Record<string, string>>
  readonly moreAvailable: boolean
}

/** Milliseconds that an answer waits for a first token, and between two looks for it. */
const patience = 4_500
const lookEvery = 500

/** Gives a receiver that asks what waits for it; what it acknowledges does not come again. */
@Injectable()
export class PollReceiver {
  constructor(
    private readonly receivers: Receivers,
    private readonly tokens: SecurityEventTokens,
    private readonly clock: DatabaseClock,
  ) {}

  /**
   * @param signal aborted when nobody waits for the answer any more
   * @returns null when there is no receiver of this form within reach: of a company, or of everybody's events for whoever may read those
   */
  async poll(id: string, { atMost, returnImmediately, ack, setErrs }: Asked, by: Caller, signal: AbortSignal): Promise<Polled | null> {
    const reach = feedReachOf(by)
    const receiver = await this.receivers.address(id, reach === null ? {} : { companyId: reach })
    if (receiver?.form !== 'set_poll') return null
    await this.receivers.acknowledge(id, { taken: ack.flatMap(ours), refused: refusedIn(setErrs) })
    const until = performance.now() + (returnImmediately || atMost === 0 ? 0 : patience)
    let page = await this.receivers.poll(id, receiver.companyId, atMost)
    while (page.deliveries.length === 0 && !page.more && performance.now() < until && !signal.aborted) {
      await wait(lookEvery, undefined, { signal }).catch(() => undefined)
      page = await this.receivers.poll(id, receiver.companyId, atMost)
    }
    const now = this.clock.now()
    const sets = page.deliveries.map((delivery) => [jtiOf(delivery.id), this.tokens.sign(receiver, delivery, now)] as const)
    return { sets: Object.fromEntries(sets), moreAvailable: page.more }
  }
}

const ours = (jti: string): readonly number[] => {
  const id = deliveryOf(jti)
  return id === null ? [] : [id]
}

function refusedIn(setErrs: Asked['setErrs']): ReadonlyMap<number, string> {
  return new Map(Object.entries(setErrs).flatMap(([jti, { err }]) => ours(jti).map((id) => [id, setErrorOf(err)] as const)))
}
