import type { Ground } from '../ground.js'
import type { Origin } from '../sessions/index.js'
import { clock } from '../sessions/sql.js'

export interface ProfileChange {
  readonly userId: string
  /** Null takes it away. */
  readonly name: string | null
  readonly origin: Origin
}

/** A name that the account has already is no change, and no event. */
const text = `
  WITH changed AS (
    UPDATE users u SET name = $3 WHERE u.id = $2 AND u.deleted_at IS NULL AND u.name IS DISTINCT FROM $3 RETURNING u.id, u.company_id
  )
  INSERT INTO events (at, kind, user_id, company_id, by, ip, user_agent, details)
  SELECT ${clock('$1')}, 'user_changed', c.id, c.company_id, c.id, $4::inet, $5, '{"changed": ["name"]}' FROM changed c`

/** Changes a user's own name. What it was is not in the log: it goes with the account. */
export async function rename({ pool, clockOffset }: Ground, { userId, name, origin }: ProfileChange): Promise<void> {
  await pool.query({ name: 'rename-user', text, values: [clockOffset(), userId, name, origin.ip, origin.userAgent] })
}
