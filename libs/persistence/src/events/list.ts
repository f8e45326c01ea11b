import type { Pool } from 'pg'
import { countBeside, type Counted } from '../counted.js'
import { Pace } from '../pace.js'
import { Statement } from '../statement.js'
import { entriesOf, type LogEntry } from './entry.js'
import type { EventFilters, EventQuery } from './query.js'
import { candidates, idsBetween, type Stretch, type Way, wayTo } from './way.js'

export interface EventPage extends Counted {
  readonly items: readonly LogEntry[]
  /** Where to go on; null at the end. A page may be short and still have one. */
  readonly next: number | null
}

const countCap = 1000
/** Rows of the log that one step looks at: the first, and at most. */
const firstStepRows = 500
const stepRows = 20_000
/** Rows that a count looks at. */
const countedRows = 5000
/** Milliseconds that a page may look for its rows before it answers with what it has. */
const searchTime = 300
/** Entries that an export reads at once. */
const exportedAtOnce = 500

interface Step {
  readonly entries: readonly LogEntry[]
  /** Where to go on; null at the end of the log. */
  readonly next: number | null
}

/**
 * Searches the event log, newest first, by keyset. A rare match is searched for in steps until the page is full or the time is up; the page then
 * carries what was found and a cursor to go on, so that no search can run into a deadline.
 */
export async function listEvents(pool: Pool, query: EventQuery): Promise<EventPage> {
  const { limit, after, ...filters } = query
  const [way, ids] = await Promise.all([wayTo(pool, filters), idsBetween(pool, filters)])
  const until = performance.now() + searchTime
  const counted = countBeside(count(pool, way, filters, ids))
  const items: LogEntry[] = []
  const page = async (next: number | null): Promise<EventPage> => ({ items, next, ...(await counted(items.length)) })
  for await (const { entries, next } of walk(pool, way, filters, ids, after, limit + 1)) {
    items.push(...entries)
    if (items.length > limit) {
      items.length = limit
      return page(items.at(-1)?.id ?? null)
    }
    if (next === null || performance.now() >= until) return page(next)
  }
  return page(null)
}

/**
 * Every event that matches, newest first, in batches: each a short statement of its own, and none asked for before the one before was taken.
 * Events that are written behind a walk's back are newer than where it began, and are not in it.
 */
export async function* everyEvent(pool: Pool, filters: EventFilters): AsyncGenerator<readonly LogEntry[], void> {
  const [way, ids] = await Promise.all([wayTo(pool, filters), idsBetween(pool, filters)])
  for await (const { entries } of walk(pool, way, filters, ids, undefined, exportedAtOnce)) yield entries
}

async function* walk(
  pool: Pool,
  way: Way,
  filters: EventFilters,
  ids: Pick<Stretch, 'from' | 'before'>,
  after: number | undefined,
  atMost: number,
): AsyncGenerator<Step, void> {
  let before: number | null = Math.min(ids.before, after ?? Number.MAX_SAFE_INTEGER)
  const pace = new Pace({ first: firstStepRows, most: stepRows })
  while (before !== null) {
    const stretch = { before, from: ids.from }
    const step: Step = await pace.step(
      (rows) => readStep(pool, way, filters, { ...stretch, rows }, atMost),
      ({ entries }, rows) => entries.length < atMost || rows <= atMost,
    )
    yield step
    before = step.next
  }
}

/** What a stretch has beyond the limit is found when the walk goes on behind the last that it gave. */
async function readStep(pool: Pool, way: Way, { reach, ...filters }: EventFilters, stretch: Stretch, atMost: number): Promise<Step> {
  const statement = new Statement()
  const found = `SELECT * FROM c WHERE ${conditions(statement, { reach, ...filters })} ORDER BY id DESC LIMIT ${statement.value(atMost)}`
  const text = `WITH c AS MATERIALIZED (${candidates(statement, way, stretch)})
    SELECT (SELECT count(*)::int FROM c) AS seen, (SELECT min(id) FROM c) AS last,
      coalesce((SELECT json_agg(l) FROM (${entriesOf(found, statement.value(reach.companyId ?? null))}) l), '[]') AS entries`
  const { rows } = await pool.query<{ seen: number; last: number | null; entries: readonly Written[] }>(text, statement.values)
  const { seen = 0, last = null, entries: written = [] } = rows[0] ?? {}
  const entries = written.map((entry) => ({ ...entry, at: Date.parse(entry.at) }))
  const more = entries.length >= atMost ? (entries.at(-1)?.id ?? null) : seen < stretch.rows ? null : last
  return { entries, next: more }
}

/** As JSON has it. */
type Written = Omit<LogEntry, 'at'> & { readonly at: string }

/** How many match, counted from the newest on, to the cap and as far as a count looks. */
async function count(pool: Pool, way: Way, filters: EventFilters, { from, before }: Pick<Stretch, 'from' | 'before'>): Promise<Counted> {
  const statement = new Statement()
  const text = `WITH c AS MATERIALIZED (${candidates(statement, way, { from, before, rows: countedRows })})
    SELECT (SELECT count(*)::int FROM (SELECT FROM c WHERE ${conditions(statement, filters)} LIMIT ${countCap + 1}) m) AS count,
      (SELECT count(*)::int FROM c) AS seen`
  const { rows } = await pool.query<{ count: number; seen: number }>(text, statement.values)
  const { count: found = 0, seen = 0 } = rows[0] ?? {}
  return { count: Math.min(found, countCap), countCapped: found > countCap || seen >= countedRows }
}

/** Every filter as one condition: a way narrows by the best of them, and all must hold. */
function conditions(statement: Statement, { reach, search, ...filters }: EventFilters): string {
  const all: string[] = ['true']
  const bound = reach.companyId === undefined ? null : `${statement.value(reach.companyId)}::int`
  // Where somebody beyond reach came from is not shown, and so is not found out by asking.
  const isShown = bound === null ? '' : `AND ("by" IS NULL OR EXISTS (SELECT FROM users b WHERE b.id = "by" AND b.company_id = ${bound}))`
  const cameFrom = (ip: string) => `(ip <<= ${ip}::inet ${isShown})`
  const add = <T>(value: T | undefined, sql: (placeholder: string) => string) =>
    value !== undefined && all.push(sql(statement.value(value)))
  if (bound !== null) all.push(`company_id = ${bound}`)
  add(filters.companyId, (id) => `company_id = ${id}::int`)
  add(filters.kind, (kind) => `kind = ${kind}::text`)
  add(filters.userId, (id) => `user_id = ${id}::uuid`)
  add(filters.by, (id) => `"by" = ${id}::uuid`)
  add(filters.sessionId, (id) => `session_id = ${id}::uuid`)
  add(filters.clientId, (id) => `client_id = ${id}::text`)
  add(filters.ip, (ip) => cameFrom(ip))
  add(filters.from, (at) => `at >= to_timestamp(${at}::float8 / 1000)`)
  add(filters.until, (at) => `at < to_timestamp(${at}::float8 / 1000)`)
  if (search && 'ip' in search) add(search.ip, (ip) => cameFrom(ip))
  if (search && 'id' in search) add(search.id, (id) => `${id}::uuid IN (session_id, user_id, "by")`)
  if (search && 'email' in search)
    add(
      search.email,
      (email) =>
        `(SELECT u.id FROM users u WHERE u.email = ${email}${bound === null ? '' : ` AND u.company_id = ${bound}`}) IN (user_id, "by")`,
    )
  return all.join(' AND ')
}
