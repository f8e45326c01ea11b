import type { Client } from 'pg'
import { isOutOfTime, untilSettled } from '../contention.js'
import { clock } from '../sessions/sql.js'
import type { RetentionPeriods, Walk } from './what-is-over.js'

/** Rows that one statement looks at, and removes at most: some milliseconds. */
export const batchRows = 1000
/** The pause after each statement, as a multiple of what it took: the job is busy for a fifth of the time. */
const restFactor = 4
/**
 * How often in a row a statement that was given up for its time is sent again. In front of the first rows are all those that were removed, until a VACUUM
 * has been there: two or three million of them take the time of a statement. PostgreSQL notes of each that it is gone, so the next one gets further, but
 * while a transaction is open that may still see them.
 */
const mostGivenUp = 20

/** What a walk is told. */
export interface WalkSettings {
  readonly periods: RetentionPeriods
  /** Seconds: the platform's absolute lifetime. */
  readonly absoluteLifetime: number
  readonly clockOffset: () => number
  /** Waits for so many milliseconds, or until it is to stop. */
  readonly rest: (milliseconds: number) => Promise<void>
  /** When aborted, the statement that runs is the last. */
  readonly signal: AbortSignal
}

interface Batch {
  readonly removed: number
  readonly seen: number
  /** Whether any of the rows was old enough to be looked at. */
  readonly old: boolean
  readonly last: readonly string[] | null
}

/**
 * Goes through a table once, from the oldest row to the first that is too young, and removes what is over. It goes on behind the last row that
 * it looked at: rows that stay are read once.
 *
 * @returns how many rows were removed
 */
export async function walkThrough(connection: Client, walk: Walk, settings: WalkSettings): Promise<number> {
  const text = textOf(walk)
  let after: readonly string[] = walk.order.map(([, , first]) => first)
  let removed = 0
  let givenUp = 0
  while (!settings.signal.aborted) {
    const began = performance.now()
    const values = [settings.clockOffset(), settings.periods[walk.period], settings.absoluteLifetime, ...after]
    try {
      const { rows } = await untilSettled(() => connection.query<Batch>({ name: `remove-${walk.table}`, text, values }))
      const [batch] = rows
      givenUp = 0
      removed += batch?.removed ?? 0
      if (!batch?.last || !batch.old || batch.seen < batchRows) break
      after = batch.last
    } catch (fault) {
      if (!isOutOfTime(fault) || ++givenUp > mostGivenUp) throw fault
    }
    await settings.rest((performance.now() - began) * restFactor)
  }
  return removed
}

/** The DELETE looks again at each row that it had to wait for: one that was moved on meanwhile stays. */
function textOf({ table, order, isOver, begunAt }: Walk): string {
  const columns = order.map(([column]) => `r.${column}`).join(', ')
  const after = order.map(([, type], index) => `$${index + 4}::${type}`).join(', ')
  return `
  WITH n AS MATERIALIZED (
    SELECT ${clock('$1')} AS now, ${clock('$1')} - make_interval(secs => $2::float8) AS before,
      (SELECT greatest(max(c.absolute_lifetime), $3::int) FROM clients c) AS longest
  ), batch AS MATERIALIZED (
    SELECT ${columns}, ${begunAt === null ? 'true' : `${begunAt} <= n.before`} AS old
    FROM n, (SELECT * FROM ${table} r WHERE (${columns}) > (${after}) ORDER BY ${columns} LIMIT ${batchRows}) r
  ), removed AS (
    DELETE FROM ${table} r USING n, batch b
    WHERE ${order.map(([column]) => `r.${column} = b.${column}`).join(' AND ')} AND b.old AND ${isOver}
    RETURNING 1
  )
  SELECT (SELECT count(*)::int FROM removed) AS removed, (SELECT count(*)::int FROM batch) AS seen,
    (SELECT coalesce(bool_or(b.old), false) FROM batch b) AS old,
    (SELECT ARRAY[${order.map(([column]) => `r.${column}::text`).join(', ')}] FROM batch r
      ORDER BY ${order.map(([column]) => `r.${column} DESC`).join(', ')} LIMIT 1) AS last`
}
