'use client'
import Link from 'next/link'
import { usePathname } from 'next/navigation'

/** A place in the header; the current one carries the accent. */
export function NavLink({ href, children }: { href: string; children: string }) {
  const path = usePathname()
  const here = path === href || path.startsWith(`${href}/`)
  return (
    <Link
      href={href}
      prefetch={false}
      aria-current={path === href ? 'page' : here ? 'true' : undefined}
      className="relative flex h-12 items-center px-2 font-medium text-quiet hover:text-text aria-[current]:text-text aria-[current]:after:absolute aria-[current]:after:inset-x-2 aria-[current]:after:-bottom-px aria-[current]:after:h-0.5 aria-[current]:after:bg-accent-text"
    >
      {children}
    </Link>
  )
}
