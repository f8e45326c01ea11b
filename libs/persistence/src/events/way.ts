import type { Instant } from '@tessera/core'
import type { Pool } from 'pg'
import type { Statement } from '../statement.js'
import type { EventFilters } from './query.js'

/** A stretch of the log: below one id, not below another, at most so many rows of each way. */
export interface Stretch {
  readonly before: number
  readonly from: number
  readonly rows: number
}

/** How the log is gone through: along indexes that end in its id, so newest first without a sort. More than one is a union. */
export type Way = readonly { readonly column: 'session_id' | 'user_id' | 'by' | 'kind' | 'company_id'; readonly value: string | number }[]

/** These two are most of the log, and not in the index of kinds. */
const common = ['session_started', 'session_ended']

/** Picks the most selective index that the filters allow; none is the log itself. */
export async function wayTo(pool: Pool, filters: EventFilters): Promise<Way> {
  if (filters.sessionId !== undefined) return [{ column: 'session_id', value: filters.sessionId }]
  const { search } = filters
  const ids = search && 'id' in search ? [search.id] : search && 'email' in search ? await usersOf(pool, search.email, filters.reach) : null
  if (ids) return ids.flatMap((value) => (['session_id', 'user_id', 'by'] as const).map((column) => ({ column, value })))
  if (filters.userId !== undefined) return [{ column: 'user_id', value: filters.userId }]
  if (filters.by !== undefined) return [{ column: 'by', value: filters.by }]
  // Within a company its own index alone will do: of the others' there may be any number between two of its own.
  const companyId = filters.reach.companyId ?? filters.companyId
  if (companyId !== undefined) return [{ column: 'company_id', value: companyId }]
  if (filters.kind !== undefined && !common.includes(filters.kind)) return [{ column: 'kind', value: filters.kind }]
  return []
}

/** @returns nobody of whom only the id may be shown: what they did would tell whose address it is */
async function usersOf(pool: Pool, email: string, { companyId }: EventFilters['reach']): Promise<readonly string[]> {
  const text = 'SELECT id FROM users WHERE email = $1 AND ($2::int IS NULL OR company_id = $2)'
  const { rows } = await pool.query<{ id: string }>({ name: 'user-by-email', text, values: [email, companyId ?? null] })
  return rows.length > 0 ? rows.map(({ id }) => id) : [nobody]
}

/** An id that nothing has. */
const nobody = '00000000-0000-0000-0000-000000000000'

const types = { session_id: 'uuid', user_id: 'uuid', by: 'uuid', kind: 'text', company_id: 'int' } as const

/**
 * The rows of a stretch along a way, newest first: SQL. A column and the id are compared as a pair, and nowhere as an equality: told that a company has
 * an eighth of the log, PostgreSQL passes over everybody else's, and over all of the log where the company's are old. And the value is a SELECT: a pair
 * with one that PostgreSQL knows is taken for hardly any row where it is the lowest of all, and all of the company's would be put in order.
 */
export function candidates(statement: Statement, way: Way, { before, from, rows }: Stretch): string {
  const limit = `LIMIT ${statement.value(rows)}`
  const [only, ...others] = way.map(({ column, value }) => {
    // Implied by the comparison; said, so that the partial index is seen to do.
    const indexed = column === 'kind' ? `kind NOT IN ('${common.join("', '")}')` : `"${column}" IS NOT NULL`
    const pair = (id: number) => `((SELECT ${statement.value(value)}::${types[column]}), ${statement.value(id)}::bigint)`
    return `SELECT * FROM events WHERE ${indexed} AND ("${column}", id) < ${pair(before)} AND ("${column}", id) >= ${pair(from)}
      ORDER BY "${column}" DESC, id DESC ${limit}`
  })
  if (only === undefined)
    return `SELECT * FROM events WHERE id < ${statement.value(before)}::bigint AND id >= ${statement.value(from)}::bigint ORDER BY id DESC ${limit}`
  if (others.length === 0) return only
  const union = [only, ...others].map((arm) => `(SELECT id FROM (${arm}) a)`).join(' UNION ')
  return `SELECT e.* FROM (SELECT id FROM (${union}) m ORDER BY id DESC ${limit}) m JOIN events e ON e.id = m.id ORDER BY e.id DESC`
}

/** Entries are written in the order of their ids, save for this, in milliseconds: no transaction of ours takes longer. */
const slack = 30_000

/**
 * The ids between which lies everything of some time, found by halving the log: some thirty probes of its primary key, in one statement. A
 * little more than what is asked for: `at` decides.
 */
export async function idsBetween(pool: Pool, { from, until }: { from?: Instant | undefined; until?: Instant | undefined }) {
  return {
    from: from === undefined ? 0 : await firstIdAt(pool, from - slack),
    before: until === undefined ? Number.MAX_SAFE_INTEGER : await firstIdAt(pool, until + slack),
  }
}

const halving = `
  WITH RECURSIVE t AS MATERIALIZED (SELECT to_timestamp($1::float8 / 1000) AS at),
  b (low, high) AS (
    SELECT coalesce((SELECT min(id) FROM events), 1), coalesce((SELECT max(id) FROM events), 0) + 1
    UNION ALL
    SELECT CASE WHEN p.at < t.at THEN p.id + 1 ELSE b.low END, CASE WHEN p.at < t.at THEN b.high ELSE m.id END
    FROM b CROSS JOIN t CROSS JOIN LATERAL (SELECT (b.low + b.high) / 2 AS id) m
      LEFT JOIN LATERAL (SELECT id, at FROM events WHERE id >= m.id AND id < b.high ORDER BY id LIMIT 1) p ON true
    WHERE b.low < b.high
  )
  SELECT low AS id FROM b WHERE low >= high`

/** The lowest id from which on everything is of that time or later, as far as times follow ids. */
async function firstIdAt(pool: Pool, at: Instant): Promise<number> {
  const { rows } = await pool.query<{ id: number }>({ name: 'events-halved', text: halving, values: [at] })
  return rows[0]?.id ?? 0
}
