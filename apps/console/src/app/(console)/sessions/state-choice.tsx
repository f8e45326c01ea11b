'use client'
import type { SessionState } from '@tessera/contract'
import { Tile } from './state'
import type { Narrow } from '../../../lists/use-search'

const choices = [
  [null, 'All'],
  ['active', 'Active'],
  ['ended', 'Ended'],
  ['expired', 'Expired'],
] as const satisfies readonly (readonly [SessionState | null, string])[]

/** Which states are listed. */
export function StateChoice({ state, narrow }: { state: SessionState | null; narrow: Narrow<{ state: SessionState | null }> }) {
  return (
    <div role="group" aria-label="State" className="flex h-8 rounded-md border border-edge/60 bg-surface p-0.5">
      {choices.map(([value, word]) => (
        <button
          key={word}
          type="button"
          aria-pressed={state === value}
          onClick={() => narrow({ state: value })}
          className="flex items-center gap-1.5 rounded-sm px-2 text-table text-quiet hover:text-text aria-pressed:bg-pressed aria-pressed:font-medium aria-pressed:text-text sm:px-2.5"
        >
          {value && <Tile tone={value} className="max-sm:hidden" />}
          {word}
        </button>
      ))}
    </div>
  )
}
