'use client'
import { ArrowUp } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useEffect, useEffectEvent, useRef, useState, useTransition } from 'react'
import { calmly } from '../../../live/calmly'
import { useChanges } from '../../../live/use-changes'
import { fetchRows, type RowQuery } from './fetch-rows'

interface NewsProps {
  /** The sessions of the first page, newest first. */
  shown: readonly { readonly id: string; readonly started_at: string }[]
  query: RowQuery
  /** When the list was asked for: where it is empty, later sessions are new. */
  askedAt: string
}

/** Says how many sessions of this search have started since, and shows them when the reader wants to. Nothing moves before. */
export function News({ shown, query, askedAt }: NewsProps) {
  const router = useRouter()
  const [started, setStarted] = useState<{ ids: readonly string[]; more: boolean }>({ ids: [], more: false })
  const [pending, transition] = useTransition()
  const opened = useRef(false)
  const known = new Set(shown.map(({ id }) => id))
  const count = started.ids.filter((id) => !known.has(id)).length

  const ask = useEffectEvent(async () => {
    const since = shown[0]?.started_at ?? askedAt
    const page = await fetchRows({ ...query, started_after: later(since, query['started_after']) })
    // Of those that are shown, one that ends leaves a list of the active, and would be new from then on.
    if (page) setStarted({ ids: page.items.map(({ id }) => id).filter((id) => !known.has(id)), more: page.next !== null })
  })
  const asking = useRef<ReturnType<typeof calmly>>(null)
  useEffect(() => {
    const calm = calmly(() => ask())
    asking.current = calm
    return () => calm.stop()
  }, [])
  useChanges(
    ({ kind }) => kind === 'session_started' && asking.current?.ask(),
    () => asking.current?.ask(),
  )

  // What was pressed is gone; the reader goes on at the first of what it showed.
  useEffect(() => {
    if (!opened.current || pending) return
    opened.current = false
    const first = document.querySelector<HTMLElement>('tbody a[data-opens]')
    first?.closest('[data-scrolls]')?.scrollTo({ top: 0 })
    first?.focus()
  }, [pending])

  function open(): void {
    opened.current = true
    transition(() => router.refresh())
  }

  return (
    <div role="status" className="pointer-events-none fixed inset-x-0 top-16 z-20 md:absolute md:top-10 flex justify-center">
      {count > 0 && (
        <button
          type="button"
          onClick={open}
          aria-disabled={pending}
          className="pointer-events-auto flex h-8 animate-enter items-center gap-1.5 rounded-md border border-line bg-surface pr-3.5 pl-2.5 text-table font-medium shadow-lifted hover:bg-hover"
        >
          <ArrowUp aria-hidden className="size-3.5 text-accent-text" />
          {`${count}${started.more ? '+' : ''} new`}
          <span className="sr-only">{count === 1 ? ' session' : ' sessions'}, show</span>
        </button>
      )}
    </div>
  )
}

/** The later of two times; a search that begins later than the list does has its own beginning. */
function later(one: string, other: string | number | undefined): string {
  return typeof other === 'string' && Date.parse(other) > Date.parse(one) ? other : one
}
