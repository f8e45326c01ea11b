import type { Instant } from '@tessera/core'
import type { AddressedReceiver, DueDelivery } from '@tessera/persistence'
import type { Outgoing } from './post.js'
import type { ReceiverSeal } from './receiver-seal.js'
import type { SecurityEventTokens } from './security-event-tokens.js'
import { webhookOf } from './webhook.js'

/** What cannot be said to a receiver: the event was forgotten since; its secret does not open with this `TESSERA_SECRET`. */
export type Unsayable = 'forgotten' | 'unreadable'

/** Makes what is posted of what is due. */
export class ComposeDelivery {
  constructor(
    private readonly seal: ReceiverSeal,
    private readonly tokens: SecurityEventTokens,
    private readonly now: () => Instant,
  ) {}

  compose(receiver: AddressedReceiver, delivery: DueDelivery): Outgoing | Unsayable {
    if (delivery.eventId !== null && delivery.entry === null) return 'forgotten'
    const secrets = this.opened(receiver)
    if (secrets === 'unreadable') return secrets
    const now = this.now()
    if (receiver.form === 'webhook') return webhookOf(delivery, receiver.id, secrets.signing, now)
    // RFC 8935 §2.1.
    const headers = { 'content-type': 'application/secevent+jwt', accept: 'application/json' }
    const { authorization } = secrets
    return { headers: { ...headers, ...(authorization !== null && { authorization }) }, body: this.tokens.sign(receiver, delivery, now) }
  }

  private opened({ id, sealedSecret, sealedFormerSecret, sealedAuthorization }: AddressedReceiver) {
    try {
      return {
        signing: [sealedSecret, sealedFormerSecret].flatMap((sealed) => (sealed ? [this.seal.open('secret', id, sealed)] : [])),
        authorization: sealedAuthorization && this.seal.open('authorization', id, sealedAuthorization),
      }
    } catch {
      return 'unreadable' as const
    }
  }
}
