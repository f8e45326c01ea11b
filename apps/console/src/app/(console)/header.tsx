import type { Role } from '@tessera/contract'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { home } from '../../security/next-path'
import { Mark } from '../../ui/mark'
import { NavLink } from './nav-link'

/** Whoever has no role has one place only, and needs no list of places; whoever is bound to a company, none of companies. */
export function Header({ roles, children }: { roles: readonly Role[]; children: ReactNode }) {
  return (
    <header className="flex h-12 shrink-0 items-center gap-3 border-b border-line px-4 sm:gap-6">
      <Link href={home} prefetch={false} className="flex items-center gap-2.5 font-semibold">
        <Mark className="size-5" />
        <span className="max-[26rem]:sr-only">Tessera</span>
      </Link>
      {roles.length > 0 ? (
        <nav aria-label="Main" className="flex flex-1 gap-1">
          <NavLink href="/sessions">Sessions</NavLink>
          <NavLink href="/users">Users</NavLink>
          {roles.includes('owner') && <NavLink href="/companies">Companies</NavLink>}
        </nav>
      ) : (
        <div className="flex-1" />
      )}
      <div className="flex items-center gap-1">{children}</div>
    </header>
  )
}
