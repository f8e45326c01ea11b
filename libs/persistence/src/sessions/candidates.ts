import type { Instant } from '@tessera/core'
import type { Statement } from '../statement.js'
import type { Ground } from './ground.js'
import { likeLiteral, type Search, type SessionQuery } from './list-query.js'

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

/**
 * How the listing reaches its rows: always along an index whose order is the page's own, newest first, so that no page is sorted.
 * What a way does not cover is filtered on the rows that it yields.
 */
export type Way =
  | { readonly by: 'id'; readonly id: string }
  | { readonly by: 'users'; readonly ids: readonly string[] }
  | { readonly by: 'session_or_user'; readonly id: string }
  | { readonly by: 'ip'; readonly ip: string }
  | { readonly by: 'reason' }
  | { readonly by: 'company' }
  | { readonly by: 'start' }

/** Picks the most selective index that the query's filters allow. */
export async function wayTo(ground: Ground, query: SessionQuery): Promise<Way> {
  const search: Partial<Search> = query.search ?? {}
  if (search.sessionOrUserId !== undefined) return { by: 'session_or_user', id: search.sessionOrUserId }
  const userId = query.reach.userId ?? query.userId
  if (userId !== undefined) return { by: 'users', ids: [userId] }
  const emailPrefix = query.emailPrefix ?? search.emailPrefix
  if (emailPrefix !== undefined) {
    const ids = await usersNamed(ground, emailPrefix)
    if (ids.length <= usersVisited) return { by: 'users', ids }
  }
  // Within a company only its own index will do: candidates of others, which the reach takes away, would show in cursor, count and time.
  if (query.reach.companyId !== undefined) return { by: 'company' }
  const ip = query.ip ?? search.ip
  if (ip !== undefined) return { by: 'ip', ip }
  if (query.reason !== undefined && !(await isReasonOfWatermarks(ground, query.reason))) return { by: 'reason' }
  return { by: 'start' }
}

async function usersNamed(ground: Ground, prefix: string): Promise<string[]> {
  const { rows } = await ground.pool.query<{ id: string }>(`SELECT id FROM users WHERE email LIKE $1 LIMIT ${usersVisited + 1}`, [
    `${likeLiteral(prefix)}%`,
  ])
  return rows.map(({ id }) => id)
}

/** The partial index on reasons knows only sessions revoked one by one; a watermark's reason stands in no session's row. */
async function isReasonOfWatermarks(ground: Ground, reason: string): Promise<boolean> {
  const { rows } = await ground.pool.query('SELECT FROM watermarks WHERE reason = $1::end_reason LIMIT 1', [reason])
  return rows.length > 0
}

/** The sessions of one stretch along the way, newest first: SQL that yields columns of `sessions`. */
export function candidates(statement: Statement, way: Way, query: SessionQuery, from: Stretch, columns = 's.*'): string {
  if (way.by === 'id') return `SELECT ${columns} FROM sessions s WHERE s.id = ${statement.value(way.id)}::uuid`
  const limit = `LIMIT ${statement.value(from.rows)}`
  const newestFirst = `${keyRange(statement, query, from.after)} ORDER BY s.id DESC ${limit}`
  switch (way.by) {
    case 'users':
      return `SELECT ${columns} FROM unnest(${statement.value(way.ids)}::uuid[]) AS of_user (id)
        CROSS JOIN LATERAL (SELECT * FROM sessions s WHERE s.user_id = of_user.id AND ${newestFirst}) s ORDER BY s.id DESC ${limit}`
    case 'session_or_user': {
      const id = statement.value(way.id)
      return `SELECT ${columns} FROM (
          SELECT * FROM sessions WHERE id = ${id}::uuid
          UNION (SELECT * FROM sessions s WHERE s.user_id = ${id}::uuid AND ${newestFirst})
        ) s WHERE ${newestFirst}`
    }
    case 'ip':
      return `SELECT ${columns} FROM sessions s WHERE s.ip = ${statement.value(way.ip)}::inet AND ${newestFirst}`
    case 'reason':
      return `SELECT ${columns} FROM sessions s WHERE s.revoked_at IS NOT NULL AND s.revoked_reason = ${statement.value(query.reason)}::end_reason AND ${newestFirst}`
    case 'company':
    case 'start':
      return `SELECT ${columns} FROM sessions s WHERE ${newestFirst}`
  }
}

/** The caller's company, and the cursor and the start times as one range of the key: a session's id carries its `started_at` in front. */
function keyRange(statement: Statement, { reach, startedAfter, startedBefore }: SessionQuery, after: string | null): string {
  const bounds = ['true']
  if (reach.companyId !== undefined) bounds.push(`s.company_id = ${statement.value(reach.companyId)}`)
  if (after !== null) bounds.push(`s.id < ${statement.value(after)}::uuid`)
  if (startedBefore !== undefined) bounds.push(`s.id < ${statement.value(firstIdAt(startedBefore))}::uuid`)
  if (startedAfter !== undefined) bounds.push(`s.id >= ${statement.value(firstIdAt(startedAfter))}::uuid`)
  return bounds.join(' AND ')
}

/** The least UUIDv7 of that millisecond. */
function firstIdAt(at: Instant): string {
  const milliseconds = Math.min(Math.max(at, 0), 2 ** 48 - 1)
  const hex = milliseconds.toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`
}
