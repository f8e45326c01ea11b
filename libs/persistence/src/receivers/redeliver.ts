import type { Ground } from '../ground.js'
import type { Reach } from '../sessions/index.js'
import { deliveryOn, type StoredDelivery } from './deliveries.js'
import { withLockedReceiver } from './locked.js'
import { logReceiver, type ReceiverActor } from './log.js'

const queuedAgain = `
  UPDATE deliveries SET due_at = to_timestamp($3::float8 / 1000), attempts = 0, delivered_at = NULL, failed_at = NULL
  WHERE id = $1 AND receiver_id = $2`

/**
 * Queues a delivery again, whatever became of it, and logs it: it is due now, and has every attempt before it. A receiver that is left alone for
 * a while is not any more; one that is paused stays so.
 *
 * @returns null when there is no such delivery of a receiver within reach
 * @throws ContentionFault when others held the row until the deadline; nothing was changed then
 */
export async function redeliver(
  ground: Ground,
  receiverId: string,
  deliveryId: number,
  reach: Reach,
  actor: ReceiverActor,
): Promise<StoredDelivery | null> {
  return withLockedReceiver(ground, receiverId, reach, async ({ receiver, now, transaction }) => {
    const { rowCount } = await transaction.query(queuedAgain, [deliveryId, receiverId, now])
    if (rowCount === 0) return null
    await transaction.query('UPDATE receivers SET failures = 0, retry_at = NULL WHERE id = $1', [receiverId])
    const delivery = await deliveryOn(transaction, deliveryId)
    const details = { id: receiverId, name: receiver.name, delivery: String(deliveryId), kind: delivery?.event?.kind ?? null }
    await logReceiver(transaction, now, { kind: 'receiver_told_again', companyId: receiver.company?.id ?? null, details }, actor)
    return delivery
  })
}
