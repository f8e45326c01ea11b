import type { Ground } from '../ground.js'
import { clock } from '../sessions/sql.js'
import { inTransaction } from '../transaction.js'

/** Entries of the log that are gone through at once. */
export const entriesAtOnce = 500

/** One process goes through the log at a time. */
const goingThrough = 72_707_392

/** What ends sessions: security event tokens tell of these alone. */
const revocations = `('session_ended', 'watermark_set')`

/**
 * Whether receiver `r` is told of entry `p`. Of a company: what is of it, and revocations of others that can concern it: of the platform, of a client,
 * of somebody who moved away and left sessions there.
 */
const isTold = `
  CASE WHEN r.form = 'webhook' THEN p.kind = ANY (r.kinds) ELSE p.kind IN ${revocations} END
  AND NOT pg_visible_in_snapshot(p.tx, r.since::pg_snapshot)
  AND (r.company_id IS NULL OR r.company_id = p.company_id OR (p.kind = 'watermark_set' AND (
    p.company_id IS NULL OR EXISTS (SELECT FROM sessions s WHERE s.user_id = p.user_id AND s.company_id = r.company_id)
  )))`

/**
 * Entries are committed in another order than that of their ids, so the place in the log is a snapshot: new is what it does not see. What is new is
 * gone through by id, a page at a time, up to the snapshot that began it. Where numbers of transactions began anew (a dump that was restored
 * elsewhere), old entries can look new: they are older than the place by more than any transaction takes.
 */
const text = `
  WITH f AS MATERIALIZED (
    SELECT f."from"::pg_snapshot AS "from", coalesce(f."to"::pg_snapshot, pg_current_snapshot()) AS "to", f.last_id, f.as_of, ${clock('$1')} AS now,
      pg_snapshot_xmax(coalesce(f."to", f."from")::pg_snapshot) > pg_snapshot_xmax(pg_current_snapshot()) AS elsewhere
    FROM fan_out f
  ), p AS MATERIALIZED (
    SELECT * FROM (
      SELECT e.id, e.kind, e.tx, e.company_id, e.user_id FROM f, events e
      WHERE e.tx >= pg_snapshot_xmin(f."from") AND e.tx < pg_snapshot_xmax(f."to") AND NOT pg_visible_in_snapshot(e.tx, f."from")
        AND pg_visible_in_snapshot(e.tx, f."to") AND e.id > f.last_id AND e.at > f.as_of - interval '1 hour'
      OFFSET 0
    ) e ORDER BY e.id LIMIT ${entriesAtOnce}
  ), queued AS (
    INSERT INTO deliveries (receiver_id, event_id, queued_at, due_at)
    SELECT r.id, p.id, f.now, f.now FROM f, p JOIN receivers r ON ${isTold} ORDER BY p.id
    RETURNING 1
  ), c AS (SELECT count(*) AS seen, max(p.id) AS last_id FROM p),
  moved AS (
    UPDATE fan_out SET as_of = f.now, last_id = CASE WHEN c.seen = ${entriesAtOnce} THEN c.last_id ELSE 0 END,
      "from" = CASE WHEN c.seen = ${entriesAtOnce} AND NOT f.elsewhere THEN f."from" ELSE f."to" END::text,
      "to" = CASE WHEN c.seen = ${entriesAtOnce} AND NOT f.elsewhere THEN f."to" END::text
    FROM f, c WHERE c.seen > 0 OR f.last_id > 0 OR f.elsewhere
  )
  SELECT c.seen = ${entriesAtOnce} OR f.last_id > 0 AS more, (SELECT count(*)::int FROM queued) AS queued FROM f, c`

export interface FannedOut {
  /** Whether there is more to go through at once. */
  readonly more: boolean
  /** How many deliveries were queued. */
  readonly queued: number
}

/**
 * Goes on through the log and queues a delivery for each receiver that is told of an entry: exactly once, whichever processes do this, in whatever
 * order entries are committed, and whenever any of them dies. Where nothing is new, nothing is written.
 *
 * @returns `elsewhere` when another process is at it
 */
export function fanOut({ pool, clockOffset }: Ground): Promise<FannedOut | 'elsewhere'> {
  return inTransaction(pool, async (transaction) => {
    const { rows: locks } = await transaction.query<{ held: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS held', [goingThrough])
    if (!locks[0]?.held) return 'elsewhere'
    // A statement of its own: it has to see what the holder before us wrote.
    const { rows } = await transaction.query<FannedOut>(text, [clockOffset()])
    return rows[0] ?? { more: false, queued: 0 }
  })
}
