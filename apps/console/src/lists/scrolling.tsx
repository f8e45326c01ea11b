'use client'
import { usePathname, useSearchParams } from 'next/navigation'
import { useEffect, useLayoutEffect, useRef, type ReactNode } from 'react'
import { noteInHistory, notedInHistory } from './history-note'
import { rememberSearch } from './last-search'

/** Milliseconds without a movement until the place is noted. */
const rest = 100

/**
 * What scrolls below a list's filters. Whoever comes back to a page of the list, or loads it again, finds it where they left it; every other page
 * begins at its top.
 */
export function Scrolling({ page, children }: { page: `/${string}`; children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null)
  // While an entry is open beside the list the address is the entry's, and the list stays as it is.
  const here = usePathname() === page
  const search = useSearchParams().toString()
  const shown = useRef<{ search: string | null; children: ReactNode }>({ search: null, children: null })

  useLayoutEffect(() => {
    const before = shown.current
    if (before.children === children || !here) return
    // The address may be there before what it finds.
    shown.current = { search, children }
    rememberSearch(page, search)
    if (before.search !== search) box.current?.scrollTo({ top: Number(notedInHistory('scrolled') ?? 0) })
  }, [page, here, search, children])

  useEffect(() => {
    const scrolls = box.current
    let timer: ReturnType<typeof setTimeout> | undefined
    const note = () => {
      const isShown = location.pathname === page && new URLSearchParams(location.search).toString() === shown.current.search
      if (scrolls && isShown) noteInHistory('scrolled', scrolls.scrollTop)
    }
    const wait = () => {
      clearTimeout(timer)
      timer = setTimeout(note, rest)
    }
    scrolls?.addEventListener('scroll', wait, { passive: true })
    return () => {
      clearTimeout(timer)
      scrolls?.removeEventListener('scroll', wait)
    }
  }, [page])

  return (
    <div ref={box} data-scrolls className="relative min-h-0 flex-1 md:overflow-auto">
      {children}
    </div>
  )
}
