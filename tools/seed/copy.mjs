import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { from } from 'pg-copy-streams'

/**
 * Copies rows into a table.
 *
 * @param {Record<string, (row: object) => unknown>} columns each with what it takes from a row; null and undefined become NULL
 * @param {Iterable<object>} rows taken as fast as the database takes them, and made meanwhile if they are a generator's
 * @param {{ freeze?: boolean }} [options] `freeze`: into a table that this transaction has truncated
 */
export async function copy(client, table, columns, rows, { freeze = false } = {}) {
  const readers = Object.values(columns)
  const stream = client.query(from(`COPY ${table} (${Object.keys(columns).join(', ')}) FROM STDIN${freeze ? ' WITH (FREEZE)' : ''}`))
  await pipeline(Readable.from(inPieces(rows, (row) => readers.map((read) => fieldOf(read(row))).join('\t'))), stream)
}

/** A stream takes five hundred lines as easily as one. */
function* inPieces(rows, lineOf) {
  let piece = ''
  let lines = 0
  for (const row of rows) {
    piece += `${lineOf(row)}\n`
    if (++lines % 500 !== 0) continue
    yield piece
    piece = ''
  }
  if (piece !== '') yield piece
}

/** PostgreSQL's text format: backslash and the two separators are escaped. */
function fieldOf(value) {
  if (value === null || value === undefined) return '\\N'
  if (typeof value === 'number') return value
  return String(value).replace(/[\\\t\n\r]/g, (character) => `\\${{ '\\': '\\', '\t': 't', '\n': 'n', '\r': 'r' }[character]}`)
}
