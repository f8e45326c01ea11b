import type { ExportFormat, Streamed } from '@tessera/contract'
import { type Columns, csv } from './csv.js'
import { jsonLines } from './json-lines.js'

/**
 * The answer of an export: written batch by batch, as fast as it is taken.
 *
 * @param what the file's name says: `sessions`
 * @param columns of the table; a JSON line has the whole item
 */
export function exported<T>(
  format: ExportFormat,
  what: string,
  columns: Columns<T>,
  batches: AsyncIterable<readonly T[]>,
): Streamed<'text/csv' | 'application/jsonl'> {
  const file = `${what}.${format}`
  return format === 'csv'
    ? { type: 'text/csv', pieces: csv(columns, batches), file }
    : { type: 'application/jsonl', pieces: jsonLines(batches), file }
}
