import Link from 'next/link'
import type { ReactNode } from 'react'
import { home } from '../../security/next-path'
import { Mark } from '../../ui/mark'
import { NavBar } from './nav-bar'
import { NavMenu } from './nav-menu'
import type { Place } from './place'

/** Where one can go, by role; and at the right, what is one's own. */
export function Header({ places, children }: { places: readonly Place[]; children: ReactNode }) {
  return (
    <header className="flex h-12 shrink-0 items-center gap-2 border-b border-line px-4 lg:gap-5">
      <Link href={home} prefetch={false} className="flex items-center gap-2.5 font-semibold">
        <Mark className="size-5" />
        <span className="max-sm:sr-only">Tessera</span>
      </Link>
      {places.length > 0 ? (
        <nav aria-label="Main" className="min-w-0 flex-1">
          <NavBar places={places} />
          <div className="lg:hidden">
            <NavMenu places={places} />
          </div>
        </nav>
      ) : (
        <div className="flex-1" />
      )}
      <div className="flex items-center gap-1">{children}</div>
    </header>
  )
}
