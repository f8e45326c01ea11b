'use client'
import { ArrowLeft } from 'lucide-react'
import Link from 'next/link'
import { useSyncExternalStore } from 'react'
import { lastSearch } from './last-search'

/** Above an entry's own page: back to its list, as it was searched last in this tab. */
export function BackToList({ page, children }: { page: `/${string}`; children: string }) {
  const search = useSyncExternalStore(
    never,
    () => lastSearch(page),
    () => '',
  )
  return (
    <Link
      href={search === '' ? page : `${page}?${search}`}
      prefetch={false}
      className="mb-2 inline-flex items-center gap-1.5 text-table text-quiet hover:text-text"
    >
      <ArrowLeft aria-hidden className="size-3.5" />
      {children}
    </Link>
  )
}

const never = () => () => undefined
