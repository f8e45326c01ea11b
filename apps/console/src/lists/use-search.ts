'use client'
import { usePathname } from 'next/navigation'
import { useQueryStates, type inferParserType } from 'nuqs'
import { useState, useTransition } from 'react'

type Parsers = Parameters<typeof useQueryStates>[0]

/** Changes a search. Every change starts again from the first page; `typing` neither asks at each key nor fills the history. */
export type Narrow<Search> = (change: Partial<Search>, typing?: 'typing') => void

/**
 * The search of a list, kept in the address. While an answer is awaited, `pending`.
 *
 * @param page the list’s own path
 */
export function useSearch<P extends Parsers>(parsers: P, page: string) {
  const [pending, startTransition] = useTransition()
  const [search, setSearch] = useQueryStates(parsers, { shallow: false, history: 'push', startTransition })
  const narrow: Narrow<inferParserType<P>> = (change, typing) =>
    void setSearch(
      { ...change, after: null } as Parameters<typeof setSearch>[0],
      typing
        ? { history: 'replace', limitUrlUpdates: { method: 'debounce', timeMs: 300 } }
        : { limitUrlUpdates: { method: 'throttle', timeMs: 50 } },
    )
  return { search: useShown(search, page) as inferParserType<P>, narrow, pending }
}

/** While an entry is open beside the list, the address is the entry's; the list's own search still stands above it. */
function useShown<Search>(search: Search, page: string): Search {
  const here = usePathname() === page
  const [kept, keep] = useState(search)
  if (here && JSON.stringify(kept) !== JSON.stringify(search)) keep(search)
  return here ? search : kept
}
