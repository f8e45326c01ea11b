'use client'
import type { Role } from '@tessera/contract'
import { CircleUserRound, Keyboard, LogOut, UserRound } from 'lucide-react'
import Link from 'next/link'
import { Button } from '../../ui/button'
import { Menu, MenuItem, MenuLabel, MenuLine, MenuPanel, MenuTrigger } from '../../ui/menu'
import { useOpening } from './keyboard'
import { useSignOut } from './use-sign-out'

/** Who is signed in, and the way out. `user` is null while the API does not answer: the way out works even then. */
export function AccountMenu({ user }: { user: { email: string; name: string | null; roles: readonly Role[] } | null }) {
  const { openSheet } = useOpening()
  const signOut = useSignOut()
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button look="bare" aria-label={user ? `Account ${user.email}` : 'Account'} className="max-xl:w-8 max-xl:px-0">
          <UserRound />
          <span className="max-w-48 truncate max-xl:hidden">{user?.email ?? 'Account'}</span>
        </Button>
      </MenuTrigger>
      <MenuPanel>
        {user && (
          <MenuLabel>
            <span className="block font-medium text-text">{user.name ?? user.email}</span>
            {user.name && <span className="block">{user.email}</span>}
            {user.roles.length > 0 && <span className="block text-faint">{user.roles.join(', ')}</span>}
          </MenuLabel>
        )}
        {user && <MenuLine />}
        <MenuItem asChild>
          <Link href="/account" prefetch={false}>
            <CircleUserRound aria-hidden />
            Your account
          </Link>
        </MenuItem>
        <MenuItem onSelect={openSheet}>
          <Keyboard aria-hidden />
          Keyboard shortcuts
        </MenuItem>
        <MenuItem onSelect={signOut}>
          <LogOut aria-hidden />
          Sign out
        </MenuItem>
      </MenuPanel>
    </Menu>
  )
}
