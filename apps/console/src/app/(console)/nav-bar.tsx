'use client'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { Fetching } from '../../ui/fetching'
import { placeOf, type Place } from './place'

/** The places side by side; the current one carries the accent, and one that is being fetched shows that it is. */
export function NavBar({ places }: { places: readonly Place[] }) {
  const path = usePathname()
  const here = placeOf(places, path)
  return (
    <div className="flex gap-0.5 max-lg:hidden xl:gap-1.5">
      {places
        .filter(({ under }) => under === undefined)
        .map(({ href, name }) => (
          <Link
            key={href}
            href={href}
            prefetch={false}
            aria-current={path === href ? 'page' : here?.href === href || here?.under === href ? 'true' : undefined}
            className="relative flex h-12 items-center px-2 font-medium whitespace-nowrap text-quiet hover:text-text aria-[current]:text-text aria-[current]:after:absolute aria-[current]:after:inset-x-2 aria-[current]:after:-bottom-px aria-[current]:after:h-0.5 aria-[current]:after:bg-accent-text"
          >
            {name}
            <Fetching className="inset-x-2 bottom-2" />
          </Link>
        ))}
    </div>
  )
}
