'use client'
import { ChevronDown } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { Button } from '../../ui/button'
import { classNames } from '../../ui/class-names'
import { Menu, MenuItem, MenuPanel, MenuTrigger } from '../../ui/menu'
import { placeOf, type Place } from './place'

/** The places behind one button that says where one is, for windows that are too narrow for the bar. */
export function NavMenu({ places }: { places: readonly Place[] }) {
  const here = placeOf(places, usePathname())
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button look="bare" aria-label={here ? `Go to another place than ${here.name}` : 'Go to a place'} className="px-2 text-text">
          <span className={here && 'underline decoration-accent-text decoration-2 underline-offset-8'}>{here?.name ?? 'Places'}</span>
          <ChevronDown aria-hidden />
        </Button>
      </MenuTrigger>
      <MenuPanel align="start">
        {places.map(({ href, name, under }) => (
          <MenuItem key={href} asChild className={classNames(under && 'pl-6', here?.href === href && 'font-medium text-accent-text')}>
            <Link href={href} prefetch={false} aria-current={here?.href === href ? 'page' : undefined}>
              {name}
            </Link>
          </MenuItem>
        ))}
      </MenuPanel>
    </Menu>
  )
}
