import { Injectable } from '@nestjs/common'
import type { AddressedReceiver, Origin, StoredDelivery } from '@tessera/persistence'
import { DatabaseClock } from '../clock/database-clock.js'
import { type Caller, reachOf } from '../http/caller.js'
import { ReceiverAddresses } from './addresses.js'
import { ComposeDelivery } from './compose.js'
import { post } from './post.js'
import { attemptedWith } from './post-outcome.js'
import { Receivers } from './receivers.js'

/** Milliseconds: whoever asked waits for it, and less than for any other answer of ours. */
const patience = 4_000

type TestOutcome = Parameters<Receivers['writeTest']>[2]

/** Sends a receiver something harmless, once and at once; for one that asks by itself it waits. */
@Injectable()
export class TestReceiver {
  constructor(
    private readonly receivers: Receivers,
    private readonly composeDelivery: ComposeDelivery,
    private readonly addresses: ReceiverAddresses,
    private readonly clock: DatabaseClock,
  ) {}

  /** @returns null when there is no such receiver within reach */
  async test(id: string, by: Caller, origin: Origin): Promise<StoredDelivery | null> {
    const reach = reachOf(by)
    const receiver = await this.receivers.address(id, reach)
    if (!receiver) return null
    const delivery = await this.receivers.nextDeliveryId()
    const outcome = receiver.url === null ? null : await this.send(receiver, receiver.url, delivery)
    return this.receivers.writeTest(id, delivery, outcome, reach, { by: by.userId, origin })
  }

  private async send(receiver: AddressedReceiver, url: string, id: number): Promise<TestOutcome> {
    const delivery = { id, attempts: 0, queuedAt: this.clock.now(), eventId: null, entry: null }
    const outgoing = this.composeDelivery.compose(receiver, delivery)
    if (typeof outgoing === 'string') return { outcome: 'given_up', status: null, fault: outgoing }
    const { outcome } = attemptedWith(await post(this.addresses, url, outgoing, AbortSignal.timeout(patience)), 0, 0)
    return outcome.outcome === 'later' ? { outcome: 'given_up', status: outcome.status, fault: outcome.fault } : outcome
  }
}
