import type { Column } from './columns'

/**
 * The columns of a list as somebody chose and ordered them, or as they stand without a choice. What is kept may be of another version:
 * unknown columns are passed over, and the main one, which has the row's link, is always there.
 *
 * A column that was chosen is shown from the middle width on, however narrow the window: it scrolls then.
 *
 * @param standard the ids that are shown without a choice; each by its own width of the window
 * @param kept ids with dots between them, as `keptOf` writes them
 */
export function columnsOf<C extends Column>(all: readonly C[], standard: readonly string[], kept: string | null): readonly C[] {
  const byId = (ids: readonly string[]) => ids.flatMap((id) => all.find((column) => column.id === id) ?? [])
  if (kept === null) return byId(standard)
  const chosen = byId([...new Set(kept.split('.'))])
  const whole = chosen.some(({ main }) => main) ? chosen : [...all.filter(({ main }) => main), ...chosen]
  return whole.map((column) => (column.shown === '' ? column : { ...column, shown: 'hidden md:table-cell' }))
}

export function keptOf(ids: readonly string[]): string {
  return ids.join('.')
}

/** Moves an id among the others; at an end it stays. */
export function moved(ids: readonly string[], id: string, by: 1 | -1): readonly string[] {
  const from = ids.indexOf(id)
  const other = ids[from + by]
  if (from < 0 || other === undefined) return ids
  return ids.map((each) => (each === id ? other : each === other ? id : each))
}

const widths = [
  'md:min-w-[48rem]',
  'md:min-w-[64rem]',
  'md:min-w-[80rem]',
  'md:min-w-[96rem]',
  'md:min-w-[112rem]',
  'md:min-w-[128rem]',
] as const

/** How wide a table has to be at least, so that the main column keeps some room beside the others. */
export function leastWidth(columns: readonly Column[]): string {
  const rems = columns.reduce((sum, { main, rem = 9.75 }) => sum + (main ? 16 : rem), 8)
  return widths.find((width) => Number(/\d+/.exec(width)?.[0]) >= rems) ?? widths[5]
}
