'use client'
import { useRef, type ReactNode } from 'react'
import type { Density } from '../app/preferences'
import { classNames } from '../ui/class-names'
import { useKeys } from '../ui/use-keys'
import { ColumnHandle } from './column-handle'
import { actionsShown, actionsWidth, selectWidth, type Column } from './columns'

interface ListTableProps {
  columns: readonly Column[]
  caption: string
  density?: Density | undefined
  /** Whether the rows end with actions. */
  actions?: boolean
  /** Stands above the checkboxes of a list whose rows are selected; each row then begins with a `SelectCell`. */
  select?: ReactNode
  /** How wide it is at least; in a narrower window it scrolls. */
  least?: string | undefined
  /** What `r` does with the row that the focus is in; -1 is none. */
  onR?: (place: number) => void
  /** What `x` does with it. */
  onX?: (place: number) => void
  /** A `ListRow` each. */
  children: ReactNode
}

/** A table of found things. `j` and `k` move the focus from row to row, Enter opens one. */
export function ListTable({ columns, caption, density, actions = false, select, least, onR, onX, children }: ListTableProps) {
  const body = useRef<HTMLTableSectionElement>(null)
  const links = () => [...(body.current?.querySelectorAll<HTMLAnchorElement>('a[data-opens]') ?? [])]
  const place = () => links().findIndex((link) => link.closest('tr')?.contains(document.activeElement))
  const go = (to: number) => {
    const link = links()[to]
    link?.focus()
    link?.closest('tr')?.scrollIntoView({ block: 'nearest' })
  }
  useKeys({
    j: () => go(place() + 1),
    k: () => go(Math.max(0, place() - 1)),
    r: () => onR?.(place()),
    x: () => onX?.(place()),
  })

  return (
    <table
      data-density={density}
      className={classNames('group/table w-full table-fixed border-separate border-spacing-0 text-table', least)}
    >
      <caption className="sr-only">{caption}</caption>
      <thead>
        <tr>
          {select && <th className={classNames('sticky top-0 z-10 border-b border-line bg-canvas', selectWidth)}>{select}</th>}
          {columns.map(({ id, title, width, shown, main }) => (
            <th
              key={id}
              scope="col"
              className={classNames(
                'sticky top-0 z-10 h-8 border-b border-line bg-canvas px-3 text-left font-medium text-quiet first:pl-4',
                main && 'max-md:pl-4',
                width,
                shown,
              )}
            >
              {title}
              <ColumnHandle column={id} title={title} />
            </th>
          ))}
          {actions && (
            <th scope="col" className={classNames('sticky top-0 z-10 border-b border-line bg-canvas', actionsWidth, actionsShown)}>
              <span className="sr-only">Actions</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody ref={body}>{children}</tbody>
    </table>
  )
}
