import type { EndReason, Instant } from '@tessera/core'
import type { Pool } from 'pg'

/** An entry of the log, in short. */
export interface FreshEntry {
  readonly id: number
  readonly at: Instant
  readonly kind: string
  readonly sessionId: string | null
  readonly userId: string | null
  readonly clientId: string | null
  readonly companyId: number | null
  readonly reason: EndReason | null
  readonly by: string | null
}

const columns = `id, at, kind, session_id AS "sessionId", user_id AS "userId", client_id AS "clientId", company_id AS "companyId", reason, "by"`

/**
 * What stands in the log behind an id, oldest first. Entries are committed in another order than that of their ids: what was read once may have
 * more in front of it later.
 */
export async function entriesAfter(pool: Pool, id: number, atMost: number): Promise<readonly FreshEntry[]> {
  const { rows } = await pool.query<FreshEntry>({
    name: 'events-after',
    text: `SELECT ${columns} FROM events WHERE id > $1 ORDER BY id LIMIT $2`,
    values: [id, atMost],
  })
  return rows
}

/** The newest ids of the log, ascending. */
export async function newestIds(pool: Pool, atMost: number): Promise<readonly number[]> {
  const { rows } = await pool.query<{ id: number }>({
    name: 'newest-events',
    text: 'SELECT id FROM (SELECT id FROM events ORDER BY id DESC LIMIT $1) e ORDER BY id',
    values: [atMost],
  })
  return rows.map(({ id }) => id)
}
