import type { Instant } from '@tessera/core'
import type { Statement } from '../statement.js'
import type { Ground } from './ground.js'
import type { SessionFilters } from './list-query.js'
import { absoluteEnd, idleEnd, joinFirstWatermark } from './sql.js'

/**
 * A session's end, as the core's `endOf` computes it, in SQL (a test holds the two equal): a revocation or the first watermark, unless the
 * lifetimes stamped on the session were over before; else the stricter of stamp and policy, once it is past.
 *
 * Joins to session `s`, its client `c` and the time `n.now`: `w`, the first watermark; `a.ended_at`; `t.absolute_end` and `t.idle_end`;
 * `x.expires_at`; and `e.state`.
 *
 * Each OFFSET 0 keeps PostgreSQL from writing out what it stands behind wherever it is named: planned so, a page took a third longer.
 */
export function joinComputedEnd({ defaults }: Ground, statement: Statement): string {
  const policy = 'a.ended_at IS NULL'
  const absolute = absoluteEnd(statement.value(defaults.absoluteLifetime), policy)
  const idle = idleEnd(statement.value(defaults.idleTimeout), policy)
  return `${joinFirstWatermark}
    CROSS JOIN LATERAL (SELECT least(s.revoked_at, w.at) AS ended_at) a
    CROSS JOIN LATERAL (SELECT ${absolute} AS absolute_end, ${idle} AS idle_end OFFSET 0) t
    CROSS JOIN LATERAL (SELECT least(t.absolute_end, t.idle_end) AS expires_at) x
    CROSS JOIN LATERAL (SELECT CASE
        WHEN a.ended_at <= x.expires_at THEN 'ended'
        WHEN a.ended_at IS NOT NULL OR x.expires_at <= n.now THEN 'expired' ELSE 'active' END AS state OFFSET 0) e`
}

/** Over those joins: the reason of an ended session, and who ended it. Null for every other. */
export const endReason = `CASE WHEN e.state = 'ended' THEN CASE WHEN s.revoked_at = a.ended_at THEN s.revoked_reason ELSE w.reason END END`
export const endedBy = `CASE WHEN e.state = 'ended' THEN CASE WHEN s.revoked_at = a.ended_at THEN s.revoked_by ELSE w.by END END`

/**
 * What every session of that state, or with that reason of its end, fulfils at the least: so most rows of a search are passed over before the first
 * of their watermarks is looked for.
 */
export function atFirstSight(ground: Ground, statement: Statement, query: SessionFilters): string {
  const ended = (at: Instant | undefined, comparison: '>=' | '<') => {
    if (at === undefined) return 'true'
    const then = `${comparison} to_timestamp(${statement.value(at)}::float8 / 1000)`
    return `(s.revoked_at ${then} OR ${isUnderSomeWatermark(`AND o.at ${then}`)})`
  }
  return `${ofItsKind(ground, statement, query)} AND ${ended(query.endedAfter, '>=')} AND ${ended(query.endedBefore, '<')}`
}

function ofItsKind({ defaults }: Ground, statement: Statement, { state, reason }: SessionFilters): string {
  if (reason !== undefined) {
    const wanted = `${statement.value(reason)}::end_reason`
    const hasSome = `(SELECT EXISTS (SELECT FROM watermarks WHERE reason = ${wanted}))`
    return `(s.revoked_reason = ${wanted} OR (${hasSome} AND (${isUnderSomeWatermark(`AND o.reason = ${wanted}`)})))`
  }
  if (state === undefined) return 'true'
  if (state === 'ended') return `(s.revoked_at IS NOT NULL OR ${isUnderSomeWatermark('')})`
  const isPast = `least(${absoluteEnd(statement.value(defaults.absoluteLifetime))}, ${idleEnd(statement.value(defaults.idleTimeout))}) <= n.now`
  return state === 'expired' ? isPast : `s.revoked_at IS NULL AND NOT ${isPast} AND NOT (${isEndedByItsUser})`
}

/** Of the watermarks of whole scopes, which are few, the latest alone is compared; of a user's own there may be many, and they are looked up. */
const isUnderSomeWatermark = (condition: string) => `
  s.started_at <= (SELECT max(o.at) FROM watermarks o WHERE o.subject < 'user' ${condition})
  OR EXISTS (SELECT FROM watermarks o WHERE o.subject = 'user:' || s.user_id AND o.at >= s.started_at ${condition})`

/** Whoever signs out everywhere again and again has thousands of sessions that nothing else has ended. No EXISTS, which PostgreSQL would join last. */
const isEndedByItsUser = `
  s.started_at <= coalesce((SELECT max(o.at) FROM watermarks o WHERE o.subject = 'user:' || s.user_id AND o.except_session IS DISTINCT FROM s.id), '-infinity')`
