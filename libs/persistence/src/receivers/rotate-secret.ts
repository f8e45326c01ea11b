import type { Seconds } from '@tessera/core'
import type { Ground } from '../ground.js'
import type { Reach } from '../sessions/index.js'
import { receiverOn } from './find.js'
import { withLockedReceiver } from './locked.js'
import { logReceiver, type ReceiverActor } from './log.js'
import type { StoredReceiver } from './stored-receiver.js'

const update = `
  UPDATE receivers SET sealed_secret = $2, sealed_former_secret = CASE WHEN $4::int > 0 THEN sealed_secret END,
    former_secret_until = CASE WHEN $4::int > 0 THEN to_timestamp($3::float8 / 1000) + make_interval(secs => $4::int) END
  WHERE id = $1`

/**
 * Gives a webhook a new secret, and logs it. The one before signs beside it for so many seconds; the one before that no more.
 *
 * @returns null when there is no such receiver within reach; `no_webhook` when it has no secret
 * @throws ContentionFault when others held the row until the deadline; nothing was changed then
 */
export async function rotateReceiverSecret(
  ground: Ground,
  id: string,
  sealedSecret: Uint8Array,
  formerLives: Seconds,
  reach: Reach,
  actor: ReceiverActor,
): Promise<StoredReceiver | 'no_webhook' | null> {
  return withLockedReceiver(ground, id, reach, async ({ receiver, now, transaction }) => {
    if (receiver.form !== 'webhook') return 'no_webhook'
    await transaction.query(update, [id, sealedSecret, now, formerLives])
    const details = { id, name: receiver.name, former_lives: formerLives }
    await logReceiver(transaction, now, { kind: 'receiver_secret_rotated', companyId: receiver.company?.id ?? null, details }, actor)
    return receiverOn(transaction, ground.clockOffset(), id, reach)
  })
}
