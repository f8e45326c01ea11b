import { Injectable } from '@nestjs/common'
import type { Seconds } from '@tessera/core'
import type { Origin, StoredReceiver } from '@tessera/persistence'
import { type Caller, reachOf } from '../http/caller.js'
import { Receivers } from './receivers.js'
import { ReceiverSeal } from './receiver-seal.js'
import { newWebhookSecret } from './webhook-secret.js'

export type RotatedSecret =
  /** `secret` is shown this once. */
  | { readonly outcome: 'rotated'; readonly receiver: StoredReceiver; readonly secret: string }
  | { readonly outcome: 'refused'; readonly refusal: 'receiver_unknown' | 'no_webhook' }

/** Gives a webhook a new secret; for a while the one before signs beside it. */
@Injectable()
export class RotateReceiverSecret {
  constructor(
    private readonly receivers: Receivers,
    private readonly seal: ReceiverSeal,
  ) {}

  async rotate(id: string, formerLives: Seconds, by: Caller, origin: Origin): Promise<RotatedSecret> {
    const secret = newWebhookSecret()
    const sealed = this.seal.seal('secret', id, secret)
    const receiver = await this.receivers.rotateSecret(id, sealed, formerLives, reachOf(by), { by: by.userId, origin })
    if (receiver === null) return { outcome: 'refused', refusal: 'receiver_unknown' }
    return receiver === 'no_webhook' ? { outcome: 'refused', refusal: receiver } : { outcome: 'rotated', receiver, secret }
  }
}
