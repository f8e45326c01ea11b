import type { Statement } from '../statement.js'

/**
 * A place in the log: what stood in it for one statement. Entries are committed in another order than that of their ids, and so a place is no
 * id: it is the snapshot that the statement read in, which tells of every transaction whether it was committed.
 */
export interface Place {
  /** As `pg_snapshot` has it: `xmin:xmax:` and what was going on between, separated by commas. */
  readonly snapshot: string
  /** The highest id that was committed. */
  readonly id: number
}

/** The columns of a `Place`, in the statement that reads from the log: what it does not see is behind this place. */
export const placeColumns = `pg_current_snapshot()::text AS snapshot, coalesce((SELECT max(id) FROM events), 0) AS id`

/** The kinds of entries that end sessions, as the condition of the indexes that have those alone. */
export const isRevocation = `kind IN ('session_ended', 'watermark_set')`

/**
 * The ids of everything that is behind a place, in no order: SQL. What was going on then and is committed by now, whatever began later, and
 * each once. Nothing waits for a transaction that goes on, and none is passed over.
 *
 * @param condition on the columns of `events`
 */
export function idsBehind(statement: Statement, { snapshot, id }: Place, condition = 'true'): string {
  const then = `${statement.value(snapshot)}::pg_snapshot`
  return `
    SELECT id FROM events WHERE ${condition} AND tx >= pg_snapshot_xmax(${then}) AND tx < pg_snapshot_xmax(pg_current_snapshot())
    -- One by one (OFFSET), and each as a range of the index, in its order: a planner who believes that a transaction has half of the log reads it whole.
    UNION SELECT e.id FROM pg_snapshot_xip(${then}) AS g (tx)
      CROSS JOIN LATERAL (SELECT id FROM events WHERE ${condition} AND (tx, id) >= (g.tx, 0) AND tx <= g.tx ORDER BY tx, id OFFSET 0) e
    -- A server that crashed may use the number of a transaction again that was going on, and was nothing yet: never an id that was committed.
    UNION SELECT id FROM events WHERE ${condition} AND id > ${statement.value(id)}::bigint`
}
