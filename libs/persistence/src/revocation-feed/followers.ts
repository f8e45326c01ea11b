import { accessTokenCeiling, type Instant } from '@tessera/core'
import type { Ground } from '../ground.js'
import { clock } from '../sessions/sql.js'

/** What a process that follows the feed says of itself. */
export interface FollowerReport {
  readonly apiKeyId: string
  /** Tells it from the others that share its key. */
  readonly name: string
  /** Whose revocations it follows; null for everybody's. */
  readonly companyId: number | null
  readonly via: 'stream' | 'poll'
  /** What it does with access tokens while it does not know. */
  readonly whenStale: 'refuse' | 'accept'
  /** It honours everything that was committed by then. */
  readonly position: Instant
}

export interface StoredFollower extends Omit<FollowerReport, 'apiKeyId' | 'companyId'> {
  /** Null where it is beyond the reader's reach. */
  readonly apiKey: { readonly id: string; readonly name: string } | null
  readonly company: { readonly id: number; readonly name: string } | null
  readonly reportedAt: Instant
  readonly silent: boolean
}

export interface StoredFollowers {
  readonly at: Instant
  /** Those furthest behind first; where not all are listed, those furthest behind of each standing. */
  readonly items: readonly StoredFollower[]
  readonly count: number
  readonly silent: number
  /** Of those who are not silent; null when there are none. */
  readonly honouredByAll: Instant | null
}

/** Names that one key may have. */
export const mostFollowers = 5_000
/** Seconds after which a follower that has not reported is silent: several times what they let pass. */
export const silentAfter = 30
const listedAtMost = 100
/** Seconds after which nothing that it does not honour can matter any more, and a follower is forgotten. */
export const followersKept = accessTokenCeiling

/** Rows in the order of their key: two processes that write the same ones wait for each other, and never in a circle. */
const reported = `
  WITH n AS MATERIALIZED (SELECT ${clock('$7')} AS now),
  r AS MATERIALIZED (
    SELECT * FROM unnest($1::uuid[], $2::text[], $3::int[], $4::text[], $5::text[], $6::float8[]) AS r (api_key_id, name, company_id, via, when_stale, position)
  ), counted AS (
    SELECT f.api_key_id, count(*) AS names FROM followers f WHERE f.api_key_id IN (SELECT r.api_key_id FROM r) GROUP BY 1
  )
  INSERT INTO followers (api_key_id, name, company_id, via, when_stale, position, reported_at)
  SELECT r.api_key_id, r.name, r.company_id, r.via, r.when_stale, least(to_timestamp(r.position / 1000), n.now), n.now
  FROM n, (
    SELECT r.*, f.name IS NULL AS is_new, row_number() OVER (PARTITION BY r.api_key_id, f.name IS NULL ORDER BY r.name) AS nth
    FROM r JOIN api_keys k ON k.id = r.api_key_id LEFT JOIN followers f ON f.api_key_id = r.api_key_id AND f.name = r.name
  ) r LEFT JOIN counted c ON c.api_key_id = r.api_key_id
  WHERE NOT r.is_new OR coalesce(c.names, 0) + r.nth <= ${mostFollowers}
  ORDER BY r.api_key_id, r.name
  ON CONFLICT (api_key_id, name) DO UPDATE SET
    company_id = excluded.company_id, via = excluded.via, when_stale = excluded.when_stale, position = excluded.position, reported_at = excluded.reported_at
  RETURNING api_key_id AS "apiKeyId", name`

/**
 * Records how far followers are, all in one statement.
 *
 * @param reports one of each follower
 * @returns those that were recorded: a key that has too many names already gets no new one
 */
export async function reportFollowers(
  { pool, clockOffset }: Ground,
  reports: readonly FollowerReport[],
): Promise<readonly Pick<FollowerReport, 'apiKeyId' | 'name'>[]> {
  const column = <K extends keyof FollowerReport>(name: K) => reports.map((report) => report[name])
  const { rows } = await pool.query<Pick<FollowerReport, 'apiKeyId' | 'name'>>({
    name: 'report-followers',
    text: reported,
    values: [
      ...[column('apiKeyId'), column('name'), column('companyId'), column('via'), column('whenStale'), column('position')],
      clockOffset(),
    ],
  })
  return rows
}

/** Forgets a follower that has stopped: nobody waits for it. */
export async function forgetFollower({ pool }: Ground, { apiKeyId, name }: Pick<FollowerReport, 'apiKeyId' | 'name'>): Promise<void> {
  await pool.query({ name: 'forget-follower', text: 'DELETE FROM followers WHERE api_key_id = $1 AND name = $2', values: [apiKeyId, name] })
}

/**
 * A company's readers see who follows its revocations, and who follows everybody's: of those whose key is another company's, not the key. Those that
 * report, those that are silent and accept, and those that are silent and refuse have room one after the other: processes that ended without a word
 * are the furthest behind for a day, and would leave none for those that live.
 */
const listed = `
  WITH n AS MATERIALIZED (SELECT ${clock('$2')} AS now),
  f AS MATERIALIZED (
    SELECT f.*, f.reported_at < n.now - interval '${silentAfter} seconds' AS silent FROM n, followers f
    WHERE ($1::int IS NULL OR f.company_id IS NULL OR f.company_id = $1)
      AND f.reported_at > n.now - interval '${followersKept} seconds'
  ), l AS (
    SELECT f.*, row_number() OVER (PARTITION BY f.silent, f.silent AND f.when_stale = 'accept' ORDER BY f.position, f.api_key_id, f.name) AS nth
    FROM f ORDER BY nth, f.position, f.api_key_id, f.name LIMIT ${listedAtMost}
  )
  SELECT n.now AS at, (SELECT count(*)::int FROM f) AS count, (SELECT count(*)::int FROM f WHERE f.silent) AS silent,
    (SELECT min(f.position) FROM f WHERE NOT f.silent) AS "honouredByAll",
    (SELECT json_agg(i) FROM (
      SELECT l.name, l.via, l.when_stale AS "whenStale", l.position, l.reported_at AS "reportedAt", l.silent,
        CASE WHEN $1::int IS NULL OR k.company_id = $1 THEN json_build_object('id', k.id, 'name', k.name) END AS "apiKey",
        CASE WHEN o.id IS NOT NULL THEN json_build_object('id', o.id, 'name', o.name) END AS company
      FROM l JOIN api_keys k ON k.id = l.api_key_id LEFT JOIN companies o ON o.id = l.company_id
      ORDER BY l.position, l.api_key_id, l.name
    ) i) AS items
  FROM n`

type Written = Omit<StoredFollower, 'position' | 'reportedAt'> & { readonly position: string; readonly reportedAt: string }

/** Who follows, and how far each is. @param companyId the company that the reader is bound to; null for everybody's followers */
export async function listFollowers({ pool, clockOffset }: Ground, companyId: number | null): Promise<StoredFollowers> {
  const { rows } = await pool.query<Omit<StoredFollowers, 'items'> & { items: readonly Written[] | null }>({
    name: 'list-followers',
    text: listed,
    values: [companyId, clockOffset()],
  })
  const [row] = rows
  if (!row) throw new Error('the followers were not read')
  const items = (row.items ?? []).map(({ position, reportedAt, ...rest }) => ({
    ...rest,
    ...{ position: Date.parse(position), reportedAt: Date.parse(reportedAt) },
  }))
  return { ...row, items }
}
