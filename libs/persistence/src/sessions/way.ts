import type { EndReason, Instant } from '@tessera/core'
import type { Ground } from './ground.js'
import type { SessionFilters, StartOfExpired } from './list-query.js'
import { usersNamed, usersVisited } from './meaning.js'

/** More sessions than this in one network, and walking the newest finds a page sooner than putting theirs in order. */
export const networkVisited = 10_000

/** More companies than this with sessions from one address, or more watermarks with one reason, and walking the newest finds a page sooner than merging. */
const rangesMerged = 200

/** Watermarks of whole scopes are each a part of the statement; more of them than this, and planning it takes longer than a walk. */
const scopesMerged = 10

/** More clients than this, and what each step looks at of each is too little to come on by. */
const clientsMerged = 10

/** Whom the watermarks with some reason have ended sessions of. */
interface WatermarkedBy {
  readonly users: readonly string[]
  readonly scopes: readonly { readonly of: 'company' | 'client'; readonly id: string; readonly at: Instant }[]
}

/**
 * How a walk reaches its rows: always along an index whose order is the walk's own, newest first, so that no page is sorted; or by their ids,
 * newest first, which were looked up before. What a way does not cover is filtered on the rows that it yields.
 */
export type Way =
  | { readonly by: 'ids'; readonly ids: readonly string[] }
  | { readonly by: 'network'; readonly network: string }
  | { readonly by: 'users'; readonly ids: readonly string[] }
  | { readonly by: 'session_or_user'; readonly id: string }
  | { readonly by: 'ip'; readonly ip: string; readonly companies: readonly number[] }
  | { readonly by: 'reason'; readonly under: WatermarkedBy }
  | { readonly by: 'company'; readonly id: number }
  | { readonly by: 'client'; readonly id: string }
  | { readonly by: 'clients'; readonly each: readonly StartOfExpired[] }
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
  const ip = query.ip ?? (search && 'ip' in search ? search.ip : undefined)
  const isAddress = ip !== undefined && !ip.includes('/')
  // Within a company only its own part of an index will do: candidates of others, which the reach takes away, would show in cursor, count and time.
  if (reach.companyId !== undefined)
    return isAddress ? { by: 'ip', ip, companies: [reach.companyId] } : { by: 'company', id: reach.companyId }
  if (isAddress) {
    const companies = query.companyId === undefined ? await companiesAt(ground, ip) : [query.companyId]
    if (companies.length === 0) return { by: 'ids', ids: [] }
    if (companies.length <= rangesMerged) return { by: 'ip', ip, companies }
  }
  if (ip !== undefined && !isAddress && (await isVisited(ground, ip))) return { by: 'network', network: ip }
  if (query.companyId !== undefined) return { by: 'company', id: query.companyId }
  const under = query.reason === undefined ? null : await watermarkedBy(ground, query.reason)
  // Whole scopes are wide: among their sessions a client's own may be few.
  if (under !== null && (under.scopes.length === 0 || query.clientId === undefined)) return { by: 'reason', under }
  if (query.clientId !== undefined) return { by: 'client', id: query.clientId }
  const each = query.startsOfExpired ?? []
  // Where all have one lifetime, those that have expired begin at one place.
  if (each.length <= clientsMerged && new Set(each.map(({ before }) => before)).size > 1) return { by: 'clients', each }
  return { by: 'start' }
}

/** Whether so few sessions are from a network, whenever they started, that they are put in order for each page. */
async function isVisited({ pool }: Ground, network: string): Promise<boolean> {
  const { rows } = await pool.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM (SELECT FROM sessions s WHERE s.ip <<= $1::inet ORDER BY s.ip LIMIT ${networkVisited + 1}) s`,
    [network],
  )
  return (rows[0]?.count ?? 0) <= networkVisited
}

function newestFirst(ids: readonly string[]): string[] {
  return [...ids].sort((one, other) => (one < other ? 1 : -1))
}

/** The companies that have sessions from an address: from each to the next along the index, past all that lies between them. */
async function companiesAt(ground: Ground, ip: string): Promise<number[]> {
  const next = (beyond: string) => `
    SELECT s.company_id FROM sessions s WHERE (s.ip, s.company_id) > ($1::inet, ${beyond}) AND s.ip <= $1::inet ORDER BY s.ip, s.company_id LIMIT 1`
  const { rows } = await ground.pool.query<{ id: number }>(
    `WITH RECURSIVE at (id) AS ((${next('-1')}) UNION ALL SELECT (${next('at.id')}) FROM at WHERE at.id IS NOT NULL)
     SELECT id FROM at WHERE id IS NOT NULL LIMIT ${rangesMerged + 1}`,
    [ip],
  )
  return rows.map(({ id }) => id)
}

/**
 * Whose sessions watermarks with that reason have ended: these say so in no row of their own, and the index on reasons does not know them. Null where
 * there are too many to visit each, or where one ended everybody's.
 */
async function watermarkedBy(ground: Ground, reason: EndReason): Promise<WatermarkedBy | null> {
  const { rows } = await ground.pool.query<{ subject: string; at: Instant }>(
    `SELECT w.subject, w.at FROM watermarks w WHERE w.reason = $1::end_reason LIMIT ${rangesMerged + 1}`,
    [reason],
  )
  if (rows.length > rangesMerged) return null
  const users = new Set<string>()
  const scopes: WatermarkedBy['scopes'][number][] = []
  for (const { subject, at } of rows) {
    const [of, id = ''] = subject.split(/:(.*)/s)
    if (of === 'user') users.add(id)
    else if (of === 'company' || of === 'client') scopes.push({ of, id, at })
    else return null
  }
  return scopes.length > scopesMerged ? null : { users: [...users], scopes }
}
