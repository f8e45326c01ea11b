import type { Ground } from '../ground.js'
import type { Reach } from '../sessions/index.js'
import { withLockedReceiver } from './locked.js'
import { logReceiver, type ReceiverActor } from './log.js'

/**
 * Removes a receiver, and logs it. What a process is sending to it at that moment still arrives; nothing does later. What waited for it and
 * what it was told belongs to nobody then, and is removed when it is old (`retention`): that may be more than one statement can.
 *
 * @returns whether there was such a receiver within reach
 * @throws ContentionFault when others held the row until the deadline; nothing was removed then
 */
export async function removeReceiver(ground: Ground, id: string, reach: Reach, actor: ReceiverActor): Promise<boolean> {
  const removed = await withLockedReceiver(ground, id, reach, async ({ receiver, now, transaction }) => {
    const { name, form, url, company } = receiver
    await transaction.query('DELETE FROM receivers WHERE id = $1', [id])
    const details = { id, name, form, url }
    await logReceiver(transaction, now, { kind: 'receiver_removed', companyId: company?.id ?? null, details }, actor)
    return true
  })
  return removed === true
}
