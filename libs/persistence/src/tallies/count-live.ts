import type { Ground } from '../sessions/ground.js'
import { absoluteEnd, clock, coveringWatermarks, idleEnd } from '../sessions/sql.js'
import { beginningOf, everybody, everyStep, isNote } from './kinds.js'

/** Pages of the table up to which every session is looked at: some 50,000 sessions. */
const pagesCounted = 2_000
/** Pages of a larger one that are looked at: some 25,000 sessions, spread over the whole table. */
const pagesSampled = 1_000
/** Companies whose live sessions are told apart: those that have most. */
const companiesTold = 1_000
/** Seconds between two counts. */
const countEvery = 30

const claim = `
  WITH n AS (SELECT extract(epoch FROM ${clock('$1')}) * 1000 AS now)
  UPDATE tallies SET count = n.now FROM n WHERE ${isNote('live_claimed')} AND count <= n.now - ${countEvery * 1000}
  RETURNING pg_relation_size('sessions') / current_setting('block_size')::int AS pages`

/**
 * The same pages each time while the table keeps its size, so that chance does not show as a coming and going. A session is live as `endOf` says
 * it: nobody and no watermark ended it, and stamp and policy let it live.
 */
const textFor = (sample: string) => `
  WITH n AS MATERIALIZED (SELECT ${clock('$1')} AS now), live AS MATERIALIZED (
    SELECT s.company_id, count(*) AS count FROM n, sessions s ${sample} JOIN clients c ON c.id = s.client_id
    WHERE s.revoked_at IS NULL AND n.now < ${absoluteEnd('$2')} AND n.now < ${idleEnd('$3')}
      AND NOT EXISTS (SELECT FROM watermarks w WHERE ${coveringWatermarks})
    GROUP BY s.company_id
  ), whole AS (
    SELECT ${everybody} AS company_id, coalesce(sum(count), 0) AS count FROM live
    UNION ALL (SELECT company_id, count FROM live ORDER BY count DESC LIMIT ${companiesTold})
  ), written AS (
    INSERT INTO tallies (step, company_id, at, kind, count)
    SELECT s.step, w.company_id, ${beginningOf('s.step', 'n.now')}, 'live', round(w.count * $4::float8) FROM n, whole w, ${everyStep}
    ORDER BY 1, 2
    ON CONFLICT (step, company_id, at, kind) DO UPDATE SET count = excluded.count
  ), said AS (
    UPDATE tallies SET count = extract(epoch FROM n.now) * 1000 FROM n WHERE ${isNote('live_as_of')}
  )
  UPDATE tallies SET count = CASE WHEN $4::float8 = 1 THEN 0 ELSE 1 END WHERE ${isNote('live_estimated')}`

/**
 * Counts the live sessions, of all and of each company, if nobody did in the last half minute: in a small table all of them, in a large one
 * from a sample, so that it takes no longer whatever their number.
 *
 * @returns false when it was not the time
 */
export async function countLive({ pool, defaults, clockOffset }: Ground): Promise<boolean> {
  const { rows } = await pool.query<{ pages: number }>({ name: 'claim-live', text: claim, values: [clockOffset()] })
  const [claimed] = rows
  if (!claimed) return false
  const share = claimed.pages <= pagesCounted ? 1 : pagesSampled / claimed.pages
  const values = [clockOffset(), defaults.absoluteLifetime, defaults.idleTimeout, 1 / share]
  if (share === 1) await pool.query({ name: 'count-live', text: textFor(''), values })
  else await pool.query({ name: 'sample-live', text: textFor('TABLESAMPLE SYSTEM ($5) REPEATABLE (0)'), values: [...values, share * 100] })
  return true
}
