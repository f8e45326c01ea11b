import type { EndReason, Instant, ReusePolicy } from '@tessera/core'
import { candidates, stepRows, type Way, wayTo } from './candidates.js'
import type { Reach } from './end.js'
import type { Ground } from './ground.js'
import { likeLiteral, type ListedState, type SessionQuery, Statement } from './list-query.js'
import { absoluteEnd, clock, idleEnd, joinFirstWatermark } from './sql.js'

/** A session with its end computed, and the names of what it belongs to. */
export interface ListedSession {
  readonly id: string
  readonly state: ListedState
  readonly endedAt: Instant | null
  readonly reason: EndReason | null
  readonly limit: 'absolute' | 'idle' | null
  readonly endedBy: { readonly id: string; readonly email: string | null } | null
  readonly user: { readonly id: string; readonly email: string; readonly name: string | null }
  readonly client: { readonly id: string; readonly name: string }
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
  readonly deviceId: string | null
  readonly deviceName: string | null
  readonly userAgent: string | null
}

export interface SessionPage {
  readonly items: readonly ListedSession[]
  /** Where to go on; null at the end. A page may be short and still have one. */
  readonly next: string | null
  readonly count: number
  readonly countCapped: boolean
}

const countCap = 1000

/** How long a page may look for its rows, in milliseconds, before it answers with what it has. */
const searchTime = 300

/**
 * A session's end, as the core's `endOf` computes it, in SQL (a test holds the two equal): a revocation or the first watermark, unless the
 * lifetimes stamped on the session were over before; else the stricter of stamp and policy, once it is past.
 */
function computedEnd(now: string, absoluteDefault: string, idleDefault: string): string {
  const policy = 'a.ended_at IS NULL'
  return `CROSS JOIN LATERAL (SELECT least(s.revoked_at, w.at) AS ended_at) a
    CROSS JOIN LATERAL (SELECT ${absoluteEnd(absoluteDefault, policy)} AS absolute_end, ${idleEnd(idleDefault, policy)} AS idle_end) t
    CROSS JOIN LATERAL (SELECT least(t.absolute_end, t.idle_end) AS expires_at) x
    CROSS JOIN LATERAL (SELECT CASE
        WHEN a.ended_at <= x.expires_at THEN 'ended'
        WHEN a.ended_at IS NOT NULL OR x.expires_at <= ${now} THEN 'expired' ELSE 'active' END AS state) e`
}

const columns = `s.id, e.state,
  CASE e.state WHEN 'ended' THEN a.ended_at WHEN 'expired' THEN x.expires_at END AS "endedAt",
  CASE WHEN e.state = 'ended' THEN CASE WHEN s.revoked_at = a.ended_at THEN s.revoked_reason ELSE w.reason END END AS reason,
  CASE WHEN e.state = 'expired' THEN CASE WHEN t.absolute_end <= t.idle_end THEN 'absolute' ELSE 'idle' END END AS limit,
  CASE WHEN b.id IS NOT NULL THEN json_build_object('id', b.id, 'email', b.email) END AS "endedBy",
  json_build_object('id', u.id, 'email', u.email, 'name', u.name) AS "user",
  json_build_object('id', c.id, 'name', c.name) AS client, json_build_object('id', o.id, 'name', o.name) AS company,
  s.started_at AS "startedAt", s.issued_at AS "issuedAt", s.generation, s.branch, s.issued_branch AS "issuedBranch",
  s.reuse_policy AS "reusePolicy", t.idle_end AS "idleEndAt", t.absolute_end AS "absoluteEndAt",
  host(s.ip) AS ip, host(s.last_ip) AS "lastIp", s.device_id AS "deviceId", s.device_name AS "deviceName", s.user_agent AS "userAgent"`

const joinNames = `JOIN companies o ON o.id = s.company_id
  LEFT JOIN users b ON b.id = CASE WHEN e.state = 'ended' THEN CASE WHEN s.revoked_at = a.ended_at THEN s.revoked_by ELSE w.by END END`

/** One step of a search: the candidates from a cursor on, filtered. `joins` may use all that stands before it. */
function matching(ground: Ground, statement: Statement, way: Way, query: SessionQuery, after: string | undefined, joins = ''): string {
  const { defaults } = ground
  const now = statement.value(ground.clockOffset())
  const computed = computedEnd('n.now', statement.value(defaults.absoluteLifetime), statement.value(defaults.idleTimeout))
  return `FROM (SELECT ${clock(now)} AS now) n CROSS JOIN (${candidates(statement, way, query, after)}) s
    JOIN users u ON u.id = s.user_id JOIN clients c ON c.id = s.client_id ${joinFirstWatermark} ${computed} ${joins}
    WHERE ${filters(statement, query)}`
}

