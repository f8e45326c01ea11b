import type { Pool } from 'pg'

/** Rows that one step erases: some milliseconds. */
const stepRows = 500

const sessions = `
  UPDATE sessions s SET ip = NULL, last_ip = NULL, device_id = NULL, device_name = NULL, user_agent = NULL
  WHERE s.id = ANY (ARRAY(
    SELECT x.id FROM users u JOIN sessions x ON x.user_id = u.id
    WHERE u.id = $1 AND (x.ip IS NOT NULL OR x.last_ip IS NOT NULL OR x.device_id IS NOT NULL OR x.device_name IS NOT NULL OR x.user_agent IS NOT NULL)
    LIMIT ${stepRows}
  ))`

/** Of what others did to the account, where they did it from is theirs, and stays. */
const events = `
  UPDATE events e SET ip = NULL, user_agent = NULL
  WHERE e.id = ANY (ARRAY(
    SELECT x.id FROM events x
    WHERE x.user_id = $1 AND (x.by IS NULL OR x.by = $1) AND (x.ip IS NOT NULL OR x.user_agent IS NOT NULL) LIMIT ${stepRows}
  ))`

const owed = `
  SELECT u.id FROM users u WHERE u.deleted_at IS NOT NULL AND (
    EXISTS (SELECT FROM sessions x WHERE x.user_id = u.id
      AND (x.ip IS NOT NULL OR x.last_ip IS NOT NULL OR x.device_id IS NOT NULL OR x.device_name IS NOT NULL OR x.user_agent IS NOT NULL))
    OR EXISTS (SELECT FROM events x WHERE x.user_id = u.id AND (x.by IS NULL OR x.by = u.id) AND (x.ip IS NOT NULL OR x.user_agent IS NOT NULL))
  ) LIMIT 100`

/** Erases where a deleted user was and on what, from their sessions and events, in steps: no row is locked for long, however many there are. */
export async function eraseTracesOf(pool: Pool, id: string): Promise<void> {
  for (const text of [sessions, events]) {
    for (;;) {
      const { rowCount } = await pool.query(text, [id])
      if ((rowCount ?? 0) < stepRows) break
    }
  }
}

/** Deleted users with traces left: a process died before it had erased them all, or a refresh was under way. */
export async function usersToErase(pool: Pool): Promise<readonly string[]> {
  const { rows } = await pool.query<{ id: string }>(owed)
  return rows.map(({ id }) => id)
}
