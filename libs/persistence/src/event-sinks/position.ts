import { entriesOf, type LogEntry } from '../events/entry.js'
import { idsBehind, type Place, placeColumns } from '../events/place.js'
import type { Ground } from '../ground.js'
import { Statement } from '../statement.js'

interface SinkPlace extends Place {
  /** The last entry whose transaction has a number that the server has not come to yet: see `oldColumn`. Releases before did not write it. */
  readonly old?: number
}

/** How far a sink has come: everything in front of it was taken. */
export interface SinkPosition extends SinkPlace {
  /** On a way that is longer than one page: where it leads to, and the last id that was taken on it. */
  readonly towards: (SinkPlace & { readonly last: number }) | null
}

/**
 * Where numbers of transactions began anew (a dump that was restored elsewhere), the server comes to the numbers of old entries by and by, and each would
 * look new. They stand in the log before it does: up to this one, whatever comes is old.
 */
export const oldColumn = `
  coalesce((SELECT id FROM events WHERE tx >= pg_snapshot_xmax(pg_current_snapshot()) ORDER BY tx DESC, id DESC LIMIT 1), 0) AS old`

export interface SinkPage {
  /** Oldest first. */
  readonly entries: readonly LogEntry[]
  readonly next: SinkPosition
}

interface Read extends Required<SinkPlace> {
  readonly ids: readonly number[]
}

/**
 * Reads the log behind a position, oldest entries first. However transactions commit, none is passed over; what is committed while a long way is
 * gone may come twice.
 */
export async function readBehind({ pool }: Ground, position: SinkPosition, atMost: number): Promise<SinkPage> {
  const { towards } = position
  const statement = new Statement()
  const isNew = `id > ${statement.value(position.old ?? 0)}::bigint`
  const { rows } = await pool.query<Read>({
    name: 'event-sink-behind',
    text: `
      SELECT ${placeColumns}, ${oldColumn}, (SELECT coalesce(json_agg(id ORDER BY id), '[]') FROM (
        SELECT id FROM (${idsBehind(statement, position, isNew)}) i
        WHERE id > ${statement.value(towards?.last ?? 0)}::bigint AND id <= ${statement.value(towards?.id ?? Number.MAX_SAFE_INTEGER)}::bigint
        ORDER BY id LIMIT ${statement.value(atMost)}
      ) p) AS ids`,
    values: statement.values,
  })
  const [row] = rows
  if (!row) throw new Error('the database did not read its log')
  const { ids, ...here } = row
  const { snapshot, id, old = 0 } = towards ?? here
  const last = ids.length === atMost ? ids.at(-1) : undefined
  const next: SinkPosition =
    last === undefined ? { snapshot, id, old, towards: null } : { ...position, towards: { snapshot, id, old, last } }
  return { entries: ids.length === 0 ? [] : await entriesWith(pool, ids), next }
}

async function entriesWith(pool: Ground['pool'], ids: readonly number[]): Promise<readonly LogEntry[]> {
  const { rows } = await pool.query<LogEntry>({
    name: 'event-sink-entries',
    text: entriesOf('SELECT * FROM events WHERE id = ANY ($1::bigint[])', '$2'),
    values: [ids, null],
  })
  return rows.reverse()
}
