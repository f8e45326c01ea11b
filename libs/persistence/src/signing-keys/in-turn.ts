import type { PoolClient } from 'pg'
import { untilSettled } from '../contention.js'
import type { Ground } from '../ground.js'
import { inTransaction } from '../transaction.js'

/** Held by whoever makes, hastens or withdraws a key, so that there is never more than one that signs and one that waits. */
const signingKeysLock = 72_707_370

/**
 * Changes the keys in one transaction, while nobody else changes them.
 *
 * @throws ContentionFault when others were at it until the deadline; nothing was changed then
 */
export function inTurn<T extends object | string | null>(
  { pool }: Pick<Ground, 'pool'>,
  work: (transaction: PoolClient) => Promise<T>,
): Promise<T> {
  return untilSettled(() =>
    inTransaction(pool, async (transaction) => {
      await transaction.query('SELECT pg_advisory_xact_lock($1)', [signingKeysLock])
      return await work(transaction)
    }),
  )
}
