import type { Instant } from '@tessera/core'
import type { PoolClient } from 'pg'
import { untilSettled } from '../contention.js'
import type { Ground } from '../ground.js'
import type { Reach } from '../sessions/index.js'
import { clock } from '../sessions/sql.js'
import { inTransaction } from '../transaction.js'
import { receiverOn } from './find.js'
import type { StoredReceiver } from './stored-receiver.js'

export interface LockedReceiver {
  readonly receiver: StoredReceiver
  readonly now: Instant
  readonly transaction: PoolClient
}

/**
 * Does something to a receiver in one transaction that has its row to itself.
 *
 * @returns null when there is no such receiver within reach
 * @throws ContentionFault when others held the row until the deadline; nothing was changed then
 */
export async function withLockedReceiver<T>(
  { pool, clockOffset }: Ground,
  id: string,
  reach: Reach,
  work: (locked: LockedReceiver) => Promise<T>,
): Promise<T | null> {
  return untilSettled(() =>
    inTransaction(pool, async (transaction) => {
      await transaction.query('SELECT FROM receivers WHERE id = $1 FOR UPDATE', [id])
      const receiver = await receiverOn(transaction, clockOffset(), id, reach)
      if (!receiver) return null
      const { rows } = await transaction.query<{ now: Instant }>(`SELECT ${clock('$1')} AS now`, [clockOffset()])
      return work({ receiver, now: rows[0]?.now ?? NaN, transaction })
    }),
  )
}
