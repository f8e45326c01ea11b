import type { Ground } from '../ground.js'
import { clock, nextCompanyOf } from '../sessions/sql.js'
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
    p.company_id IS NULL OR (${nextCompanyOf('p.user_id', 'r.company_id - 1')}) = r.company_id
  )))`

const entry = 'e.id, e.at, e.kind, e.tx, e.company_id, e.user_id'

/** Whether entry `e` was committed when the pass began. */
const isCommitted = `pg_visible_in_snapshot(e.tx, f."to")`

/**
 * Whether entry `p` is as new as its transaction's number says. Where numbers began anew (a dump that was restored elsewhere), or a log was loaded at
 * once, old entries can look new: they are older than the place by more than any transaction takes. They are gone through, a page at a time, and
 * nobody is told. Where the clock was set back since, the place is not older than now.
 */
const isNew = `p.at > least(f.as_of, f.now) - interval '1 hour'`

/** Whether receiver `r` was registered under numbers that this server has not come to yet: it would be told nothing until then. */
const isFromElsewhere = `pg_snapshot_xmax(r.since::pg_snapshot) > pg_snapshot_xmax(pg_current_snapshot())`

/**
 * Entries are committed in another order than that of their ids, so the place in the log is a snapshot: new is what it does not see, which is what was
 * going on then (`late`) and what began later. A pass goes through that by transaction, a page at a time, up to the snapshot that began it, along
 * the index: whatever there is to go through, each page costs the same. A transaction is asked for as a range of that index, in its order, and not by
 * its number: a log that was loaded at once has the planner believe that any number is half of it, and read it whole, twice a second.
 *
 * No transaction's number below the place is given away again by a server that crashes: the place is written by a transaction of a higher one.
 */
const text = `
  WITH f AS MATERIALIZED (
    SELECT f."from"::pg_snapshot AS "from", coalesce(f."to"::pg_snapshot, pg_current_snapshot()) AS "to", n.now, f.as_of, coalesce(f.to_at, n.now) AS to_at,
      f."to" IS NOT NULL AS paging, coalesce(f.last_tx, '0')::xid8 AS last_tx, f.last_id, pg_snapshot_xmax(f."from"::pg_snapshot) AS next,
      pg_snapshot_xmax(coalesce(f."to", f."from")::pg_snapshot) > pg_snapshot_xmax(pg_current_snapshot()) AS elsewhere
    FROM fan_out f, (SELECT ${clock('$1')} AS now) n
  ), late AS (
    SELECT e.* FROM f CROSS JOIN pg_snapshot_xip(f."from") AS g (tx) CROSS JOIN LATERAL (
      SELECT ${entry} FROM events e
      WHERE (e.tx, e.id) > (g.tx, CASE WHEN g.tx = f.last_tx THEN f.last_id ELSE -1 END) AND e.tx <= g.tx AND ${isCommitted}
      ORDER BY e.tx, e.id LIMIT ${entriesAtOnce}
    ) e
    WHERE g.tx >= f.last_tx AND pg_visible_in_snapshot(g.tx, f."to")
  ), later AS (
    SELECT e.* FROM f CROSS JOIN LATERAL (
      SELECT ${entry} FROM events e
      WHERE (e.tx, e.id) > (greatest(f.last_tx, f.next), CASE WHEN f.last_tx >= f.next THEN f.last_id ELSE -1 END)
        AND e.tx < pg_snapshot_xmax(f."to") AND ${isCommitted}
      ORDER BY e.tx, e.id LIMIT ${entriesAtOnce}
    ) e
  ), p AS MATERIALIZED (SELECT * FROM (SELECT * FROM late UNION ALL SELECT * FROM later) e ORDER BY e.tx, e.id LIMIT ${entriesAtOnce}),
  queued AS (
    INSERT INTO deliveries (receiver_id, event_id, queued_at, due_at)
    SELECT r.id, p.id, f.now, f.now FROM f CROSS JOIN p JOIN receivers r ON ${isNew} AND ${isTold} ORDER BY p.tx, p.id
    RETURNING 1
  ), c AS (
    SELECT count(*) AS seen, count(*) = ${entriesAtOnce} AND NOT f.elsewhere AS more,
      (SELECT p.tx FROM p ORDER BY p.tx DESC, p.id DESC LIMIT 1) AS last_tx, (SELECT p.id FROM p ORDER BY p.tx DESC, p.id DESC LIMIT 1) AS last_id
    FROM f LEFT JOIN p ON true GROUP BY f.elsewhere
  ), moved AS (
    UPDATE fan_out SET
      "from" = CASE WHEN c.more THEN f."from" ELSE f."to" END::text, as_of = CASE WHEN c.more THEN f.as_of ELSE f.to_at END,
      "to" = CASE WHEN c.more THEN f."to" END::text, to_at = CASE WHEN c.more THEN f.to_at END,
      last_tx = CASE WHEN c.more THEN c.last_tx END::text, last_id = CASE WHEN c.more THEN c.last_id ELSE 0 END
    FROM f, c WHERE c.last_id IS NOT NULL OR f.paging OR f.elsewhere
  ), registered AS (
    UPDATE receivers r SET since = pg_current_snapshot()::text WHERE ${isFromElsewhere}
  )
  SELECT c.more OR f.paging AS more, (SELECT count(*)::int FROM queued) AS queued FROM f, c`

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
