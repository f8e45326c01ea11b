'use client'
import Link from 'next/link'
import { usePathname } from 'next/navigation'

/** One of the pages of an account; the current one carries the accent, below it or at its side. */
export function Place({ href, children }: { href: string; children: string }) {
  return (
    <Link
      href={href}
      prefetch={false}
      aria-current={usePathname() === href ? 'page' : undefined}
      className="flex h-9 shrink-0 items-center border-b-2 border-transparent px-2 font-medium whitespace-nowrap text-quiet hover:text-text aria-[current]:border-accent-text aria-[current]:text-text md:h-8 md:border-b-0 md:border-l-2 md:px-3"
    >
      {children}
    </Link>
  )
}
