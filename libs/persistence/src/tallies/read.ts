import type { EndReason, Instant } from '@tessera/core'
import type { Ground } from '../ground.js'
import { clock } from '../sessions/sql.js'
import { beginningOf, beginningOfStretch, counting, everybody, isNote } from './kinds.js'

/** A stretch of time up to now, in points of equal length. */
export interface Stretch {
  /** Seconds that each point covers. */
  readonly step: number
  readonly points: number
  /** Seconds of the rows that it is read from. */
  readonly rows: 60 | 3600
}

/** What one point counts. Null: nobody counted then. */
export interface Point {
  readonly at: Instant
  readonly live: number | null
  readonly logins: number | null
  readonly failedLogins: number | null
  readonly refreshes: number | null
  readonly ended: number | null
  readonly reuseDetected: number | null
}

export interface Tallied {
  readonly asOf: Instant
  readonly live: { readonly count: number; readonly estimated: boolean; readonly asOf: Instant } | null
  /** Oldest first; the last is not over yet. */
  readonly points: readonly Point[]
  /** What was ended over the whole stretch, by reason, most first. */
  readonly ended: readonly { readonly reason: EndReason; readonly count: number }[]
}

interface Row {
  readonly companyId: number
  readonly at: Instant
  readonly kind: string
  readonly sum: number
  readonly last: number
}

const text = `
  WITH n AS MATERIALIZED (SELECT ${clock('$1')} AS now),
  f AS MATERIALIZED (SELECT ${beginningOfStretch('$3::int', '$4::int', 'n.now')} AS at FROM n)
  SELECT (extract(epoch FROM n.now) * 1000)::bigint AS now, (extract(epoch FROM f.at) * 1000)::bigint AS "from",
    (SELECT count FROM tallies WHERE ${isNote('live_as_of')}) AS "liveAsOf",
    coalesce((SELECT count FROM tallies WHERE ${isNote('live_estimated')}) = 1, false) AS estimated,
    coalesce((SELECT json_agg(r) FROM (
      SELECT t.company_id AS "companyId", (extract(epoch FROM ${beginningOf('$3::int', 't.at')}) * 1000)::bigint AS at, t.kind,
        sum(t.count)::bigint AS sum, (array_agg(t.count ORDER BY t.at DESC))[1] AS last
      FROM f, tallies t
      WHERE t.step = $2 AND t.at >= f.at AND t.company_id IN (${everybody}, $5::int) AND (t.company_id = $5 OR t.kind IN ('${counting}', 'live'))
      GROUP BY 1, 2, 3
    ) r), '[]') AS rows
  FROM n, f`

interface Answer {
  readonly now: Instant
  readonly from: Instant
  readonly liveAsOf: Instant | null
  readonly estimated: boolean
  readonly rows: readonly Row[]
}

/** Reads what was counted, of a company or of everybody. */
export async function readTallies({ pool, clockOffset }: Ground, stretch: Stretch, companyId: number = everybody): Promise<Tallied> {
  const values = [clockOffset(), stretch.rows, stretch.step, stretch.points, companyId]
  const { rows } = await pool.query<Answer>({ name: 'read-tallies', text, values })
  const [answer] = rows
  if (!answer) throw new Error('the tallies were not read')
  const byPoint = new Map<Instant, Row[]>()
  for (const row of answer.rows) byPoint.set(row.at, [...(byPoint.get(row.at) ?? []), row])
  const points = Array.from({ length: stretch.points }, (_, index) => {
    const at = answer.from + index * stretch.step * 1000
    return pointOf(at, byPoint.get(at) ?? [], companyId)
  })
  return { asOf: answer.now, live: liveOf(answer, points), points, ended: endedOf(answer.rows, companyId) }
}

function pointOf(at: Instant, rows: readonly Row[], companyId: number): Point {
  const own = rows.filter((row) => row.companyId === companyId)
  const wasCounting = rows.some(({ kind }) => kind === counting)
  const sum = (matches: (kind: string) => boolean): number | null => {
    const found = own.filter(({ kind }) => matches(kind))
    return found.length > 0 || wasCounting ? found.reduce((all, row) => all + row.sum, 0) : null
  }
  return {
    at,
    // A company that is not among those counted had none, or too few to be told apart.
    live: own.find(({ kind }) => kind === 'live')?.last ?? (rows.some(({ kind }) => kind === 'live') ? 0 : null),
    logins: sum((kind) => kind === 'login'),
    failedLogins: sum((kind) => kind === 'login_failed'),
    refreshes: sum((kind) => kind === 'refresh'),
    ended: sum((kind) => kind.startsWith('ended:')),
    reuseDetected: sum((kind) => kind === 'ended:reuse_detected'),
  }
}

function liveOf({ liveAsOf, estimated }: Answer, points: readonly Point[]): Tallied['live'] {
  const count = points.findLast(({ live }) => live !== null)?.live
  return count === null || count === undefined || !liveAsOf ? null : { count, estimated, asOf: liveAsOf }
}

function endedOf(rows: readonly Row[], companyId: number): Tallied['ended'] {
  const byReason = new Map<EndReason, number>()
  for (const { kind, sum, companyId: of } of rows) {
    const [, reason] = /^ended:(.+)$/.exec(kind) ?? []
    if (of === companyId && reason !== undefined) byReason.set(reason as EndReason, (byReason.get(reason as EndReason) ?? 0) + sum)
  }
  return [...byReason].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count)
}
