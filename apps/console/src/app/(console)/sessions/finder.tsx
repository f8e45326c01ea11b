'use client'
import { usePathname } from 'next/navigation'
import { useQueryStates } from 'nuqs'
import { useState, useTransition, type ReactNode } from 'react'
import { classNames } from '../../../ui/class-names'
import { Chips } from './chips'
import { FilterForm } from './filter-form'
import { SearchBox } from './search-box'
import { searchParams, type Search } from './search-params'
import { StateChoice } from './state-choice'

/** Changes the search. Every change starts again from the first page; `typing` neither asks at each key nor fills the history. */
export type Narrow = (change: Partial<Search>, typing?: 'typing') => void

/** The search and its filters, all kept in the address, and below them what was found. While an answer is awaited the old one stays, dimmed. */
export function Finder({ children }: { children: ReactNode }) {
  const [pending, startTransition] = useTransition()
  const [search, setSearch] = useQueryStates(searchParams, { shallow: false, history: 'push', startTransition })

  const shown = useShown(search)

  const narrow: Narrow = (change, typing) =>
    void setSearch(
      { ...change, after: null },
      typing
        ? { history: 'replace', limitUrlUpdates: { method: 'debounce', timeMs: 300 } }
        : { limitUrlUpdates: { method: 'throttle', timeMs: 50 } },
    )

  return (
    <>
      <div className="flex shrink-0 flex-wrap items-center gap-2 px-4 pb-3">
        <SearchBox text={shown.q ?? ''} narrow={narrow} />
        <StateChoice state={shown.state} narrow={narrow} />
        <FilterForm search={shown} narrow={narrow} />
        <Chips search={shown} narrow={narrow} />
      </div>
      <div
        aria-busy={pending}
        className={classNames('flex min-h-0 flex-1 flex-col border-t border-line transition-opacity duration-150', pending && 'opacity-50')}
      >
        {children}
      </div>
    </>
  )
}

/** While a session is open beside the list, the address is the session's; the list's own search still stands above it. */
function useShown(search: Search): Search {
  const here = usePathname() === '/sessions'
  const [kept, keep] = useState(search)
  if (here && JSON.stringify(kept) !== JSON.stringify(search)) keep(search)
  return here ? search : kept
}
