import { entriesOf, type LogEntry } from '../events/entry.js'
import { idsBehind, type Place, placeColumns } from '../events/place.js'
import type { Ground } from '../ground.js'
import { Statement } from '../statement.js'

/** How far a sink has come: everything in front of it was taken. */
export interface SinkPosition extends Place {
  /** On a way that is longer than one page: where it leads to, and the last id that was taken on it. */
  readonly towards: (Place & { readonly last: number }) | null
}

export interface SinkPage {
  /** Oldest first. */
  readonly entries: readonly LogEntry[]
  readonly next: SinkPosition
}

interface Read extends Place {
  readonly ids: readonly number[]
}

/**
 * Reads the log behind a position, oldest entries first. However transactions commit, none is passed over; what is committed while a long way is
 * gone may come twice.
 */
export async function readBehind({ pool }: Ground, position: SinkPosition, atMost: number): Promise<SinkPage> {
  const { towards } = position
  const statement = new Statement()
  const { rows } = await pool.query<Read>({
    name: 'event-sink-behind',
    text: `
      SELECT ${placeColumns}, (SELECT coalesce(json_agg(id ORDER BY id), '[]') FROM (
        SELECT id FROM (${idsBehind(statement, position)}) i
        WHERE id > ${statement.value(towards?.last ?? 0)}::bigint AND id <= ${statement.value(towards?.id ?? Number.MAX_SAFE_INTEGER)}::bigint
        ORDER BY id LIMIT ${statement.value(atMost)}
      ) p) AS ids`,
    values: statement.values,
  })
  const [row] = rows
  if (!row) throw new Error('the database did not read its log')
  const { ids, ...here } = row
  const { snapshot, id } = towards ?? here
  const last = ids.length === atMost ? ids.at(-1) : undefined
  const next: SinkPosition =
    last === undefined ? { snapshot, id, towards: null } : { snapshot: position.snapshot, id: position.id, towards: { snapshot, id, last } }
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
