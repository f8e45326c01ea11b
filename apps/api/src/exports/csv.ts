/** What a cell holds. A number or a truth value is written bare; null is an empty cell. */
export type Cell = string | number | boolean | null

/** A column of a table: its name in the first row, and what it shows of an item. */
export type Columns<T> = readonly (readonly [name: string, cell: (item: T) => Cell])[]

/**
 * Excel takes a CSV file without it for one in the machine's own code page, and every name that is not ASCII is garbled. Programs that read
 * files mostly know it; for those that do not there are JSON lines.
 */
const byteOrderMark = '\uFEFF'

/** A table (RFC 4180, UTF-8, with a first row of names), written batch by batch. */
export async function* csv<T>(columns: Columns<T>, batches: AsyncIterable<readonly T[]>): AsyncGenerator<string, void> {
  yield byteOrderMark + csvRow(columns.map(([name]) => name))
  for await (const batch of batches) {
    if (batch.length > 0) yield batch.map((item) => csvRow(columns.map(([, cell]) => cell(item)))).join('')
  }
}

export function csvRow(cells: readonly Cell[]): string {
  return `${cells.map(written).join(',')}\r\n`
}

function written(cell: Cell): string {
  if (typeof cell !== 'string') return cell === null ? '' : String(cell)
  const text = withoutFormula(cell)
  return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/**
 * What strangers wrote (a user agent, a name) may look like a formula, which a spreadsheet would run: an apostrophe in front makes it text. A
 * sheet that is set to semicolons or tabs takes a cell apart, whatever its quotes, and a part of it may begin like one, too.
 */
function withoutFormula(text: string): string {
  return text.replace(/(^|[;\t\r\n])(?=[^\S\t\r\n]*[=+\-@＝＋－＠])/g, "$1'").replace(/^(?=[\t\r\n])/, "'")
}
