import type { Pool } from 'pg'
import { isOutOfTime } from '../contention.js'
import { countBeside, type Counted } from '../counted.js'
import { Pace } from '../pace.js'
import type { Reach, Role } from '../sessions/index.js'
import { likeLiteral } from '../sessions/list-query.js'
import { Statement } from '../statement.js'
import { inTransaction } from '../transaction.js'
import { idsNamed, isNamed } from './named.js'
import { administeredColumns, type AdministeredUser, administeredJoins, hasRoles, userState, type UserState } from './stored-user.js'

/**
 * What was typed into the one search box, as what it looks like: an id; the beginning of an e-mail; or a text that is that, or the beginnings of words of a
 * name. E-mails in lower case.
 */
export type UserSearch = { readonly id: string } | { readonly emailPrefix: string } | { readonly emailPrefixOrName: string }

/** What to list, newest first. Every filter given must hold. */
export interface UserQuery {
  readonly reach: Reach
  readonly search?: UserSearch | undefined
  /** Undefined: all but the deleted. */
  readonly state?: UserState | undefined
  readonly role?: Role | undefined
  readonly companyId?: number | undefined
  readonly limit: number
  /** The `next` of the page before: a user's id. */
  readonly after?: string | undefined
}

export interface UserPage extends Counted {
  readonly items: readonly AdministeredUser[]
  /** Where to go on; null at the end. A page may be short and still have one. */
  readonly next: string | null
}

const countCap = 1000
/** As sessions are listed (docs/decisions/0004-listing-in-steps.md): rows of the first step, of the longest, those that a count looks at, and milliseconds in all. */
const firstStepRows = 400
const stepRows = 20_000
const countedRows = 5000
const searchTime = 300
/** More users than this under one beginning of an e-mail, or of one name, and the list is walked instead of the indexes on these. */
const namesVisited = 1000
/** Milliseconds that gathering all who have a name may take. */
const namesTime = 300

/** Along what the list is walked: the newest of everybody or of a company; or the few accounts that a search names. */
type Way = 'newest' | { readonly ids: readonly string[] }

/**
 * Lists users, newest first, by keyset on (created_at, id). A rare match is searched for in steps until the page is full or the time is up;
 * the page then carries what was found and a cursor to go on.
 */
export async function listUsers(pool: Pool, query: UserQuery): Promise<UserPage> {
  const way = await wayTo(pool, query)
  const until = performance.now() + searchTime
  const items: AdministeredUser[] = []
  let after = query.after ?? null
  const pace = new Pace({ first: firstStepRows, most: stepRows })
  const counted = countBeside(countUsers(pool, way, query))
  do {
    const from = after
    const wanted = query.limit + 1 - items.length
    const { found, end } = await pace.step(async (rows) => {
      const found = await step(pool, way, query, from, rows, wanted)
      return { found, end: found.length < wanted ? await endOfStep(pool, way, query, from, rows) : null }
    })
    items.push(...found)
    if (items.length > query.limit) {
      const kept = items.slice(0, query.limit)
      return { items: kept, next: kept.at(-1)?.id ?? null, ...(await counted(kept.length)) }
    }
    after = end
  } while (after !== null && performance.now() < until)
  return { items, next: after, ...(await counted(items.length)) }
}

async function wayTo(pool: Pool, query: UserQuery): Promise<Way> {
  const { search } = query
  if (search === undefined) return 'newest'
  if ('id' in search) return { ids: [search.id] }
  if ('emailPrefix' in search) return wayOf(await idsWithEmail(pool, search.emailPrefix, query))
  const { emailPrefixOrName: text } = search
  const withEmail = await idsWithEmail(pool, text, query)
  if (withEmail.length > namesVisited || (await isSoonFull(pool, query))) return 'newest'
  const named = await namedInTime(pool, text, query)
  return named === null ? 'newest' : wayOf([...new Set([...withEmail, ...named])])
}

function wayOf(ids: readonly string[]): Way {
  return ids.length > namesVisited ? 'newest' : { ids }
}

async function idsWithEmail(pool: Pool, prefix: string, { reach, companyId }: UserQuery): Promise<string[]> {
  const statement = new Statement()
  const all = [hasEmailPrefix(statement, prefix)]
  // Each company has its own part of an index: how many others begin like this shows in no time.
  for (const id of [reach.companyId, companyId]) if (id !== undefined) all.push(`u.company_id = ${statement.value(id)}::int`)
  const text = `SELECT u.id FROM users u WHERE ${all.join(' AND ')} LIMIT ${namesVisited + 1}`
  const { rows } = await pool.query<{ id: string }>(text, statement.values)
  return rows.map(({ id }) => id)
}

