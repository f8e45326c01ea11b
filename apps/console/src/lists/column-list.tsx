'use client'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Button } from '../ui/button'
import { useColumns } from './chosen-columns'
import { moved } from './column-choice'
import type { Column } from './columns'

/** Every column with a tick, and the shown ones with a way up and down. What is done here shows in the table at once. */
export function ColumnList({ all, standard }: { all: readonly Column[]; standard: readonly string[] }) {
  const { columns, choose } = useColumns(all, standard)
  const [said, say] = useState('')
  const list = useRef<HTMLUListElement>(null)
  const [held, hold] = useState<{ readonly id: string; readonly by: 1 | -1 } | null>(null)
  const ids = columns.map(({ id }) => id)
  const order = [...columns, ...all.filter(({ id }) => !ids.includes(id))]

  // A button that changes its place in the document loses the focus.
  useEffect(() => {
    if (held) list.current?.querySelector<HTMLElement>(`[data-moves="${held.id} ${held.by}"]`)?.focus()
  }, [held])

  function move(column: Column, by: 1 | -1): void {
    const next = moved(ids, column.id, by)
    if (next === ids) return
    hold({ id: column.id, by })
    choose(next)
    say(`${column.title} is column ${next.indexOf(column.id) + 1} of ${next.length}.`)
  }
  function show(id: string, on: boolean): void {
    choose(on ? [...ids, id] : ids.filter((each) => each !== id))
  }

  return (
    <>
      <ul ref={list} aria-label="Columns, from left to right">
        {order.map((column) => {
          const { id, title, main } = column
          const place = ids.indexOf(id)
          return (
            <li key={id} className="flex h-8 items-center gap-1 rounded-sm pl-2 hover:bg-hover">
              <label className="flex h-8 min-w-0 flex-1 items-center gap-2">
                <input
                  type="checkbox"
                  checked={place >= 0}
                  disabled={main}
                  onChange={(event) => show(id, event.target.checked)}
                  className="size-4 accent-accent"
                />
                {title}
              </label>
              {place >= 0 &&
                ([-1, 1] as const).map((by) => (
                  <Button
                    key={by}
                    look="bare"
                    size="small"
                    data-moves={`${id} ${by}`}
                    aria-label={`Move ${title} ${by < 0 ? 'left' : 'right'}`}
                    aria-disabled={place + by < 0 || place + by >= ids.length}
                    onClick={() => move(column, by)}
                    className="px-1"
                  >
                    {by < 0 ? <ArrowUp /> : <ArrowDown />}
                  </Button>
                ))}
            </li>
          )
        })}
      </ul>
      <div className="mt-1 border-t border-line pt-1">
        <Button look="bare" size="small" className="h-8" onClick={() => choose(null)}>
          Put back as it was
        </Button>
      </div>
      <p role="status" className="sr-only">
        {said}
      </p>
    </>
  )
}
