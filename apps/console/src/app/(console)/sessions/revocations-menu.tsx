'use client'
import { Ellipsis } from 'lucide-react'
import Link from 'next/link'
import { Button } from '../../../ui/button'
import { Menu, MenuItem, MenuPanel, MenuTrigger } from '../../../ui/menu'

/** What concerns many sessions at once. */
export function RevocationsMenu({ mayRevokeMany }: { mayRevokeMany: boolean }) {
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button look="bare" size="icon" aria-label="More about sessions" title="More">
          <Ellipsis />
        </Button>
      </MenuTrigger>
      <MenuPanel>
        <MenuItem asChild>
          <Link href="/revocations" prefetch={false}>
            History of revocations
          </Link>
        </MenuItem>
        {mayRevokeMany && (
          <MenuItem asChild>
            <Link href="/revocations/new" prefetch={false}>
              Revoke everything…
            </Link>
          </MenuItem>
        )}
      </MenuPanel>
    </Menu>
  )
}