/** Whether the first step fills the page: who has a name that so many have is not looked up, since the index gathers all of them before it tells one. */
async function isSoonFull(pool: Pool, query: UserQuery): Promise<boolean> {
  const statement = new Statement()
  const text = `SELECT FROM (${candidates(statement, 'newest', query, query.after ?? null, firstStepRows)}) u
    WHERE ${filters(statement, query)} LIMIT ${statement.value(query.limit + 1)}`
  const { rowCount } = await pool.query(text, statement.values)
  return (rowCount ?? 0) > query.limit
}

/** Who is named so; null where so many are, or were, that it takes too long to tell. Within a company that takes as long as its own do. */
async function namedInTime(pool: Pool, text: string, { reach, companyId }: UserQuery): Promise<readonly string[] | null> {
  try {
    return await inTransaction(pool, async (transaction) => {
      await transaction.query(`SET LOCAL statement_timeout = ${namesTime}`)
      return await idsNamed(transaction, text, reach.companyId ?? companyId, namesVisited + 1)
    })
  } catch (fault) {
    if (isOutOfTime(fault)) return null
    throw fault
  }
}

function hasEmailPrefix(statement: Statement, prefix: string): string {
  return `u.email LIKE ${statement.value(`${likeLiteral(prefix)}%`)}`
}

/** The accounts of one step along the way, newest first. The reach is part of the way: what is beyond it shows in no cursor and no count. */
function candidates(statement: Statement, way: Way, { reach, companyId, role }: UserQuery, after: string | null, rows: number): string {
  const all = ['true']
  const companies = [reach.companyId, companyId].filter((id) => id !== undefined)
  for (const id of companies) all.push(`u.company_id = ${statement.value(id)}::int`)
  // Whoever has a role is one of few, and they have indexes of their own.
  if (role !== undefined) all.push(hasRoles)
  if (way !== 'newest') all.push(`u.id = ANY (${statement.value(way.ids)}::uuid[])`)
  if (after !== null)
    // From beyond the reach nothing goes on: when somebody there was created is not the reader's to find out.
    all.push(`(u.created_at, u.id) < (
      SELECT a.created_at, a.id FROM users a
      WHERE a.id = ${statement.value(after)}::uuid AND a.company_id = coalesce(${statement.value(reach.companyId ?? null)}::int, a.company_id)
    )`)
  return `SELECT u.* FROM users u WHERE ${all.join(' AND ')} ORDER BY u.created_at DESC, u.id DESC LIMIT ${statement.value(rows)}`
}

function filters(statement: Statement, { search, state, role }: UserQuery): string {
  const all = [state === undefined ? 'u.deleted_at IS NULL' : `${userState} = ${statement.value(state)}`]
  if (role !== undefined) all.push(`${statement.value(role)}::role = ANY (u.roles)`)
  if (search && 'emailPrefix' in search) all.push(hasEmailPrefix(statement, search.emailPrefix))
  if (search && 'emailPrefixOrName' in search) {
    const { emailPrefixOrName: text } = search
    all.push(`(${hasEmailPrefix(statement, text)} OR ${isNamed(statement, text)})`)
  }
  return all.join(' AND ')
}

async function step(
  pool: Pool,
  way: Way,
  query: UserQuery,
  after: string | null,
  rows: number,
  limit: number,
): Promise<AdministeredUser[]> {
  const statement = new Statement()
  const text = `
    WITH u AS MATERIALIZED (
      SELECT u.* FROM (${candidates(statement, way, query, after, rows)}) u WHERE ${filters(statement, query)}
      ORDER BY u.created_at DESC, u.id DESC LIMIT ${statement.value(limit)}
    )
    SELECT ${administeredColumns} FROM u ${administeredJoins} ORDER BY u.created_at DESC, u.id DESC`
  const { rows: found } = await pool.query<AdministeredUser>(text, statement.values)
  return found
}

/** The last candidate of a full step, to go on from; null when all are searched. */
async function endOfStep(pool: Pool, way: Way, query: UserQuery, after: string | null, rows: number): Promise<string | null> {
  const statement = new Statement()
  const text = `WITH c AS MATERIALIZED (${candidates(statement, way, query, after, rows)})
    SELECT (SELECT id FROM c ORDER BY created_at, id LIMIT 1) AS id, (SELECT count(*)::int FROM c) AS count`
  const { rows: ends } = await pool.query<{ id: string; count: number }>(text, statement.values)
  const [end] = ends
  return end && end.count >= rows ? end.id : null
}

/** How many match, counted from the newest on, to the cap and as far as a count looks. */
async function countUsers(pool: Pool, way: Way, query: UserQuery): Promise<Counted> {
  const statement = new Statement()
  const text = `SELECT count(*)::int AS count FROM (
      SELECT FROM (${candidates(statement, way, query, null, countedRows)}) u WHERE ${filters(statement, query)} LIMIT ${countCap + 1}
    ) m`
  const { rows } = await pool.query<{ count: number }>(text, statement.values)
  const counted = rows[0]?.count ?? 0
  if (counted > countCap) return { count: countCap, countCapped: true }
  return { count: counted, countCapped: (await endOfStep(pool, way, query, null, countedRows)) !== null }
}
