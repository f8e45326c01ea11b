import { idsBehind, isRevocation, type Place, placeColumns } from '../events/place.js'
import { idsBetween } from '../events/way.js'
import type { Ground } from '../ground.js'
import { Statement } from '../statement.js'
import { decodeCursor, type FeedCursor, type Mark } from './cursor.js'
import { concernsFor, feedEntries, type FeedEntry } from './entry.js'

export interface FeedQuery {
  /** Whose revocations; null: everybody's. */
  readonly companyId: number | null
  /** Where to go on. Without it, or with one of another epoch or another company, the feed begins with a snapshot. */
  readonly after: FeedCursor | string | null
  readonly limit: number
}

/** A stretch of the feed. */
export interface FeedPage {
  readonly entries: readonly FeedEntry[]
  readonly next: FeedCursor
  /** Whether that is where the log ended when this was read. If not, there may be more to be read at once. */
  readonly isEnd: boolean
}

/** Revocations that one statement looks at for a company at most: among everybody's, its own may be rare. */
const mostLookedAt = 5_000

/**
 * What tells one history of a database from another. No database is restored, nor another one made the primary, without a server that starts; one that
 * goes on after a crash, and may have lost what was not on the disk yet, begins its statistics anew; and a table that is filled anew has another
 * file. A clean restart counts as well: its followers read a snapshot once.
 */
const epoch = `left(md5(concat_ws('/', extract(epoch FROM pg_postmaster_start_time()), extract(epoch FROM pg_stat_get_bgwriter_stat_reset_time()), (SELECT oid FROM pg_database WHERE datname = current_database()),
    'events'::regclass::oid, pg_relation_filenode('events'))), 16)`

/**
 * Reads the revocation feed from a place on. However transactions commit, no entry is missed; some come twice.
 *
 * @throws when the database has trouble
 */
export async function readFeed(ground: Ground, { companyId, after, limit }: FeedQuery): Promise<FeedPage> {
  const cursor = typeof after === 'string' ? decodeCursor(after) : after
  const page = cursor?.companyId === companyId ? await readOn(ground, cursor, limit) : 'elsewhere'
  if (page !== 'elsewhere') return page
  const snapshot = await readOn(ground, await beginning(ground, companyId), limit)
  if (snapshot === 'elsewhere') throw new Error('the database was replaced by another between two statements')
  return { ...snapshot, isEnd: snapshot.next.towards === null }
}

/** The end of everybody's revocations as they are now: whoever follows from here reads what comes. */
export async function endOfFeed(ground: Ground): Promise<FeedCursor> {
  const { epoch: current, ...since } = await here(ground)
  return { epoch: current, companyId: null, since, towards: null }
}

/** In front of everything that still concerns anybody. */
async function beginning(ground: Ground, companyId: number | null): Promise<FeedCursor> {
  const { epoch: current, ...mark } = await here(ground)
  const { from } = await idsBetween(ground.pool, { from: mark.at - concernsFor * 1000 })
  return { epoch: current, companyId, since: null, towards: { ...mark, last: Math.max(0, from - 1) } }
}

interface Here extends Mark {
  readonly epoch: string
}

/** The time is when the statement was sent, before it saw anything. */
const hereColumns = (offset: string) =>
  `${epoch} AS epoch, date_trunc('milliseconds', now() + make_interval(secs => ${offset}::float8 / 1000)) AS at, ${placeColumns}`

/** Where the log ends now. */
async function here({ pool, clockOffset }: Ground): Promise<Here> {
  const { rows } = await pool.query<Here>({ name: 'feed-here', text: `SELECT ${hereColumns('$1')}`, values: [clockOffset()] })
  const [row] = rows
  if (!row) throw new Error('the database did not say where its log ends')
  return row
}

interface Read extends Here {
  readonly seen: number
  readonly last: number | null
  readonly entries: readonly (Omit<FeedEntry, 'at'> & { readonly at: string })[] | null
}

/** @returns elsewhere for a cursor that is of another history */
async function readOn({ pool, clockOffset }: Ground, cursor: FeedCursor, limit: number): Promise<FeedPage | 'elsewhere'> {
  const { companyId, since, towards } = cursor
  const statement = new Statement()
  const lookedAt = companyId === null ? limit + 1 : Math.max(limit + 1, mostLookedAt)
  const ids = since ? idsBehind(statement, since, isRevocation) : `SELECT id FROM events WHERE ${isRevocation}`
  const text = `
    WITH n AS MATERIALIZED (SELECT ${hereColumns(statement.value(clockOffset()))}),
    i AS ${since ? 'MATERIALIZED' : 'NOT MATERIALIZED'} (${ids}),
    m AS MATERIALIZED (
      SELECT id FROM i
      WHERE id > ${statement.value(towards?.last ?? 0)}::bigint AND id <= ${statement.value(towards?.id ?? Number.MAX_SAFE_INTEGER)}::bigint
      ORDER BY id LIMIT ${statement.value(lookedAt)}
    ), found AS (
      SELECT f.* FROM n, (${feedEntries('m')}) f
      WHERE f.at > n.at - interval '${concernsFor} seconds' AND ${reachedBy(statement.value(companyId))} ORDER BY f.id LIMIT ${statement.value(limit + 1)}
    )
    SELECT n.*, (SELECT count(*)::int FROM m) AS seen, (SELECT max(id) FROM m) AS last, (SELECT json_agg(f) FROM found f) AS entries FROM n`
  const name = since ? 'feed-behind' : 'feed-snapshot'
  const { rows } = await pool.query<Read>({ name, text, values: statement.values })
  const [row] = rows
  if (!row) throw new Error('the database did not read its log')
  if (row.epoch !== cursor.epoch || isBefore(row, since) || isBefore(row, towards)) return 'elsewhere'

  const found = (row.entries ?? []).map((entry) => ({ ...entry, at: Date.parse(entry.at) }))
  const entries = found.slice(0, limit)
  const { snapshot, id, at } = towards ?? row
  const mark: Mark = { snapshot, id, at }
  // Behind the last one that is given; or, where few were anybody's business, behind the last that was looked at.
  const last = found.length > limit ? entries.at(-1)?.id : row.seen === lookedAt ? row.last : null
  const places = typeof last === 'number' ? { since, towards: { ...mark, last } } : { since: mark, towards: null }
  // What a way of several pages leads to is where the log ended when it began.
  return { entries, next: { epoch: row.epoch, companyId, ...places }, isEnd: towards === null && places.towards === null }
}

const reachedBy = (company: string) => `(${company}::int IS NULL OR f.companies IS NULL OR ${company} = ANY (f.companies))`

/** Whether a place is one that the log has not come to: then it is of another one. */
function isBefore(now: Place, then: Place | null): boolean {
  if (!then) return false
  const [, next = '0'] = now.snapshot.split(':')
  const [, nextThen = '0'] = then.snapshot.split(':')
  return BigInt(next) < BigInt(nextThen) || now.id < then.id
}
