import type { Instant } from '@tessera/core'
import type { Statement } from '../statement.js'
import type { SessionFilters } from './list-query.js'
import { networkVisited, type Way } from './way.js'

/**
 * Rows that one step of a search looks at, at most: some 10 ms where a look at the row tells. It stops at the last row that a page takes, so a common
 * match costs little; a rare one is found in several steps, each with a cursor to go on.
 */
export const stepRows = 20_000
/** The first step looks at fewer: nobody knows yet how quick the database is. */
export const firstStepRows = 5_000

/** A stretch of candidates: from a cursor on (null: from the newest), at most so many. */
export interface Stretch {
  readonly after: string | null
  readonly rows: number
}

/** Rows of one step where several ranges of an index are merged, at most and at least: so many are read of each, and of all of them no more than of one. */
const mergedRows = { most: 2_000, least: 100 } as const

/** The sessions of one stretch along the way, newest first: SQL that yields columns of `sessions`. */
export function candidates(statement: Statement, way: Way, query: SessionFilters, from: Stretch, columns = 's.*'): string {
  if (way.by === 'ids') {
    const ids = statement.value(idsOf(way.ids, from))
    return `${visited(columns, `SELECT id FROM unnest(${ids}::uuid[]) AS given (id) ORDER BY id DESC`)}
      WHERE ${isWithinReach(statement, query)} AND ${keyRange(statement, query, null)} ORDER BY k.id DESC`
  }
  const limit = `LIMIT ${statement.value(from.rows)}`
  const along = (columns: string, values: string, asked: SessionFilters = query) =>
    `${isOf(columns, values, rangeOf(asked, from.after), statement)} ORDER BY ${pairOf(columns)} ${limit}`
  // Within a company a user's sessions are few, and said to be: told of the pair alone, PostgreSQL would rather read all that a small company has.
  const ofUser = (id: string) =>
    `${query.reach.companyId === undefined ? '' : `s.user_id = ${id} AND ${isWithinReach(statement, query)} AND `}${along('s.user_id', id)}`
  const each = (type: string, values: readonly unknown[], condition: (value: string) => string) =>
    `SELECT s.id FROM unnest(${statement.value(values)}::${type}[]) AS of (value)
      CROSS JOIN LATERAL (SELECT s.id FROM sessions s WHERE ${condition('of.value')}) s`
  const ofUsers = (ids: readonly string[]) => each('uuid', ids, ofUser)
  const mergedFrom = (parts: readonly string[]) =>
    visited(columns, `SELECT id FROM (${parts.map((part) => `(${part})`).join(' UNION ')}) u ORDER BY id DESC ${limit}`)
  switch (way.by) {
    case 'users':
      return mergedFrom([ofUsers(way.ids)])
    case 'session_or_user': {
      const id = `${statement.value(way.id)}::uuid`
      return mergedFrom([
        `SELECT s.id FROM sessions s WHERE s.id = ${id} AND ${isWithinReach(statement, query)} AND ${keyRange(statement, query, from.after)}`,
        `SELECT s.id FROM sessions s WHERE ${ofUser(id)}`,
      ])
    }
    case 'network':
      // Along the index on addresses, which has all that is read, and in its order: or all sessions might be read for a network that most are in. It may
      // have grown since it was found small enough.
      return mergedFrom([
        `SELECT s.id FROM (SELECT s.id FROM sessions s WHERE s.ip <<= ${statement.value(way.network)}::inet ORDER BY s.ip LIMIT ${2 * networkVisited}) s
          WHERE ${keyRange(statement, query, from.after)}`,
      ])
    case 'ip':
      return mergedFrom([each('int', way.companies, (id) => along('s.ip, s.company_id', `${statement.value(way.ip)}::inet, ${id}`))])
    case 'reason': {
      const marked = `WHERE s.revoked_at IS NOT NULL AND ${along('s.revoked_reason', `${statement.value(query.reason)}::end_reason`)}`
      if (rangesOf(way) === 0) return `SELECT ${columns} FROM sessions s ${marked}`
      const underScopes = way.under.scopes.map(({ of, id, at }) => {
        const then = { ...query, startedBefore: earlier(query.startedBefore, at + 1) }
        if (of === 'company') return `SELECT s.id FROM sessions s WHERE ${along('s.company_id', `${statement.value(id)}::int`, then)}`
        return `SELECT s.id FROM sessions s WHERE ${along('s.client_id', statement.value(id), then)}`
      })
      return mergedFrom([`SELECT s.id FROM sessions s ${marked}`, ofUsers(way.under.users), ...underScopes])
    }
    case 'company':
      // That it is the reach's own is not said twice: as a plain comparison it would make the pair no pair.
      return `SELECT ${columns} FROM sessions s WHERE ${isOf('s.company_id', `${statement.value(way.id)}::int`, rangeOf(query, from.after), statement)}
        AND ${query.reach.companyId === undefined || query.reach.companyId === way.id} ORDER BY ${pairOf('s.company_id')} ${limit}`
    case 'client':
      return `SELECT ${columns} FROM sessions s WHERE ${along('s.client_id', statement.value(way.id))}`
    case 'clients': {
      const befores = way.each.map(
        ({ before }) => rangeOf({ ...query, startedBefore: earlier(query.startedBefore, before) }, from.after).before,
      )
      return mergedFrom([
        `SELECT s.id FROM unnest(${statement.value(way.each.map(({ clientId }) => clientId))}::text[], ${statement.value(befores)}::uuid[]) AS of (client_id, before)
          CROSS JOIN LATERAL (SELECT s.id FROM sessions s
            WHERE (s.client_id, s.id) >= (of.client_id, ${statement.value(rangeOf(query, null).from)}::uuid) AND (s.client_id, s.id) < (of.client_id, of.before)
            ORDER BY ${pairOf('s.client_id')} ${limit}) s`,
      ])
    }
    case 'start':
      return `SELECT ${columns} FROM sessions s WHERE ${keyRange(statement, query, from.after)} ORDER BY s.id DESC ${limit}`
  }
}

