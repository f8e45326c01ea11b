import { isOutOfTime } from '../contention.js'
import { Statement } from '../statement.js'
import type { Ground } from './ground.js'
import { likeLiteral, type SessionFilters, type StartOfExpired } from './list-query.js'
import { clock } from './sql.js'

/** More users than this under one e-mail prefix, and it is cheaper to walk the sessions than to visit each user. */
export const usersVisited = 200

/** What a question means, before its rows are looked for: a text in the search box, and the times that a state narrows it to. */
export async function meaningOf<Q extends SessionFilters>(ground: Ground, given: Q): Promise<Q> {
  const query = await textOf(ground, given)
  if (query.state === 'active') return { ...query, ...(await timesOfActive(ground, query)) }
  if (query.state === 'expired') return { ...query, ...(await timesOfExpired(ground, query)) }
  return query
}

/**
 * A text is the beginning of an e-mail where some user is named so, and part of a device where nobody is. Within a company, those who have left it
 * may be named so, and how long a search takes must not tell: unless few enough of its own are, to visit each, the walk looks at both.
 */
async function textOf<Q extends SessionFilters>(ground: Ground, query: Q): Promise<Q> {
  if (!query.search || !('emailPrefixOrDevice' in query.search)) return query
  const { emailPrefixOrDevice: text } = query.search
  const named = await usersNamed(ground, text, query.reach.companyId)
  if (named.length > 0 && named.length <= usersVisited) return { ...query, search: { emailPrefix: text } }
  if (query.reach.companyId !== undefined) return query
  return { ...query, search: named.length > 0 ? { emailPrefix: text } : { device: text } }
}

/**
 * Who is active has started within the longest absolute lifetime that a client has, and was seen within its longest idle timeout: a session's own
 * are never longer. So a search for the few old ones that still live ends there, and does not go on through all that are over.
 */
async function timesOfActive(ground: Ground, { startedAfter, seenAfter, seenBefore }: SessionFilters) {
  const { rows } = await ground.pool.query<{ started: number | null; seen: number | null }>(
    `WITH n AS MATERIALIZED (SELECT floor(extract(epoch FROM ${clock('$1')}) * 1000)::float8 AS now)
     SELECT min(n.now - 1000::float8 * coalesce(c.absolute_lifetime, $2::int)) AS started, min(n.now - 1000::float8 * coalesce(c.idle_timeout, $3::int)) AS seen
     FROM n CROSS JOIN clients c`,
    [ground.clockOffset(), ground.defaults.absoluteLifetime, ground.defaults.idleTimeout],
  )
  const seen = Math.max(seenAfter ?? 0, rows[0]?.seen ?? 0)
  // Nothing is both: it has not started before it was seen, so the range is empty.
  const started = seenBefore !== undefined && seenBefore <= seen ? seenBefore : (rows[0]?.started ?? 0)
  return { startedAfter: Math.max(startedAfter ?? 0, started), seenAfter: seen }
}

/** More clients than this, and it takes longer to ask for the shortest lifetime of each than a search saves. */
const clientsAsked = 200

/**
 * Before when the expired sessions of each client have started: before the shortest lifetime that any of its sessions has, by its stamp or by the
 * client's policy. None where too many clients would have to be asked about, or where that takes longer than a statement may: behind many sessions
 * that were removed at once the index has to be cleaned first.
 */
async function startsOfExpired({ pool, defaults, clockOffset }: Ground, clientId?: string): Promise<readonly StartOfExpired[]> {
  const lifetime = 'least(s.idle_timeout, s.absolute_lifetime)'
  const { rows } = await pool
    .query<StartOfExpired>(
      `WITH n AS MATERIALIZED (SELECT floor(extract(epoch FROM ${clock('$1')}) * 1000)::float8 AS now),
       c AS MATERIALIZED (SELECT * FROM clients WHERE $4::text IS NULL OR id = $4 LIMIT ${clientsAsked + 1})
     SELECT c.id AS "clientId", n.now + 1 - 1000::float8 * least(s.lifetime, coalesce(c.absolute_lifetime, $2::int), coalesce(c.idle_timeout, $3::int)) AS before
     FROM n CROSS JOIN c CROSS JOIN LATERAL (
       SELECT ${lifetime} AS lifetime FROM sessions s WHERE s.client_id = c.id ORDER BY s.client_id DESC, ${lifetime} LIMIT 1
     ) s WHERE (SELECT count(*) FROM c) <= ${clientsAsked}`,
      [clockOffset(), defaults.absoluteLifetime, defaults.idleTimeout, clientId ?? null],
    )
    .catch((fault: unknown) => {
      if (isOutOfTime(fault)) return { rows: [] }
      throw fault
    })
  return rows
}

/** A search passes over none of the many that have just begun. Asked once: it may have taken as long as a statement may. */
async function timesOfExpired(ground: Ground, { clientId, startedBefore }: SessionFilters) {
  const starts = await startsOfExpired(ground, clientId)
  if (starts.length === 0) return {}
  return { startedBefore: Math.min(startedBefore ?? Infinity, Math.max(...starts.map(({ before }) => before))), startsOfExpired: starts }
}

/** In the order of the index: or the whole table might be read for a name that many have. */
export async function usersNamed(ground: Ground, prefix: string, companyId?: number): Promise<string[]> {
  const statement = new Statement()
  const text = `SELECT id FROM users WHERE email LIKE ${statement.value(`${likeLiteral(prefix.toLowerCase())}%`)}
    ${companyId === undefined ? '' : `AND company_id = ${statement.value(companyId)}`} ORDER BY email LIMIT ${usersVisited + 1}`
  const { rows } = await ground.pool.query<{ id: string }>(text, statement.values)
  return rows.map(({ id }) => id)
}
