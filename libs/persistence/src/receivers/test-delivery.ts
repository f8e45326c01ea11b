import type { Ground } from '../ground.js'
import type { Reach } from '../sessions/index.js'
import { deliveryOn, type StoredDelivery } from './deliveries.js'
import { withLockedReceiver } from './locked.js'
import { logReceiver, type ReceiverActor } from './log.js'
import type { DeliveryOutcome } from './settle.js'

/** An id for a delivery that is sent before it is written. */
export async function nextDeliveryId({ pool }: Ground): Promise<number> {
  const { rows } = await pool.query<{ id: number }>(`SELECT nextval(pg_get_serial_sequence('deliveries', 'id')) AS id`)
  return rows[0]?.id ?? NaN
}

const insert = `
  INSERT INTO deliveries (id, receiver_id, queued_at, due_at, attempts, delivered_at, failed_at, last_status, last_fault)
  SELECT $1, $2, n.now, n.now, CASE WHEN $4::text IS NULL THEN 0 ELSE 1 END, CASE WHEN $4 = 'delivered' THEN n.now END,
    CASE WHEN $4 = 'given_up' THEN n.now END, $5, $6
  FROM (SELECT to_timestamp($3::float8 / 1000) AS now) n`

const isWell = `
  UPDATE receivers SET failures = 0, retry_at = NULL, failing_since = NULL, last_delivered_at = to_timestamp($2::float8 / 1000) WHERE id = $1`

/**
 * Writes how a test went, and logs it. A receiver that took it is well again: what waits for it is sent at once.
 *
 * @param outcome null: it waits until it is asked for
 * @returns null when there is no such receiver within reach any more
 */
export async function writeTest(
  ground: Ground,
  receiverId: string,
  deliveryId: number,
  outcome: Exclude<DeliveryOutcome, { outcome: 'later' }> | null,
  reach: Reach,
  actor: ReceiverActor,
): Promise<StoredDelivery | null> {
  return withLockedReceiver(ground, receiverId, reach, async ({ receiver, now, transaction }) => {
    const fault = outcome?.outcome === 'given_up' ? outcome.fault : null
    await transaction.query(insert, [deliveryId, receiverId, now, outcome?.outcome ?? null, outcome?.status ?? null, fault])
    if (outcome?.outcome === 'delivered') await transaction.query(isWell, [receiverId, now])
    const details = {
      id: receiverId,
      name: receiver.name,
      delivery: String(deliveryId),
      ...(outcome && { status: outcome.status }),
      ...(fault && { fault }),
    }
    await logReceiver(transaction, now, { kind: 'receiver_tested', companyId: receiver.company?.id ?? null, details }, actor)
    return deliveryOn(transaction, deliveryId)
  })
}
