import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { from } from 'pg-copy-streams'

/**
 * Copies rows into a table.
 *
 * @param {Record<string, (row: object) => unknown>} columns each with what it takes from a row; null and undefined become NULL
 */
export async function copy(client, table, columns, rows) {
  const readers = Object.values(columns)
  const stream = client.query(from(`COPY ${table} (${Object.keys(columns).join(', ')}) FROM STDIN`))
  await pipeline(Readable.from(inPieces(rows, (row) => readers.map((read) => fieldOf(read(row))).join('\t'))), stream)
}

/** A stream takes a thousand lines as easily as one. */
function* inPieces(rows, lineOf) {
  for (let start = 0; start < rows.length; start += 1000) {
    yield `${rows
      .slice(start, start + 1000)
      .map(lineOf)
      .join('\n')}\n`
  }
}

/** PostgreSQL's text format: backslash and the two separators are escaped. */
function fieldOf(value) {
  if (value === null || value === undefined) return '\\N'
  return String(value).replace(/[\\\t\n\r]/g, (character) => `\\${{ '\\': '\\', '\t': 't', '\n': 'n', '\r': 'r' }[character]}`)
}
