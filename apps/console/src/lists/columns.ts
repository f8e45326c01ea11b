import { classNames } from '../ui/class-names'

/** A column of a list. */
export interface Column {
  readonly id: string
  readonly title: string
  /** How wide one starts; a reader who drags its edge sets `--column-<id>`. */
  readonly width: string
  /** From which width of the window on it is shown. */
  readonly shown: string
  /** The one that has the row's link and takes what is left. Under the narrowest width it says in a second line what the hidden ones would. */
  readonly main?: true
  /** How wide it is where somebody chose it, in rem. Default: that of a time. */
  readonly rem?: number
}

const cell =
  'h-9 border-b border-line px-3 group-data-[density=compact]/table:h-7 group-hover/row:bg-hover group-focus-within/row:bg-hover group-data-selected/row:bg-pressed first:pl-4 max-md:h-14'

/** How a list's cells look, by the ids of their columns. */
export function cellsOf<Id extends string>(columns: readonly (Column & { readonly id: Id })[]): Readonly<Record<Id, string>> {
  return Object.fromEntries(columns.map(({ id, shown, main }) => [id, classNames(cell, main && 'relative max-md:pl-4', shown)])) as Record<
    Id,
    string
  >
}

/** Where a row is selected. */
export const selectWidth = 'w-11'
export const selectCell = classNames(cell, 'px-0 first:pl-0')

/** Where a row's actions are. */
export const actionsWidth = 'w-[5.5rem]'
export const actionsShown = 'hidden md:table-cell'
export const actionsCell = classNames(cell, 'px-2 text-right', actionsShown)
/** Of a button there: it appears with the pointer or the focus in its row. */
export const actionLook =
  'opacity-0 group-focus-within/row:opacity-100 group-hover/row:opacity-100 focus-visible:opacity-100 [@media(hover:none)]:opacity-100'

/** Text from outside: kept to its line and to its own direction. What is cut short is shown whole when the keyboard is in the row. */
export const givenLook = 'given truncate text-left'
