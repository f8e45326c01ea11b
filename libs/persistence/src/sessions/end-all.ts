import type { EndReason, Instant, WatermarkScope } from '@tessera/core'
import { isOf, newestOf, setWatermark, watermarkAt } from './ending-sql.js'
import type { Ground } from './ground.js'
import type { Origin } from './rows.js'
import { absoluteEnd, clock, coveringWatermarks, idleEnd } from './sql.js'
import { subjectOf } from './watermark-row.js'

export interface EndingAll {
  readonly of: WatermarkScope & { readonly scope: 'user' }
  readonly reason: EndReason
  readonly by: string | null
  /** The one session to spare. */
  readonly except: string | null
  readonly origin: Origin
}

/** How far the sessions that a watermark ends are counted, and how many are looked at for that, from the newest on. */
const countCap = 1000
const lookedAt = 5000

/**
 * The count is of the sessions that were alive in the statement's own snapshot, so before the watermark. Where every session has its end
 * already no watermark is set: asked for again and again, this takes no room. An expired session has none: a loosened policy could bring
 * it back. Nor has one whose imported token waits to be exchanged. Of a user who has more sessions than are looked at, nobody knows, and it is set: the end of sessions waits for no counting. But
 * where a watermark of before ended all that are beyond: whoever has so many would fill the event log and the revocation feed by asking.
 */
const text = `
  WITH n AS MATERIALIZED (SELECT t.now, ${watermarkAt('t.now', 'user', '$2')} AS at FROM (SELECT ${clock('$7')} AS now) t),
  newest AS MATERIALIZED (SELECT * FROM sessions s WHERE ${isOf('user', '$2')} ORDER BY ${newestOf('user')} LIMIT ${lookedAt}),
  beyond AS (
    SELECT count(*) = ${lookedAt} AND NOT EXISTS (
      SELECT FROM watermarks w WHERE w.subject = $1::text AND w.at >= min(s.started_at) AND (w.except_session IS NULL OR w.except_session = $5::uuid)
    ) AS may_be FROM newest s
  ), alive AS (
    SELECT FROM n, newest s JOIN clients c ON c.id = s.client_id
    WHERE s.id IS DISTINCT FROM $5::uuid AND s.started_at <= n.at AND s.revoked_at IS NULL AND NOT EXISTS (SELECT FROM watermarks w WHERE ${coveringWatermarks})
      AND n.now < ${absoluteEnd('$8')} AND n.now < ${idleEnd('$9')}
    LIMIT ${countCap + 1}
  ), waiting AS (
    SELECT t.session_id AS id, t.user_id, t.client_id, u.company_id, t.imported_at AS started_at
    FROM imported_tokens t JOIN users u ON u.id = t.user_id WHERE t.user_id = $2::uuid AND t.used_at IS NULL
  ), open AS (
    SELECT FROM (
      SELECT id, user_id, client_id, company_id, started_at FROM newest WHERE revoked_at IS NULL UNION ALL SELECT * FROM waiting
    ) s
    WHERE s.id IS DISTINCT FROM $5::uuid AND NOT EXISTS (SELECT FROM watermarks w WHERE ${coveringWatermarks})
    LIMIT 1
  ), ending AS (SELECT n.at, (SELECT u.company_id FROM users u WHERE u.id = $2::uuid) AS company_id FROM n, beyond b WHERE b.may_be OR EXISTS (SELECT FROM open)),
  ${setWatermark('set', {
    ...{ from: 'ending', subject: '$1::text', userId: '$2', companyId: 'f.company_id', reason: '$3', by: '$4', except: '$5' },
    ...{ ip: '$6', userAgent: '$10' },
  })}
  SELECT n.at, (SELECT count(*)::int FROM alive) AS ended, b.may_be AS "mayBeMore" FROM n, beyond b`

/**
 * Ends every session of a user that has started by now, but one, in the time of one write. Committed when this returns, and final.
 *
 * @returns the instant of the watermark, and how many live sessions it ended: counted to 1,000, `capped` when there were more, or may have been
 */
export async function endAllSessions(ground: Ground, ending: EndingAll): Promise<{ at: Instant; ended: number; capped: boolean }> {
  const { of, reason, by, except, origin } = ending
  const { rows } = await ground.pool.query<{ at: Instant; ended: number; mayBeMore: boolean }>({
    name: 'end-all-sessions',
    text,
    values: [
      ...[subjectOf(of), of.subject, reason, by, except, origin.ip],
      ...[ground.clockOffset(), ground.defaults.absoluteLifetime, ground.defaults.idleTimeout, origin.userAgent],
    ],
  })
  const [row] = rows
  if (!row) throw new Error('the watermark was not written')
  return { at: row.at, ended: Math.min(row.ended, countCap), capped: row.mayBeMore || row.ended > countCap }
}
