import type { Ground } from '../sessions/ground.js'
import { absoluteEnd, clock, coveringWatermarks, idleEnd } from '../sessions/sql.js'
import { beginningOf, everybody, everyStep, isNote } from './kinds.js'

/** Pages of the table that are looked at: in a small one all; of a large one so many, spread over the whole. Some 50,000 sessions. */
const pagesCounted = 2_000
/** Companies whose live sessions are told apart: those that have most. */
const companiesTold = 1_000
/** Pages of a table that is counted in a millisecond or two, as often as anybody asks. */
const pagesAtOnce = 40
/** Seconds between two counts, there and in a larger table. */
const countEvery = { atOnce: 2, otherwise: 30 } as const

const pagesNow = `(pg_relation_size('sessions') / current_setting('block_size')::int)::int`

const claim = `
  WITH n AS (SELECT extract(epoch FROM ${clock('$1')}) * 1000 AS now)
  UPDATE tallies SET count = n.now FROM n WHERE ${isNote('live_claimed')}
    AND count <= n.now - 1000 * CASE WHEN ${pagesNow} <= ${pagesAtOnce} THEN ${countEvery.atOnce} ELSE ${countEvery.otherwise} END
  RETURNING ${pagesNow} AS pages,
    (SELECT c.reltuples / c.relpages FROM pg_class c WHERE c.oid = 'sessions'::regclass AND c.relpages > 0 AND c.reltuples > 0) AS "rowsPerPage"`

/**
 * The same pages each time while the table keeps its size, so that chance does not show as a coming and going. A session is live as `endOf` says
 * it: nobody and no watermark ended it, and stamp and policy let it live.
 *
 * @param times how many sessions each of those that are looked at stands for
 */
const textFor = ({ sample, times, estimated }: { sample: string; times: string; estimated: 0 | 1 }) => `
  WITH n AS MATERIALIZED (SELECT ${clock('$1')} AS now), live AS MATERIALIZED (
    SELECT s.company_id, count(*) AS count FROM n, sessions s ${sample} JOIN clients c ON c.id = s.client_id
    WHERE s.revoked_at IS NULL AND n.now < ${absoluteEnd('$2')} AND n.now < ${idleEnd('$3')}
      AND NOT EXISTS (SELECT FROM watermarks w WHERE ${coveringWatermarks})
    GROUP BY s.company_id
  ), each AS MATERIALIZED (SELECT ${times} AS times), whole AS (
    SELECT ${everybody} AS company_id, coalesce(sum(count), 0) AS count FROM live
    UNION ALL (SELECT company_id, count FROM live ORDER BY count DESC LIMIT ${companiesTold})
  ), written AS (
    INSERT INTO tallies (step, company_id, at, kind, count)
    SELECT s.step, w.company_id, ${beginningOf('s.step', 'n.now')}, 'live', round(w.count * e.times) FROM n, each e, whole w, ${everyStep}
    ORDER BY 1, 2
    ON CONFLICT (step, company_id, at, kind) DO UPDATE SET count = excluded.count
  ), said AS (
    UPDATE tallies SET count = extract(epoch FROM n.now) * 1000 FROM n WHERE ${isNote('live_as_of')}
  )
  UPDATE tallies SET count = ${estimated} WHERE ${isNote('live_estimated')}`

const counted = textFor({ sample: '', times: '1', estimated: 0 })

const sample = 'TABLESAMPLE SYSTEM ($4::real) REPEATABLE (0)'
/** By the rows, where it is known how many there are: what is drawn may be some more pages or fewer than were asked for. */
const times = `coalesce($5::float8 / nullif((SELECT count(*) FROM sessions ${sample}), 0), 100 / $4::real)`
const sampled = textFor({ sample, times, estimated: 1 })

/**
 * Counts the live sessions, of all and of each company, if nobody did in the last half minute: in a small table all of them, in a large one
 * from a sample, so that it takes no longer whatever their number. In a very small one they are counted every few seconds: whoever has just installed it
 * looks for the session of their own.
 *
 * @returns false when it was not the time
 */
export async function countLive({ pool, defaults, clockOffset }: Ground): Promise<boolean> {
  const { rows } = await pool.query<{ pages: number; rowsPerPage: number | null }>({
    name: 'claim-live',
    text: claim,
    values: [clockOffset()],
  })
  const [claimed] = rows
  if (!claimed) return false
  const { pages, rowsPerPage } = claimed
  const values = [clockOffset(), defaults.absoluteLifetime, defaults.idleTimeout]
  if (pages <= pagesCounted) await pool.query({ name: 'count-live', text: counted, values })
  else {
    const all = rowsPerPage === null ? null : rowsPerPage * pages
    await pool.query({ name: 'sample-live', text: sampled, values: [...values, (100 * pagesCounted) / pages, all] })
  }
  return true
}
