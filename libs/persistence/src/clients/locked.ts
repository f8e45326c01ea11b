import type { Instant } from '@tessera/core'
import type { PoolClient } from 'pg'
import { untilSettled } from '../contention.js'
import { clock } from '../sessions/sql.js'
import { inTransaction } from '../transaction.js'
import type { Ground } from '../ground.js'
import { clientColumns, type ClientDetail, detailColumns, type StoredClient } from './stored-client.js'

export interface LockedClient {
  readonly client: StoredClient
  /** Read when the row was locked: later than the start of every login that held it before, and earlier than of those that come after. */
  readonly now: Instant
  readonly transaction: PoolClient
}

/**
 * Changes a client in one transaction that has its row to itself: other changes, and logins, wait for it or it for them.
 *
 * @returns null when there is no such client
 * @throws ContentionFault when others held the row until the deadline; nothing was changed then
 */
export async function withLockedClient<T>(ground: Ground, id: string, work: (locked: LockedClient) => Promise<T>): Promise<T | null> {
  return untilSettled(() =>
    inTransaction(ground.pool, async (transaction) => {
      const { rows } = await transaction.query<StoredClient>(`SELECT ${clientColumns} FROM clients c WHERE c.id = $1 FOR NO KEY UPDATE`, [
        id,
      ])
      const [client] = rows
      if (!client) return null
      const { rows: clocks } = await transaction.query<{ now: Instant }>(`SELECT ${clock('$1')} AS now`, [ground.clockOffset()])
      return work({ client, now: clocks[0]?.now ?? NaN, transaction })
    }),
  )
}

/** The client as it is now, its secrets listed. */
export async function detailOf(connection: Ground['pool'] | PoolClient, id: string): Promise<ClientDetail | null> {
  const { rows } = await connection.query<ClientDetail>(`SELECT ${detailColumns} FROM clients c WHERE c.id = $1`, [id])
  return rows[0] ?? null
}
