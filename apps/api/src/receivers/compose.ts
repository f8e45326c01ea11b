import type { Instant } from '@tessera/core'
import type { AddressedReceiver, DueDelivery } from '@tessera/persistence'
import type { Outgoing } from './post.js'
import type { ReceiverSeal } from './receiver-seal.js'
import { webhookOf } from './webhook.js'

/** What cannot be said to a receiver: the event was forgotten since; its secret does not open with this `TESSERA_SECRET`. */
export type Unsayable = 'forgotten' | 'unreadable'

/** Makes what is posted of what is due. */
export class ComposeDelivery {
  constructor(
    private readonly seal: ReceiverSeal,
    private readonly now: () => Instant,
  ) {}

  compose(receiver: AddressedReceiver, delivery: DueDelivery): Outgoing | Unsayable {
    if (delivery.eventId !== null && delivery.entry === null) return 'forgotten'
    try {
      return webhookOf(delivery, receiver.id, this.secretsOf(receiver), this.now())
    } catch {
      return 'unreadable'
    }
  }

  private secretsOf({ id, sealedSecret, sealedFormerSecret }: AddressedReceiver): readonly string[] {
    return [sealedSecret, sealedFormerSecret].flatMap((sealed) => (sealed ? [this.seal.open('secret', id, sealed)] : []))
  }
}
