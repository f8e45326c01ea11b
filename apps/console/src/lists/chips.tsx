'use client'
import { X } from 'lucide-react'
import type { MouseEvent } from 'react'

export interface Chip {
  readonly name: string
  readonly word: string
  /** Null when the filter is off. */
  readonly value: string | null | undefined
}

/** The filters that are on, each with a way to take it off. */
export function Chips({ chips, narrow }: { chips: readonly Chip[]; narrow: (change: Record<string, null>) => void }) {
  const on = chips.filter(({ value }) => value)
  if (on.length === 0) return null
  return (
    <ul aria-label="Filters that are on" className="flex min-w-0 flex-wrap items-center gap-2">
      {on.map(({ name, word, value }) => (
        <li key={name} className="flex h-7 min-w-0 items-center rounded-md bg-pressed pl-2 text-table">
          <span className="text-quiet">{word}:&nbsp;</span>
          <bdi title={value ?? undefined} className="max-w-48 truncate">
            {value}
          </bdi>
          <button
            type="button"
            aria-label={`Remove filter ${word}: ${value}`}
            data-remove
            onClick={(event) => {
              focusBeside(event)
              narrow({ [name]: null })
            }}
            className="ml-0.5 grid size-7 place-items-center rounded-md text-quiet hover:text-text"
          >
            <X aria-hidden className="size-3.5" />
          </button>
        </li>
      ))}
      {on.length > 1 && (
        <li>
          <button
            type="button"
            onClick={() => {
              focusContent()
              narrow(Object.fromEntries(chips.map(({ name }) => [name, null])))
            }}
            className="h-7 px-1 text-table text-quiet underline decoration-line underline-offset-4 hover:text-text"
          >
            Clear filters
          </button>
        </li>
      )}
    </ul>
  )
}

/** The button that is pressed goes with its filter: whoever uses the keyboard goes on at the next one, or in the content. */
function focusBeside({ currentTarget }: MouseEvent<HTMLButtonElement>): void {
  const all = [...(currentTarget.closest('ul')?.querySelectorAll<HTMLButtonElement>('[data-remove]') ?? [])]
  const at = all.indexOf(currentTarget)
  const beside = all[at + 1] ?? all[at - 1]
  if (beside) beside.focus({ preventScroll: true })
  else focusContent()
}

function focusContent(): void {
  document.getElementById('content')?.focus({ preventScroll: true })
}
