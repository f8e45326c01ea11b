'use client'
import { X } from 'lucide-react'
import { exactTime } from '../../../ui/time-words'
import { useZone } from '../../../ui/when'
import type { Narrow } from './finder'
import type { Search } from './search-params'
import { reasonWords } from './state'

/** The filters that are on, each with a way to take it off. The state and the search text show themselves. */
export function Chips({ search, narrow }: { search: Search; narrow: Narrow }) {
  const { reason, client_id, device, started_after, started_before } = search
  const zone = useZone()
  const time = (at: Date | null) => at && exactTime(at.getTime(), zone)
  const chips = [
    { name: 'reason', word: 'Reason', value: reason && reasonWords[reason] },
    { name: 'client_id', word: 'Client', value: client_id },
    { name: 'device', word: 'Device', value: device },
    { name: 'started_after', word: 'Started after', value: time(started_after) },
    { name: 'started_before', word: 'Started before', value: time(started_before) },
  ].filter(({ value }) => value)
  if (chips.length === 0) return null

  return (
    <ul aria-label="Filters that are on" className="flex min-w-0 flex-wrap items-center gap-2">
      {chips.map(({ name, word, value }) => (
        <li key={name} className="flex h-7 min-w-0 items-center rounded-md bg-pressed pl-2 text-table">
          <span className="text-quiet">{word}:&nbsp;</span>
          <bdi className="max-w-48 truncate">{value}</bdi>
          <button
            type="button"
            aria-label={`Remove filter ${word}: ${value}`}
            onClick={() => narrow({ [name]: null })}
            className="ml-0.5 grid size-7 place-items-center rounded-md text-quiet hover:text-text"
          >
            <X aria-hidden className="size-3.5" />
          </button>
        </li>
      ))}
      {chips.length > 1 && (
        <li>
          <button
            type="button"
            onClick={() => narrow({ reason: null, client_id: null, device: null, started_after: null, started_before: null })}
            className="h-7 px-1 text-table text-quiet underline decoration-line underline-offset-4 hover:text-text"
          >
            Clear filters
          </button>
        </li>
      )}
    </ul>
  )
}
