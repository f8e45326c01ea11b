import type { EndReason, Instant, ReusePolicy } from '@tessera/core'
import { Statement } from '../statement.js'
import { endOfStretch, orderOf, type Stretch } from './candidates.js'
import { endedBy, endReason, joinComputedEnd } from './computed-end.js'
import type { Reach } from './end.js'
import type { Ground } from './ground.js'
import type { ListedState, SessionFilters } from './list-query.js'
import { matching } from './matching.js'
import { withNow } from './sql.js'
import { type ReadStretch, type RowOfStretch, stretchOf, withEnd } from './stretch.js'
import type { Way } from './way.js'

/** A session with its end computed, and the names of what it belongs to. */
export interface ListedSession {
  readonly id: string
  readonly state: ListedState
  readonly endedAt: Instant | null
  readonly reason: EndReason | null
  readonly limit: 'absolute' | 'idle' | null
  readonly endedBy: { readonly id: string; readonly email: string | null } | null
  /** Named within reach only, and while they are not deleted: their e-mail is null otherwise. */
  readonly user: { readonly id: string; readonly email: string | null; readonly name: string | null }
  readonly client: { readonly id: string; readonly name: string }
  /** The documented wire format of the login; null for our own. */
  readonly dialect: string | null
  readonly company: { readonly id: number; readonly name: string }
  readonly startedAt: Instant
  readonly issuedAt: Instant
  readonly generation: number
  readonly branch: number
  readonly issuedBranch: number
  readonly reusePolicy: ReusePolicy
  readonly idleEndAt: Instant
  readonly absoluteEndAt: Instant
  readonly ip: string | null
  readonly lastIp: string | null
  /** Of the address at login, as it was registered then: ISO 3166-1 alpha-2. Null where it was not looked up. */
  readonly country: string | null
  readonly deviceId: string | null
  readonly deviceName: string | null
  readonly userAgent: string | null
}

/** Somebody who has moved to a company beyond the reach is named no more than one who was deleted. */
const isNamed = (user: string) => `${user}.deleted_at IS NULL AND (r.company IS NULL OR ${user}.company_id = r.company)`

const columns = `s.id, e.state,
  CASE e.state WHEN 'ended' THEN a.ended_at WHEN 'expired' THEN x.expires_at END AS "endedAt", ${endReason} AS reason,
  CASE WHEN e.state = 'expired' THEN CASE WHEN t.absolute_end <= t.idle_end THEN 'absolute' ELSE 'idle' END END AS limit,
  (SELECT json_build_object('id', b.id, 'email', CASE WHEN ${isNamed('b')} THEN b.email END) FROM users b WHERE b.id = ${endedBy}) AS "endedBy",
  (SELECT json_build_object('id', u.id, 'email', CASE WHEN ${isNamed('u')} THEN u.email END, 'name', CASE WHEN ${isNamed('u')} THEN u.name END)
    FROM users u WHERE u.id = s.user_id) AS "user",
  json_build_object('id', c.id, 'name', c.name) AS client, s.dialect,
  (SELECT json_build_object('id', o.id, 'name', o.name) FROM companies o WHERE o.id = s.company_id) AS company,
  s.started_at AS "startedAt", s.issued_at AS "issuedAt", s.generation, s.branch, s.issued_branch AS "issuedBranch",
  s.reuse_policy AS "reusePolicy", t.idle_end AS "idleEndAt", t.absolute_end AS "absoluteEndAt",
  host(s.ip) AS ip, host(s.last_ip) AS "lastIp", s.country, s.device_id AS "deviceId", s.device_name AS "deviceName", s.user_agent AS "userAgent"`

/** What a stretch has, at most `limit`: first the rows that match, then their names and ends. Nobody is named beyond the reach. */
export async function listed(
  ground: Ground,
  query: SessionFilters,
  way: Way,
  from: Stretch,
  limit: number,
): Promise<ReadStretch<ListedSession>> {
  const statement = new Statement()
  const most = statement.value(limit)
  const text = `${withNow(ground, statement)}, s AS MATERIALIZED (
      ${matching(ground, statement, way, query, from, 's.*')} ORDER BY ${orderOf(way)} LIMIT ${most}
    ), p AS (
      SELECT ${columns} FROM n CROSS JOIN s
        JOIN clients c ON c.id = s.client_id
        ${joinComputedEnd(ground, statement)}
        CROSS JOIN (SELECT ${statement.value(query.reach.companyId ?? null)}::int AS company) r
    )
    ${withEnd('p', `(SELECT count(*) FROM s) < ${most}`, endOfStretch(statement, way, query, from))}`
  return stretchOf(await ground.pool.query<RowOfStretch<ListedSession>>(text, statement.values))
}

/** One session as the listing shows it; null when there is none within reach. */
export async function findSession(ground: Ground, id: string, reach: Reach): Promise<ListedSession | null> {
  const { rows } = await listed(ground, { reach }, { by: 'ids', ids: [id] }, { after: null, rows: 1 }, 1)
  return rows[0] ?? null
}