function filters(statement: Statement, query: SessionQuery): string {
  const all: string[] = ['true']
  const add = (value: unknown, sql: (placeholder: string) => string) => value !== undefined && all.push(sql(statement.value(value)))
  add(query.reach.companyId, (id) => `s.company_id = ${id}`)
  add(query.reach.userId, (id) => `s.user_id = ${id}::uuid`)
  add(query.userId, (id) => `s.user_id = ${id}::uuid`)
  add(query.emailPrefix && `${likeLiteral(query.emailPrefix)}%`, (prefix) => `u.email LIKE ${prefix}`)
  add(query.clientId, (id) => `s.client_id = ${id}`)
  add(query.ip, (ip) => `s.ip = ${ip}::inet`)
  add(query.state, (state) => `e.state = ${state}`)
  add(
    query.reason,
    (reason) => `e.state = 'ended' AND CASE WHEN s.revoked_at = a.ended_at THEN s.revoked_reason ELSE w.reason END = ${reason}::end_reason`,
  )
  if (query.device !== undefined) {
    const part = statement.value(`%${likeLiteral(query.device)}%`)
    all.push(`(s.device_name ILIKE ${part} OR s.user_agent ILIKE ${part} OR s.device_id = ${statement.value(query.device)})`)
  }
  return all.join(' AND ')
}

/**
 * Lists sessions, newest first, by keyset. A rare match is searched for in steps until the page is full or the time is up; the
 * page then carries what was found and a cursor to go on, so that no search can run into a deadline.
 */
export async function listSessions(ground: Ground, query: SessionQuery): Promise<SessionPage> {
  const way = await wayTo(ground, query)
  const until = performance.now() + searchTime
  const items: ListedSession[] = []
  let next = query.after
  let more = true
  const counted = count(ground, way, query)
  // Awaited last; until then its fault must not count as unhandled.
  counted.catch(() => undefined)
  do {
    const found = await step(ground, way, query, next, query.limit + 1 - items.length)
    items.push(...found)
    if (items.length > query.limit) break
    const end = await endOfStep(ground, way, query, next)
    more = end !== null
    next = end ?? undefined
  } while (more && performance.now() < until)

  if (items.length > query.limit) {
    const kept = items.slice(0, query.limit)
    return { items: kept, next: kept.at(-1)?.id ?? null, ...(await counted) }
  }
  return { items, next: more ? (next ?? null) : null, ...(await counted) }
}

/** One session as the listing shows it; null when there is none within reach. */
export async function findSession(ground: Ground, id: string, reach: Reach): Promise<ListedSession | null> {
  const [found] = await step(ground, { by: 'id', id }, { reach, limit: 1 }, undefined, 1)
  return found ?? null
}

async function step(ground: Ground, way: Way, query: SessionQuery, after: string | undefined, limit: number): Promise<ListedSession[]> {
  const statement = new Statement()
  const from = matching(ground, statement, way, query, after, joinNames)
  const { rows } = await ground.pool.query<ListedSession>(
    `SELECT ${columns} ${from} ORDER BY s.id DESC LIMIT ${statement.value(limit)}`,
    statement.values,
  )
  return rows
}

/** The last candidate of a full step, to go on from; null when the candidates were fewer, so that all are searched. */
async function endOfStep(ground: Ground, way: Way, query: SessionQuery, after: string | undefined): Promise<string | null> {
  const statement = new Statement()
  const text = `WITH c AS MATERIALIZED (${candidates(statement, way, query, after, 's.id')})
    SELECT (SELECT id FROM c ORDER BY id LIMIT 1) AS id, (SELECT count(*)::int FROM c) AS count`
  const { rows } = await ground.pool.query<{ id: string; count: number }>(text, statement.values)
  const [row] = rows
  return row && row.count >= stepRows ? row.id : null
}

/** How many match, counted from the newest on, to the cap and within one step. */
async function count(ground: Ground, way: Way, query: SessionQuery): Promise<Pick<SessionPage, 'count' | 'countCapped'>> {
  const statement = new Statement()
  const text = `SELECT count(*)::int AS count FROM (SELECT ${matching(ground, statement, way, query, undefined)} LIMIT ${countCap + 1}) m`
  const { rows } = await ground.pool.query<{ count: number }>(text, statement.values)
  const counted = rows[0]?.count ?? 0
  if (counted > countCap) return { count: countCap, countCapped: true }
  return { count: counted, countCapped: (await endOfStep(ground, way, query, undefined)) !== null }
}
