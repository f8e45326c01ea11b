'use client'
import { ArrowRight, ChevronsLeft } from 'lucide-react'
import Link from 'next/link'
import { useRouter, useSearchParams } from 'next/navigation'
import { buttonLook } from '../ui/button'
import { useTurn } from './list-area'
import { pageSize } from './search'

interface PagingProps {
  page: `/${string}`
  shown: number
  next: string | null
  /** Whether this is not the first page. */
  later: boolean
}

/** On to older entries of a list, and back to the newest. The browser's Back goes back one page. */
export function Paging({ page, shown, next, later }: PagingProps) {
  const router = useRouter()
  const turn = useTurn()
  const current = useSearchParams()
  if (next === null && !later) return null
  const searching = next !== null && shown < pageSize

  function address(after: string | null): string {
    const parameters = new URLSearchParams(current)
    if (after === null) parameters.delete('after')
    else parameters.set('after', after)
    return parameters.size === 0 ? page : `${page}?${parameters}`
  }

  const to = (after: string | null) => ({
    href: address(after),
    onNavigate(event: { preventDefault(): void }) {
      event.preventDefault()
      turn(() => router.push(address(after)))
    },
  })

  return (
    <nav aria-label="Pages" className="flex shrink-0 flex-wrap items-center justify-end gap-2 border-t border-line px-4 py-2">
      <p className="min-w-0 flex-1 text-table text-quiet max-sm:basis-full max-sm:empty:hidden">
        {searching && 'There may be more further back: this search goes in steps.'}
      </p>
      {later && (
        <Link {...to(null)} prefetch={false} className={buttonLook({ look: 'bare' })}>
          <ChevronsLeft aria-hidden />
          First page
        </Link>
      )}
      {next !== null && (
        <Link {...to(next)} prefetch={false} className={buttonLook()}>
          {searching ? 'Search further' : 'Next page'}
          <ArrowRight aria-hidden />
        </Link>
      )}
    </nav>
  )
}
