import { accessTokenCeiling, type EndReason, type Instant, type WatermarkScope } from '@tessera/core'
import { nextCompanyOf } from '../sessions/sql.js'

/** What was revoked: one session, or what a watermark covers. */
export interface FeedEntry {
  /** The event's. */
  readonly id: number
  readonly at: Instant
  readonly scope: 'session' | WatermarkScope['scope']
  /** The id of the session, user, company or client; null for the platform. */
  readonly subject: string | null
  /** Whose session it was; null where it is not about one user. */
  readonly userId: string | null
  readonly except: string | null
  readonly reason: EndReason
  /** The companies whose access tokens it can concern; null: every company's. */
  readonly companies: readonly number[] | null
}

/**
 * Seconds from a revocation on for which an access token may be out that it ends. A refresh that was under way when it came may have given one a
 * moment later, and verifiers let a minute or two pass for clocks that go apart.
 */
export const concernsFor = accessTokenCeiling + 300

/**
 * The entries of some rows that have an `id`, with what each is about: SQL. A user's watermark concerns every company that has sessions of theirs. An
 * array, so that a planner who takes the rows for many does not read the log whole.
 */
export const feedEntries = (rows: string) => `
  SELECT e.id, e.at, r.scope, r.subject, e.user_id AS "userId", (e.details ->> 'except')::uuid AS except, e.reason, c.companies
  FROM (SELECT * FROM events WHERE id = ANY (ARRAY(SELECT id FROM ${rows}))) e
    CROSS JOIN LATERAL (SELECT e.details ->> 'subject' AS marked) d
    CROSS JOIN LATERAL (
      SELECT CASE WHEN e.kind = 'session_ended' THEN 'session' ELSE split_part(d.marked, ':', 1) END AS scope,
        CASE WHEN e.kind = 'session_ended' THEN e.session_id::text ELSE substr(d.marked, nullif(strpos(d.marked, ':'), 0) + 1) END AS subject
    ) r
    CROSS JOIN LATERAL (
      SELECT CASE
        WHEN r.scope IN ('session', 'company') THEN ARRAY[e.company_id]
        WHEN r.scope = 'user' THEN ARRAY(
          WITH RECURSIVE of (id) AS ((${nextCompanyOf('e.user_id', '-1')}) UNION ALL SELECT (${nextCompanyOf('e.user_id', 'of.id')}) FROM of WHERE of.id IS NOT NULL)
          SELECT id FROM of WHERE id IS NOT NULL UNION SELECT e.company_id
        )
      END AS companies
    ) c`
