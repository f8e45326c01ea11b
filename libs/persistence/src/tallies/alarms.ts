import type { Instant } from '@tessera/core'
import type { Ground } from '../ground.js'
import { followersKept, silentAfter } from '../revocation-feed/followers.js'
import { clock } from '../sessions/sql.js'
import { beginningOfStretch, everybody, lastDay } from './kinds.js'

/** What asks for a look, as it stands now. What there is none of is left out. */
export interface Alarms {
  /** Over the same day as the overview's figure of it; `last` to the minute. */
  readonly reuseDetected: { readonly count: number; readonly since: Instant; readonly last: Instant } | null
  /**
   * Networks from which many more logins fail than did the day before: those with most first, five at most. Among them, with `network: null`, what comes
   * from all others together.
   */
  readonly failedLogins: readonly { readonly network: string | null; readonly count: number; readonly since: Instant }[]
  /** Keys that work and soon will not. */
  readonly apiKeysExpire: { readonly count: number; readonly first: Instant } | null
  /** Mails that were given up; null also for whoever is bound to a company, whose mails nobody tells apart. */
  readonly mailsFailed: { readonly count: number; readonly since: Instant } | null
  /** Followers of the revocation feed that have gone silent, and accept access tokens meanwhile. Those that refuse let nothing through. */
  readonly followersSilent: { readonly count: number; readonly since: Instant } | null
  /** Receivers that take nothing; a paused one is somebody's will. */
  readonly receiversFail: { readonly count: number; readonly since: Instant } | null
}

/** Failed logins from one network in ten minutes that are a burst, if they are also three times as many as at that time of the day before. */
export const burst = 20

/**
 * Failed logins in ten minutes from networks of which none stands out that are an attack, if they are also three times as many as the day before, and
 * more than the logins that succeed: each Monday morning has many of both.
 */
export const spread = 100

/**
 * What is usual, for each ten minutes: the two hours around this time of the day before. Not the hours before this one: an attack that goes on would become
 * what is usual. Minutes are kept for 26 hours.
 */
const theDayBefore = (at: string) => `${at} > n.now - interval '25 hours' AND ${at} <= n.now - interval '23 hours'`

/** Mails that are looked at, newest first: those of the last day, unless there were more. */
const mailsLookedAt = 20_000

const text = `
  WITH n AS MATERIALIZED (SELECT ${clock('$1')} AS now),
  recent AS MATERIALIZED (
    SELECT f.network, sum(f.count)::int AS count, min(f.at) AS since FROM n, failed_logins f
    WHERE f.company_id = $2 AND f.at > n.now - interval '10 minutes' AND f.network <> '0.0.0.0/0'
    GROUP BY f.network HAVING sum(f.count) >= ${burst}
  ), usual AS MATERIALIZED (
    SELECT f.network, sum(f.count) / 12.0 AS count FROM n, failed_logins f
    WHERE f.company_id = $2 AND ${theDayBefore('f.at')}
      AND f.network IN (SELECT network FROM recent)
    GROUP BY f.network
  ), bursts AS MATERIALIZED (
    SELECT r.* FROM recent r LEFT JOIN usual u USING (network) WHERE r.count > 3 * coalesce(u.count, 0) ORDER BY r.count DESC LIMIT 5
  ), together AS MATERIALIZED (
    SELECT (sum(t.count) FILTER (WHERE r.recent AND t.kind = 'login_failed') - (SELECT coalesce(sum(count), 0) FROM bursts))::int AS count,
      min(t.at) FILTER (WHERE r.recent AND t.kind = 'login_failed') AS since,
      sum(t.count) FILTER (WHERE r.recent AND t.kind = 'login') AS logins,
      sum(t.count) FILTER (WHERE NOT r.recent AND t.kind = 'login_failed') / 12.0 AS usual
    FROM n, tallies t, LATERAL (SELECT t.at > n.now - interval '10 minutes' AS recent) r
    WHERE t.step = 60 AND t.company_id = $2 AND (r.recent OR ${theDayBefore('t.at')}) AND t.kind IN ('login', 'login_failed')
  )
  SELECT
    (SELECT json_build_object('count', sum(t.count), 'since', (extract(epoch FROM min(t.at)) * 1000)::bigint, 'last', (extract(epoch FROM max(t.at)) * 1000)::bigint) FROM tallies t
      WHERE t.step = 60 AND t.company_id = $2 AND t.at >= ${beginningOfStretch(`${lastDay.step}`, `${lastDay.points}`, 'n.now')} AND t.kind = 'ended:reuse_detected') AS "reuseDetected",
    coalesce((SELECT json_agg(json_build_object('network', text(b.network), 'count', b.count, 'since', (extract(epoch FROM b.since) * 1000)::bigint) ORDER BY b.count DESC) FROM (
      SELECT network, count, since FROM bursts
      UNION ALL SELECT NULL, count, since FROM together WHERE count >= ${spread} AND count > 3 * coalesce(usual, 0) AND count > coalesce(logins, 0)
    ) b), '[]') AS "failedLogins",
    (SELECT json_build_object('count', count(*), 'first', (extract(epoch FROM min(k.expires_at)) * 1000)::bigint)
      FROM api_keys k JOIN users u ON u.id = k.user_id
      WHERE ($2 = ${everybody} OR k.company_id = $2) AND k.revoked_at IS NULL AND k.expires_at > n.now AND k.expires_at <= n.now + interval '7 days'
        AND u.disabled_at IS NULL AND u.deleted_at IS NULL) AS "apiKeysExpire",
    (SELECT json_build_object('count', count(*), 'since', (extract(epoch FROM min(m.failed_at)) * 1000)::bigint)
      FROM (SELECT failed_at FROM mails WHERE $2 = ${everybody} ORDER BY id DESC LIMIT ${mailsLookedAt}) m
      WHERE m.failed_at > n.now - interval '24 hours') AS "mailsFailed",
    (SELECT json_build_object('count', count(*), 'since', (extract(epoch FROM min(f.reported_at)) * 1000)::bigint)
      FROM followers f
      WHERE ($2 = ${everybody} OR f.company_id IS NULL OR f.company_id = $2) AND f.when_stale = 'accept'
        AND f.reported_at < n.now - interval '${silentAfter} seconds' AND f.reported_at > n.now - interval '${followersKept} seconds') AS "followersSilent",
    (SELECT json_build_object('count', count(*), 'since', (extract(epoch FROM min(r.failing_since)) * 1000)::bigint)
      FROM receivers r WHERE ($2 = ${everybody} OR r.company_id = $2) AND r.failing_since IS NOT NULL AND r.paused_at IS NULL) AS "receiversFail"
  FROM n`

/** Looks for what asks for a look, of a company or of everybody. */
export async function readAlarms({ pool, clockOffset }: Ground, companyId: number = everybody): Promise<Alarms> {
  const { rows } = await pool.query<Alarms>({ name: 'read-alarms', text, values: [clockOffset(), companyId] })
  const [read] = rows
  if (!read) throw new Error('the alarms were not read')
  const some = <T extends { readonly count: number }>(alarm: T | null) => (alarm?.count ? alarm : null)
  return {
    ...{ reuseDetected: some(read.reuseDetected), failedLogins: read.failedLogins },
    ...{ apiKeysExpire: some(read.apiKeysExpire), mailsFailed: some(read.mailsFailed) },
    ...{ followersSilent: some(read.followersSilent), receiversFail: some(read.receiversFail) },
  }
}
