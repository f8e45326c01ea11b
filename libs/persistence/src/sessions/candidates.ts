import type { Instant } from '@tessera/core'
import { Statement } from '../statement.js'
import type { Ground } from './ground.js'
import { likeLiteral, type SessionFilters } from './list-query.js'

/** Rows that one step of a search reads at most: some 15 ms. A rare match is found in several steps, each with a cursor to go on. */
export const stepRows = 20_000

/** Rows of the first step; the next ones are four times as long each. */
export const firstStepRows = 400

/** A stretch of candidates: from a cursor on (null: from the newest), at most so many. */
export interface Stretch {
  readonly after: string | null
  readonly rows: number
}

/** More users than this under one e-mail prefix, and it is cheaper to walk the sessions than to visit each user. */
const usersVisited = 200

/** More sessions than this in one network, and it is cheaper to walk the newest sessions than to visit each. */
export const networkVisited = 5000

/**
 * How a walk reaches its rows: always along an index whose order is the walk's own, newest first, so that no page is sorted; or by their ids,
 * newest first, which were looked up before. What a way does not cover is filtered on the rows that it yields.
 */
export type Way =
  | { readonly by: 'ids'; readonly ids: readonly string[] }
  | { readonly by: 'users'; readonly ids: readonly string[] }
  | { readonly by: 'session_or_user'; readonly id: string }
  | { readonly by: 'ip'; readonly ip: string }
  | { readonly by: 'reason' }
  | { readonly by: 'company'; readonly id: number }
  | { readonly by: 'client'; readonly id: string }
  | { readonly by: 'start' }

/** Picks the most selective index that the query's filters allow. */
export async function wayTo(ground: Ground, query: SessionFilters): Promise<Way> {
  const { search, reach } = query
  if (query.ids !== undefined) return { by: 'ids', ids: newestFirst(query.ids) }
  if (search && 'sessionOrUserId' in search) return { by: 'session_or_user', id: search.sessionOrUserId }
  const userId = reach.userId ?? query.userId
  if (userId !== undefined) return { by: 'users', ids: [userId] }
  const emailPrefix = query.emailPrefix ?? (search && 'emailPrefix' in search ? search.emailPrefix : undefined)
  if (emailPrefix !== undefined) {
    const ids = await usersNamed(ground, emailPrefix)
    if (ids.length <= usersVisited) return { by: 'users', ids }
  }
  // Within a company only its own index will do: candidates of others, which the reach takes away, would show in cursor, count and time.
  if (reach.companyId !== undefined) return { by: 'company', id: reach.companyId }
  const ip = query.ip ?? (search && 'ip' in search ? search.ip : undefined)
  if (ip !== undefined && !ip.includes('/')) return { by: 'ip', ip }
  if (ip !== undefined) {
    const ids = await sessionsIn(ground, ip, query)
    if (ids.length <= networkVisited) return { by: 'ids', ids }
  }
  if (query.companyId !== undefined) return { by: 'company', id: query.companyId }
  if (query.reason !== undefined && !(await isReasonOfWatermarks(ground, query.reason))) return { by: 'reason' }
  if (query.clientId !== undefined) return { by: 'client', id: query.clientId }
  return { by: 'start' }
}

/**
 * What a text in the search box means: the beginning of an e-mail where some users are named so, of the reach's company, and part of a device where
 * nobody at all is. Where too many are to visit each, it may be either, and the walk looks at both.
 */
export async function meaningOf<Q extends SessionFilters>(ground: Ground, query: Q): Promise<Q> {
  if (!query.search || !('emailPrefixOrDevice' in query.search)) return query
  const emailPrefix = query.search.emailPrefixOrDevice
  const named = await usersNamed(ground, emailPrefix, query.reach.companyId)
  // Within a company, whoever has left it may be named so: how long a search takes must not tell.
  if (named.length === 0 && query.reach.companyId === undefined) return { ...query, search: { device: emailPrefix } }
  return named.length > 0 && named.length <= usersVisited ? { ...query, search: { emailPrefix } } : query
}

/**
 * The sessions that logged in from a network, newest first; one more than are visited at most. Along the index on (ip, id), which has all that is
 * read, and in its order: or the whole table might be read for a network that most are in.
 */
async function sessionsIn(ground: Ground, network: string, query: SessionFilters): Promise<string[]> {
  const statement = new Statement()
  const text = `SELECT s.id FROM sessions s WHERE s.ip <<= ${statement.value(network)}::inet AND ${keyRange(statement, query, null)}
    ORDER BY s.ip LIMIT ${networkVisited + 1}`
  const { rows } = await ground.pool.query<{ id: string }>(text, statement.values)
  return newestFirst(rows.map(({ id }) => id))
}

function newestFirst(ids: readonly string[]): string[] {
  return [...ids].sort((one, other) => (one < other ? 1 : -1))
}

/** In the order of the index: or the whole table might be read for a name that many have. */
async function usersNamed(ground: Ground, prefix: string, companyId?: number): Promise<string[]> {
  const statement = new Statement()
  const text = `SELECT id FROM users WHERE email LIKE ${statement.value(`${likeLiteral(prefix.toLowerCase())}%`)}
    ${companyId === undefined ? '' : `AND company_id = ${statement.value(companyId)}`} ORDER BY email LIMIT ${usersVisited + 1}`
  const { rows } = await ground.pool.query<{ id: string }>(text, statement.values)
  return rows.map(({ id }) => id)
}

