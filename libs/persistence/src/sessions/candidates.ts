import type { Instant } from '@tessera/core'
import type { Statement } from '../statement.js'
import type { SessionFilters } from './list-query.js'
import { networkVisited, type Way } from './way.js'

/**
 * Rows that one step of a search looks at, at most: some 10 ms where a look at the row tells. It stops at the last row that a page takes, so a common
 * match costs little; a rare one is found in several steps, each with a cursor to go on.
 */
export const stepRows = 20_000

/** A stretch of candidates: from a cursor on (null: from the newest), at most so many. */
export interface Stretch {
  readonly after: string | null
  readonly rows: number
}

/** Rows of one step where several ranges of an index are merged: so many are read of each. */
export const mergedRows = 2_000

/** The sessions of one stretch along the way, newest first: SQL that yields columns of `sessions`. */
export function candidates(statement: Statement, way: Way, query: SessionFilters, from: Stretch, columns = 's.*'): string {
  if (way.by === 'ids') {
    const ids = statement.value(idsOf(way.ids, from))
    return `${visited(columns, `SELECT id FROM unnest(${ids}::uuid[]) AS given (id) ORDER BY id DESC`)}
      WHERE ${isWithinReach(statement, query)} AND ${keyRange(statement, query, null)} ORDER BY k.id DESC`
  }
  const limit = `LIMIT ${statement.value(from.rows)}`
  const along = (columns: string, values: string, asked: SessionFilters = query) =>
    `${isOf(columns, values, rangeOf(asked, from.after), statement)} AND ${isWithinReach(statement, query)} ORDER BY ${pairOf(columns)} ${limit}`
  const each = (type: string, values: readonly unknown[], condition: (value: string) => string) =>
    `SELECT s.id FROM unnest(${statement.value(values)}::${type}[]) AS of (value)
      CROSS JOIN LATERAL (SELECT s.id FROM sessions s WHERE ${condition('of.value')}) s`
  const ofUsers = (ids: readonly string[]) => each('uuid', ids, (id) => along('s.user_id', id))
  const mergedFrom = (parts: readonly string[]) =>
    visited(columns, `SELECT id FROM (${parts.map((part) => `(${part})`).join(' UNION ')}) u ORDER BY id DESC ${limit}`)
  switch (way.by) {
    case 'users':
      return mergedFrom([ofUsers(way.ids)])
    case 'session_or_user': {
      const id = `${statement.value(way.id)}::uuid`
      return mergedFrom([
        `SELECT s.id FROM sessions s WHERE s.id = ${id} AND ${isWithinReach(statement, query)} AND ${keyRange(statement, query, from.after)}`,
        `SELECT s.id FROM sessions s WHERE ${along('s.user_id', id)}`,
      ])
    }
    case 'network':
      // Along the index on addresses, which has all that is read, and in its order: or all sessions might be read for a network that most are in.
      return mergedFrom([
        `SELECT s.id FROM (SELECT s.id FROM sessions s WHERE s.ip <<= ${statement.value(way.network)}::inet ORDER BY s.ip LIMIT ${networkVisited}) s
          WHERE ${keyRange(statement, query, from.after)}`,
      ])
    case 'ip':
      return mergedFrom([each('int', way.companies, (id) => along('s.ip, s.company_id', `${statement.value(way.ip)}::inet, ${id}`))])
    case 'reason': {
      const marked = `WHERE s.revoked_at IS NOT NULL AND ${along('s.revoked_reason', `${statement.value(query.reason)}::end_reason`)}`
      if (!isMerged(way)) return `SELECT ${columns} FROM sessions s ${marked}`
      const underScopes = way.under.scopes.map(({ of, id, at }) => {
        const then = { ...query, startedBefore: Math.min(query.startedBefore ?? Infinity, at + 1) }
        if (of === 'company') return `SELECT s.id FROM sessions s WHERE ${along('s.company_id', `${statement.value(id)}::int`, then)}`
        if (of === 'client') return `SELECT s.id FROM sessions s WHERE ${along('s.client_id', statement.value(id), then)}`
        return `SELECT s.id FROM sessions s WHERE ${keyRange(statement, then, from.after)} ORDER BY s.id DESC ${limit}`
      })
      return mergedFrom([`SELECT s.id FROM sessions s ${marked}`, ofUsers(way.under.users), ...underScopes])
    }
    case 'company':
      // That it is the reach's own is not said twice: as a plain comparison it would make the pair no pair.
      return `SELECT ${columns} FROM sessions s WHERE ${isOf('s.company_id', `${statement.value(way.id)}::int`, rangeOf(query, from.after), statement)}
        AND ${query.reach.companyId === undefined || query.reach.companyId === way.id} ORDER BY ${pairOf('s.company_id')} ${limit}`
    case 'client':
      return `SELECT ${columns} FROM sessions s WHERE ${along('s.client_id', statement.value(way.id))}`
    case 'start':
      return `SELECT ${columns} FROM sessions s WHERE ${keyRange(statement, query, from.after)} ORDER BY s.id DESC ${limit}`
  }
}

/** The order of an index on columns of `s` and the id. */
const pairOf = (columns: string) => `${columns.replaceAll(',', ' DESC,')} DESC, s.id DESC`

/** Whether the ways's candidates come from several ranges, merged by their ids. */
const isMerged = (way: Way): boolean =>
  way.by === 'users' ||
  way.by === 'session_or_user' ||
  way.by === 'network' ||
  way.by === 'ip' ||
  (way.by === 'reason' && way.under.users.length + way.under.scopes.length > 0)

/** How many rows a step along a way looks at. */
export const rowsAlong = (way: Way): number => (isMerged(way) ? mergedRows : stepRows)

/** Newest first, in the words in which a way's candidates come already: PostgreSQL would sort all of a stretch to have them by another one's id. */
export function orderOf(way: Way): string {
  if (way.by === 'ids' || isMerged(way)) return 's.turn DESC'
  // Of others it knows that the column has one value.
  return way.by === 'reason' ? pairOf('s.revoked_reason') : 's.id DESC'
}

/** The sessions of these ids, newest first, as they are: each is looked up when it is its turn, and none behind the last that is taken. */
const visited = (columns: string, ids: string) => `SELECT ${columns}, k.id AS turn FROM (${ids}) k
  CROSS JOIN LATERAL (SELECT * FROM sessions s WHERE s.id = k.id LIMIT 1) s`

/** Of a way along ids, those of one stretch. */
export function idsOf(ids: readonly string[], { after, rows }: Stretch): readonly string[] {
  return ids.filter((id) => after === null || id < after).slice(0, rows)
}

/**
 * Whether the column of session `s` has that value, as a range of the index on (column, id), to be ordered by both. Told that the column *equals* a
 * value that many have, PostgreSQL may follow the primary key instead and pass over everybody else's sessions: quick where the value is spread evenly,
 * and an endless scan where all that have it are old.
 */
function isOf(columns: string, values: string, { from, before }: Range, statement: Statement): string {
  return `(${columns}, s.id) >= (${values}, ${statement.value(from)}::uuid) AND (${columns}, s.id) < (${values}, ${statement.value(before)}::uuid)`
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
