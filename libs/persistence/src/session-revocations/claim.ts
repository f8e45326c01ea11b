import type { Ground } from '../ground.js'
import { holdIsOver } from '../hold-is-over.js'
import { clock } from '../sessions/sql.js'
import { hasBegun } from './stored-revocation.js'

/** Seconds that a process has a revocation in hand without a word. Each chunk is a word, and takes a fraction of it. */
export const holdSeconds = 5

export interface Claim {
  /** What is this process's to execute now; null when nothing is due. */
  readonly id: string | null
  /** Milliseconds until the next one may be due, in whosever hands it is; null when nothing is pending. */
  readonly dueIn: number | null
}

const isPending = (w: string) => `${w}.finished_at IS NULL AND ${w}.stopped_at IS NULL`

/**
 * Everything of a scope goes first: it is one write, and whoever asked for it is in a hurry. Then whoever has the fewest pending, so that nobody
 * waits for all that another has asked for; and of those, what was longest not in anybody's hands.
 */
const text = `
  WITH n AS MATERIALIZED (SELECT ${clock('$1')} AS now),
  claimed AS (
    UPDATE session_revocations r SET held_until = n.now + interval '${holdSeconds} seconds' FROM n
    WHERE r.id = (
      SELECT w.id FROM n, session_revocations w
      WHERE ${isPending('w')} AND ${hasBegun('w', 'n.now')} AND ${holdIsOver('w.held_until', holdSeconds)} AND ($2 OR w.total IS NULL)
      ORDER BY w.total IS NOT NULL, (SELECT count(*) FROM session_revocations p WHERE ${isPending('p')} AND p.created_by = w.created_by),
        coalesce(w.held_until, w.starts_at) LIMIT 1 FOR UPDATE SKIP LOCKED
    )
    RETURNING r.id
  )
  SELECT (SELECT id FROM claimed) AS id,
    (SELECT extract(epoch FROM min(greatest(w.starts_at, w.held_until)) - (SELECT now FROM n))::float8 * 1000
     FROM session_revocations w WHERE ${isPending('w')}) AS "dueIn"`

/**
 * Takes the next revocation in hand that is due, and that no living process has.
 *
 * @param sets whether sets of sessions may be taken too, or only everything of a scope
 */
export async function claimRevocation(ground: Ground, sets: boolean): Promise<Claim> {
  const { rows } = await ground.pool.query<Claim>({ name: 'claim-revocation', text, values: [ground.clockOffset(), sets] })
  return rows[0] ?? { id: null, dueIn: null }
}

const released = `UPDATE session_revocations SET held_until = ${clock('$2')} WHERE id = $1 AND ${isPending('session_revocations')}`

/** Gives a revocation back: any process may go on with it at once. */
export async function releaseRevocation({ pool, clockOffset }: Ground, id: string): Promise<void> {
  await pool.query({ name: 'release-revocation', text: released, values: [id, clockOffset()] })
}