const earlier = (one: Instant | undefined, other: Instant) => Math.min(one ?? Infinity, other)

/** The order of an index on columns of `s` and the id. */
const pairOf = (columns: string) => `${columns.replaceAll(',', ' DESC,')} DESC, s.id DESC`

/** How many ranges of an index a way's candidates come from, to be merged by their ids; none where they come in order. */
function rangesOf(way: Way): number {
  switch (way.by) {
    case 'users':
      return way.ids.length
    case 'ip':
      return way.companies.length
    case 'clients':
      return way.each.length
    case 'session_or_user':
    case 'network':
      return 1
    case 'reason': {
      const under = way.under.users.length + way.under.scopes.length
      return under === 0 ? 0 : 1 + under
    }
    default:
      return 0
  }
}

/** How many rows a step along a way looks at. */
export function rowsAlong(way: Way): number {
  const ranges = rangesOf(way)
  return ranges === 0 ? stepRows : Math.min(Math.max(Math.floor(stepRows / ranges), mergedRows.least), mergedRows.most)
}

/** Newest first, in the words in which a way's candidates come already: PostgreSQL would sort all of a stretch to have them by another one's id. */
export function orderOf(way: Way): string {
  if (way.by === 'ids' || rangesOf(way) > 0) return 's.turn DESC'
  // Of others it knows that the column has one value.
  return way.by === 'reason' ? pairOf('s.revoked_reason') : 's.id DESC'
}

/** The sessions of these ids, newest first, as they are: each is looked up when it is its turn, and none behind the last that is taken. */
const visited = (columns: string, ids: string) => `SELECT ${columns}, k.id AS turn FROM (${ids}) k
  CROSS JOIN LATERAL (SELECT * FROM sessions s WHERE s.id = k.id LIMIT 1) s`

/**
 * SQL of the last candidate of a full stretch, to go on from; null when the candidates were fewer, so that all are searched. For the statement that
 * reads the stretch: in another one it may end elsewhere, and what lies between would be read twice, or not at all.
 */
export function endOfStretch(statement: Statement, way: Way, query: SessionFilters, from: Stretch): string {
  // Not asked of the database: an id that is no session's, or no longer, does not end the walk.
  if (way.by === 'ids') return `${statement.value(idsOf(way.ids, from)[from.rows - 1] ?? null)}::uuid`
  return `(WITH c AS MATERIALIZED (${candidates(statement, way, query, from, 's.id')})
    SELECT (SELECT c.id FROM c ORDER BY c.id LIMIT 1) WHERE (SELECT count(*) FROM c) >= ${statement.value(from.rows)})`
}

/** Of a way along ids, those of one stretch. */
function idsOf(ids: readonly string[], { after, rows }: Stretch): readonly string[] {
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
  reach.companyId === undefined ? 'true' : `s.company_id = ${statement.value(reach.companyId)}::int`

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

/** The cursor and the times as one range of the key: a session's id carries its `started_at` in front, and none was seen, or has ended, before it started. */
function rangeOf({ startedAfter, startedBefore, seenBefore, endedBefore }: SessionFilters, after: string | null): Range {
  const ends = [startedBefore, seenBefore, endedBefore].flatMap((at) => (at === undefined ? [] : [firstIdAt(at)]))
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
