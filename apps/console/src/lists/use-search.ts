'use client'
import { usePathname } from 'next/navigation'
import { throttle, useQueryStates, type inferParserType } from 'nuqs'
import { useEffect, useEffectEvent, useState, useTransition } from 'react'

type Parsers = Parameters<typeof useQueryStates>[0]

/** Milliseconds after the last key until what was typed is asked for. */
const typingPause = 300

/** Changes a search. Every change starts again from the first page; `typing` neither asks at each key nor fills the history. */
export type Narrow<Search> = (change: Partial<Search>, typing?: 'typing') => void

/**
 * The search of a list, kept in the address. While an answer is awaited, `pending`.
 *
 * @param page the list’s own path
 */
export function useSearch<P extends Parsers>(parsers: P, page: string) {
  type Search = inferParserType<P>
  const [pending, startTransition] = useTransition()
  const [search, setSearch] = useQueryStates(parsers, { shallow: false, history: 'push', limitUrlUpdates: throttle(50), startTransition })
  const [typed, setTyped] = useState<Partial<Search>>()

  function ask(change: Partial<Search>, history: 'push' | 'replace'): void {
    setTyped(undefined)
    // In one: nuqs would ask for each parameter that waits by itself.
    void setSearch({ ...typed, ...change, after: null } as Parameters<typeof setSearch>[0], { history })
  }
  const narrow: Narrow<Search> = (change, typing) => (typing ? setTyped({ ...typed, ...change }) : ask(change, 'push'))

  const askTyped = useEffectEvent(() => ask({}, 'replace'))
  useEffect(() => {
    if (!typed) return
    const timer = setTimeout(() => askTyped(), typingPause)
    // Whoever follows a link or goes back before is on the way there, and a search would bring them back.
    const left = new AbortController()
    const drop = () => setTyped(undefined)
    const dropByLink = ({ target, defaultPrevented }: MouseEvent) => {
      if (defaultPrevented && target instanceof Element && target.closest('a[href]')) drop()
    }
    document.addEventListener('click', dropByLink, left)
    window.addEventListener('popstate', drop, left)
    return () => {
      clearTimeout(timer)
      left.abort()
    }
  }, [typed])

  return { search: { ...useShown(search, page), ...typed } as Search, narrow, pending }
}

/** While an entry is open beside the list, the address is the entry's; the list's own search still stands above it. */
function useShown<Search>(search: Search, page: string): Search {
  const here = usePathname() === page
  const [kept, keep] = useState(search)
  if (here && JSON.stringify(kept) !== JSON.stringify(search)) keep(search)
  return here ? search : kept
}