/** The partial index on reasons knows only sessions revoked one by one; a watermark's reason stands in no session's row. */
async function isReasonOfWatermarks(ground: Ground, reason: string): Promise<boolean> {
  const { rows } = await ground.pool.query('SELECT FROM watermarks WHERE reason = $1::end_reason LIMIT 1', [reason])
  return rows.length > 0
}

/** The sessions of one stretch along the way, newest first: SQL that yields columns of `sessions`. */
export function candidates(statement: Statement, way: Way, query: SessionFilters, from: Stretch, columns = 's.*'): string {
  if (way.by === 'ids') {
    const ids = statement.value(idsOf(way.ids, from))
    return `SELECT ${columns} FROM sessions s WHERE s.id = ANY (${ids}::uuid[]) AND ${isWithinReach(statement, query)} AND ${keyRange(statement, query, null)}`
  }
  const limit = `LIMIT ${statement.value(from.rows)}`
  const along = (column: string, value: string) =>
    `${isOf(column, value, rangeOf(query, from.after), statement)} AND ${isWithinReach(statement, query)} ORDER BY ${column} DESC, s.id DESC ${limit}`
  switch (way.by) {
    case 'users':
      return `SELECT ${columns} FROM unnest(${statement.value(way.ids)}::uuid[]) AS of_user (id)
        CROSS JOIN LATERAL (SELECT * FROM sessions s WHERE ${along('s.user_id', 'of_user.id')}) s ORDER BY s.id DESC ${limit}`
    case 'session_or_user': {
      const id = `${statement.value(way.id)}::uuid`
      return `SELECT ${columns} FROM (
          SELECT * FROM sessions s WHERE s.id = ${id} AND ${isWithinReach(statement, query)} AND ${keyRange(statement, query, from.after)}
          UNION (SELECT * FROM sessions s WHERE ${along('s.user_id', id)})
        ) s ORDER BY s.id DESC ${limit}`
    }
    case 'ip':
      return `SELECT ${columns} FROM sessions s WHERE ${along('s.ip', `${statement.value(way.ip)}::inet`)}`
    case 'reason':
      return `SELECT ${columns} FROM sessions s WHERE s.revoked_at IS NOT NULL AND ${along('s.revoked_reason', `${statement.value(query.reason)}::end_reason`)}`
    case 'company':
      // That it is the reach's own is not said twice: as a plain comparison it would make the pair no pair.
      return `SELECT ${columns} FROM sessions s WHERE ${isOf('s.company_id', `${statement.value(way.id)}::int`, rangeOf(query, from.after), statement)}
        AND ${query.reach.companyId === undefined || query.reach.companyId === way.id} ORDER BY s.company_id DESC, s.id DESC ${limit}`
    case 'client':
      return `SELECT ${columns} FROM sessions s WHERE ${along('s.client_id', statement.value(way.id))}`
    case 'start':
      return `SELECT ${columns} FROM sessions s WHERE ${keyRange(statement, query, from.after)} ORDER BY s.id DESC ${limit}`
  }
}

/** Of a way along ids, those of one stretch. */
export function idsOf(ids: readonly string[], { after, rows }: Stretch): readonly string[] {
  return ids.filter((id) => after === null || id < after).slice(0, rows)
}

/**
 * Whether the column of session `s` has that value, as a range of the index on (column, id), to be ordered by both. Told that the column *equals* a
 * value that many have, PostgreSQL may follow the primary key instead and pass over everybody else's sessions: quick where the value is spread evenly,
 * and an endless scan where all that have it are old.
 */
function isOf(column: string, value: string, { from, before }: Range, statement: Statement): string {
  return `(${column}, s.id) >= (${value}, ${statement.value(from)}::uuid) AND (${column}, s.id) < (${value}, ${statement.value(before)}::uuid)`
}

const isWithinReach = (statement: Statement, { reach }: SessionFilters) =>
  reach.companyId === undefined ? 'true' : `s.company_id = ${statement.value(reach.companyId)}`

function keyRange(statement: Statement, query: SessionFilters, after: string | null): string {
  const { from, before } = rangeOf(query, after)
  return `s.id >= ${statement.value(from)}::uuid AND s.id < ${statement.value(before)}::uuid`
}

const lowestId = '00000000-0000-0000-0000-000000000000'
const beyondIds = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/** Ids: from one on, and before another. */
interface Range {
  readonly from: string
  readonly before: string
}

/** The cursor and the times as one range of the key: a session's id carries its `started_at` in front, and none was seen before it started. */
function rangeOf({ startedAfter, startedBefore, seenBefore }: SessionFilters, after: string | null): Range {
  const ends = [startedBefore, seenBefore].flatMap((at) => (at === undefined ? [] : [firstIdAt(at)]))
  return {
    from: startedAfter === undefined ? lowestId : firstIdAt(startedAfter),
    before: [...ends, ...(after === null ? [] : [after.toLowerCase()])].reduce((one, other) => (one < other ? one : other), beyondIds),
  }
}

/** The least UUIDv7 of that millisecond. */
function firstIdAt(at: Instant): string {
  const milliseconds = Math.min(Math.max(at, 0), 2 ** 48 - 1)
  const hex = milliseconds.toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`
}
