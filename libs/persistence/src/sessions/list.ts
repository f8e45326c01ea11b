import type { EndReason, Instant, ReusePolicy } from '@tessera/core'
import { Statement } from '../statement.js'
import { candidates, firstStepRows, stepRows, type Stretch, type Way, wayTo } from './candidates.js'
import { endedBy, endReason, isPastItsTime, joinComputedEnd } from './computed-end.js'
import type { Reach } from './end.js'
import type { Ground } from './ground.js'
import { likeLiteral, type ListedState, type SessionQuery } from './list-query.js'
import { clock } from './sql.js'

/** A session with its end computed, and the names of what it belongs to. */
export interface ListedSession {
  readonly id: string
  readonly state: ListedState
  readonly endedAt: Instant | null
  readonly reason: EndReason | null
  readonly limit: 'absolute' | 'idle' | null
  readonly endedBy: { readonly id: string; readonly email: string | null } | null
  /** Without what was personal when they were deleted: their e-mail is null then. */
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

const columns = `s.id, e.state,
  CASE e.state WHEN 'ended' THEN a.ended_at WHEN 'expired' THEN x.expires_at END AS "endedAt", ${endReason} AS reason,
  CASE WHEN e.state = 'expired' THEN CASE WHEN t.absolute_end <= t.idle_end THEN 'absolute' ELSE 'idle' END END AS limit,
  CASE WHEN b.id IS NOT NULL THEN json_build_object('id', b.id, 'email', CASE WHEN b.deleted_at IS NULL AND (r.company IS NULL OR b.company_id = r.company) THEN b.email END) END AS "endedBy",
  json_build_object('id', u.id, 'email', CASE WHEN u.deleted_at IS NULL THEN u.email END, 'name', u.name) AS "user",
  json_build_object('id', c.id, 'name', c.name) AS client, s.dialect, json_build_object('id', o.id, 'name', o.name) AS company,
  s.started_at AS "startedAt", s.issued_at AS "issuedAt", s.generation, s.branch, s.issued_branch AS "issuedBranch",
  s.reuse_policy AS "reusePolicy", t.idle_end AS "idleEndAt", t.absolute_end AS "absoluteEndAt",
  host(s.ip) AS ip, host(s.last_ip) AS "lastIp", s.device_id AS "deviceId", s.device_name AS "deviceName", s.user_agent AS "userAgent"`

const withNow = (ground: Ground, statement: Statement) =>
  `WITH n AS MATERIALIZED (SELECT ${clock(statement.value(ground.clockOffset()))} AS now)`

/** The candidates from a cursor on that the filters let through. Only what the filters ask for is joined: this runs over whole steps. */
function matching(ground: Ground, statement: Statement, way: Way, query: SessionQuery, from: Stretch, selected: string): string {
  const asksForEnd = query.state !== undefined || query.reason !== undefined
  const asksForUser = (query.emailPrefix ?? query.search?.emailPrefix) !== undefined
  return `SELECT ${selected} FROM n CROSS JOIN (${candidates(statement, way, query, from)}) s
    ${asksForEnd ? `JOIN clients c ON c.id = s.client_id ${joinComputedEnd(ground, statement)}` : ''}
    ${asksForUser ? 'JOIN users u ON u.id = s.user_id' : ''}
    WHERE ${filters(statement, query)} ${query.state === 'expired' ? `AND ${isPastItsTime(ground, statement)}` : ''}`
}

function filters(statement: Statement, query: SessionQuery): string {
  const all: string[] = ['true']
  const add = (value: unknown, sql: (placeholder: string) => string) => value !== undefined && all.push(sql(statement.value(value)))
  add(query.reach.companyId, (id) => `s.company_id = ${id}`)
  add(query.reach.userId, (id) => `s.user_id = ${id}::uuid`)
  add(query.userId, (id) => `s.user_id = ${id}::uuid`)
  for (const prefix of [query.emailPrefix, query.search?.emailPrefix]) {
    add(prefix && `${likeLiteral(prefix)}%`, (pattern) => `u.email LIKE ${pattern}`)
  }
  for (const ip of [query.ip, query.search?.ip]) add(ip, (address) => `s.ip = ${address}::inet`)
  add(query.clientId, (id) => `s.client_id = ${id}`)
  add(query.state, (state) => `e.state = ${state}`)
  add(query.reason, (reason) => `${endReason} = ${reason}::end_reason`)
  if (query.device !== undefined) {
    const part = statement.value(`%${likeLiteral(query.device)}%`)
    all.push(`(s.device_name ILIKE ${part} OR s.user_agent ILIKE ${part} OR s.device_id = ${statement.value(query.device)})`)
  }
  return all.join(' AND ')
}

/**
 * Lists sessions, newest first, by keyset. A rare match is searched for in steps until the page is full or the time is up; the
 * page then carries what was found and a cursor to go on, so that no search can run into a deadline. Steps grow: a common match is on the
 * first, and costs little.
 */
export async function listSessions(ground: Ground, query: SessionQuery): Promise<SessionPage> {
  const way = await wayTo(ground, query)
  const until = performance.now() + searchTime
  const items: ListedSession[] = []
  let after: string | null = query.after ?? null
  let rows = firstStepRows
  const counted = count(ground, way, query)
  // Awaited last; until then its fault must not count as unhandled.
  counted.catch(() => undefined)
  do {
    const from: Stretch = { after, rows }
    items.push(...(await step(ground, way, query, from, query.limit + 1 - items.length)))
    if (items.length > query.limit) {
      const kept = items.slice(0, query.limit)
      return { items: kept, next: kept.at(-1)?.id ?? null, ...atLeast(kept.length, await counted) }
    }
    after = await endOfStretch(ground, way, query, from)
    rows = Math.min(rows * 4, stepRows)
  } while (after !== null && performance.now() < until)
  return { items, next: after, ...atLeast(items.length, await counted) }
}

/** A page may have come further than the count did. */
function atLeast(found: number, { count, countCapped }: Pick<SessionPage, 'count' | 'countCapped'>) {
  return { count: Math.max(found, count), countCapped }
}

/** One session as the listing shows it; null when there is none within reach. */
export async function findSession(ground: Ground, id: string, reach: Reach): Promise<ListedSession | null> {
  const [found] = await step(ground, { by: 'id', id }, { reach, limit: 1 }, { after: null, rows: 1 }, 1)
  return found ?? null
}

/** What a stretch has, at most `limit`: first the rows that match, then their names and ends. Who ended one is named within reach only. */
async function step(ground: Ground, way: Way, query: SessionQuery, from: Stretch, limit: number): Promise<ListedSession[]> {
  const statement = new Statement()
  const text = `${withNow(ground, statement)}, s AS MATERIALIZED (
      ${matching(ground, statement, way, query, from, 's.*')} ORDER BY s.id DESC LIMIT ${statement.value(limit)}
    )
    SELECT ${columns} FROM n CROSS JOIN s
      JOIN users u ON u.id = s.user_id JOIN clients c ON c.id = s.client_id JOIN companies o ON o.id = s.company_id
      ${joinComputedEnd(ground, statement)} LEFT JOIN users b ON b.id = ${endedBy}
      CROSS JOIN (SELECT ${statement.value(query.reach.companyId ?? null)}::int AS company) r
    ORDER BY s.id DESC`
  const { rows } = await ground.pool.query<ListedSession>(text, statement.values)
  return rows
}

/** The last candidate of a full stretch, to go on from; null when the candidates were fewer, so that all are searched. */
async function endOfStretch(ground: Ground, way: Way, query: SessionQuery, from: Stretch): Promise<string | null> {
  const statement = new Statement()
  const text = `WITH c AS MATERIALIZED (${candidates(statement, way, query, from, 's.id')})
    SELECT (SELECT id FROM c ORDER BY id LIMIT 1) AS id, (SELECT count(*)::int FROM c) AS count`
  const { rows } = await ground.pool.query<{ id: string; count: number }>(text, statement.values)
  const [row] = rows
  return row && row.count >= from.rows ? row.id : null
}

/** How many match, counted from the newest on, to the cap and within one step. */
async function count(ground: Ground, way: Way, query: SessionQuery): Promise<Pick<SessionPage, 'count' | 'countCapped'>> {
  const statement = new Statement()
  const from: Stretch = { after: null, rows: stepRows }
  const text = `${withNow(ground, statement)}
    SELECT count(*)::int AS count FROM (${matching(ground, statement, way, query, from, '')} LIMIT ${countCap + 1}) m`
  const { rows } = await ground.pool.query<{ count: number }>(text, statement.values)
  const counted = rows[0]?.count ?? 0
  if (counted > countCap) return { count: countCap, countCapped: true }
  return { count: counted, countCapped: (await endOfStretch(ground, way, query, from)) !== null }
}
