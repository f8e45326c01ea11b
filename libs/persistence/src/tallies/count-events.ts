import type { Ground } from '../ground.js'
import { clock } from '../sessions/sql.js'
import { beginningOf, counting, everybody, everyStep, isNote } from './kinds.js'

/** Entries that one statement counts at most: some 20 ms. */
const batchRows = 5_000

/** Where the log ended at one moment, and which transactions might still write in front of that. */
export interface LogMark {
  readonly lastId: number
  /** Every transaction that ran then has finished once the oldest that runs is none of those before this. */
  readonly newestTransaction: number
  readonly oldestTransaction: number
}

const marked = `
  SELECT coalesce((SELECT max(id) FROM events), 0) AS "lastId",
    pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS "newestTransaction", pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS "oldestTransaction"`

export async function markLog({ pool }: Ground): Promise<LogMark> {
  const { rows } = await pool.query<LogMark>({ name: 'mark-log', text: marked })
  const [row] = rows
  if (!row) throw new Error('The log did not say where it ends.')
  return row
}

/** Only one process counts at a time, by the row that says how far the log is counted. What it counts and how far is one write. */
const text = `
  WITH n AS MATERIALIZED (SELECT ${clock('$1')} AS now),
  place AS MATERIALIZED (SELECT t.count AS id FROM tallies t WHERE ${isNote('events_counted_to')} FOR UPDATE SKIP LOCKED),
  batch AS MATERIALIZED (
    SELECT e.* FROM place p CROSS JOIN LATERAL (
      SELECT id, at, company_id, kind,
        CASE WHEN kind <> 'session_started' THEN 'ended:' || reason WHEN details -> 'imported' IS NULL THEN 'login' END AS counted
      FROM events WHERE id > p.id AND id <= $2::bigint ORDER BY id LIMIT ${batchRows}
    ) e
  ), added AS (
    INSERT INTO tallies (step, company_id, at, kind, count)
    SELECT s.step, c.id, ${beginningOf('s.step', 'b.at')}, b.counted, count(*)
    FROM batch b, ${everyStep}, LATERAL (SELECT ${everybody} UNION ALL SELECT b.company_id WHERE b.company_id IS NOT NULL) c (id)
    WHERE b.kind IN ('session_started', 'session_ended', 'watermark_set') AND b.counted IS NOT NULL
    GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
    ON CONFLICT (step, company_id, at, kind) DO UPDATE SET count = tallies.count + excluded.count
  ), said AS (
    INSERT INTO tallies (step, company_id, at, kind, count)
    SELECT s.step, ${everybody}, ${beginningOf('s.step', 'n.now')}, '${counting}', 1 FROM n, place, ${everyStep}
    ON CONFLICT DO NOTHING
  ), moved AS (
    UPDATE tallies SET count = (SELECT max(id) FROM batch) WHERE ${isNote('events_counted_to')} AND EXISTS (SELECT FROM batch)
  )
  SELECT (SELECT count(*)::int FROM batch) AS read`

/**
 * Counts the logins and ends in the event log that nobody has counted yet: each once, in whichever process and whatever crashed in between.
 *
 * @param upTo the highest id in front of which nothing is committed any more
 * @returns whether there is more to count
 */
export async function countEvents({ pool, clockOffset }: Ground, upTo: number): Promise<boolean> {
  const { rows } = await pool.query<{ read: number }>({ name: 'count-events', text, values: [clockOffset(), upTo] })
  return rows[0]?.read === batchRows
}
