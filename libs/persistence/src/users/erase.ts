import type { Pool } from 'pg'
import { clock } from '../sessions/sql.js'

/** Rows that one step erases: some milliseconds. */
const stepRows = 500
/** Seconds after a deletion until it may count as erased: what was under way when it came has ended by then. */
const settled = 60

/** Each step goes on where the one before ended: what is erased already is not looked at again, however much it is. */
const sessions = `
  WITH found AS MATERIALIZED (
    SELECT x.id FROM users u JOIN sessions x ON x.user_id = u.id
    WHERE u.id = $1 AND u.deleted_at IS NOT NULL AND x.id > coalesce($2::uuid, '00000000-0000-0000-0000-000000000000')
      AND (x.ip IS NOT NULL OR x.last_ip IS NOT NULL OR x.device_id IS NOT NULL OR x.device_name IS NOT NULL OR x.user_agent IS NOT NULL
        OR x.country IS NOT NULL OR x.browser IS NOT NULL OR x.system IS NOT NULL OR x.last_agent IS NOT NULL)
    ORDER BY x.id LIMIT ${stepRows}
  ), erased AS (
    UPDATE sessions s SET ip = NULL, last_ip = NULL, device_id = NULL, device_name = NULL, user_agent = NULL,
      country = NULL, browser = NULL, system = NULL, last_agent = NULL
    FROM found f WHERE s.id = f.id
  )
  SELECT id FROM found ORDER BY id DESC LIMIT 1`

/** Of what others did to the account, where they did it from is theirs, and stays. */
const events = `
  WITH found AS MATERIALIZED (
    SELECT x.id FROM users u JOIN events x ON x.user_id = u.id
    WHERE u.id = $1 AND u.deleted_at IS NOT NULL AND x.id > coalesce($2::bigint, 0)
      AND (x.by IS NULL OR x.by = $1) AND (x.ip IS NOT NULL OR x.user_agent IS NOT NULL)
    ORDER BY x.id LIMIT ${stepRows}
  ), erased AS (
    UPDATE events e SET ip = NULL, user_agent = NULL FROM found f WHERE e.id = f.id
  )
  SELECT id FROM found ORDER BY id DESC LIMIT 1`

/** Erases where a deleted user was and on what, from their sessions and events, in steps: no row is locked for long, however many there are. */
export async function eraseTracesOf(pool: Pool, id: string): Promise<void> {
  for (const text of [sessions, events]) {
    let after: string | number | null = null
    do {
      const { rows }: { rows: { id: string | number }[] } = await pool.query(text, [id, after])
      after = rows[0]?.id ?? null
    } while (after !== null)
  }
}

/**
 * Deleted users who may have traces left: a process died before it had erased them all, or a refresh was under way. Each is one until
 * `finishErasing`.
 */
export async function usersToErase(pool: Pool): Promise<readonly string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `SELECT id FROM users WHERE deleted_at < ${clock('0')} - make_interval(secs => ${settled}) AND erased_at IS NULL ORDER BY deleted_at LIMIT 100`,
  )
  return rows.map(({ id }) => id)
}

/** Erases what is left of one of `usersToErase`, for good. */
export async function finishErasing(pool: Pool, id: string): Promise<void> {
  await eraseTracesOf(pool, id)
  await pool.query(`UPDATE users SET erased_at = ${clock('0')} WHERE id = $1 AND deleted_at IS NOT NULL AND erased_at IS NULL`, [id])
}
