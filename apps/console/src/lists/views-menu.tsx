'use client'
import type { SavedView } from '@tessera/contract'
import { Bookmark } from 'lucide-react'
import dynamic from 'next/dynamic'
import { usePathname, useSearchParams } from 'next/navigation'
import { Popover } from 'radix-ui'
import { useState } from 'react'
import { Button } from '../ui/button'
import { viewQuery } from './view-query'

const ViewsList = dynamic(() => import('./views-list').then((file) => file.ViewsList))

interface ViewsMenuProps {
  list: SavedView['page']
  path: `/${string}`
  /** Null while they are asked for, and when there is no answer. */
  views: readonly SavedView[] | null
}

/** Searches under names. The button has the name of the one that is shown. Its content is loaded when it is opened. */
export function ViewsMenu({ list, path, views: before }: ViewsMenuProps) {
  const [views, setViews] = useState(before)
  const [open, setOpen] = useState(false)
  const query = useQuery(path)
  const current = views?.find((view) => viewQuery(new URLSearchParams(view.query)) === query)

  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger asChild>
        <Button aria-label={current ? `View: ${current.name}` : 'Views'} className="max-w-56 min-w-0">
          <Bookmark className={current ? 'fill-accent-text text-accent-text' : undefined} />
          <bdi className="truncate">{current?.name ?? 'Views'}</bdi>
        </Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={6}
          collisionPadding={16}
          aria-label="Saved views"
          className="z-30 max-h-[var(--radix-popover-content-available-height)] min-h-24 w-[min(20rem,calc(100vw-2rem))] animate-enter overflow-y-auto rounded-lg border border-line bg-surface p-2 shadow-lifted focus:outline-none"
        >
          <ViewsList {...{ list, path, views, query }} current={current?.id ?? null} onChange={setViews} onLeave={() => setOpen(false)} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}

/** The list's own search, also while an entry is open beside it and the address is the entry's. */
function useQuery(path: string): string {
  const now = viewQuery(useSearchParams())
  const here = usePathname() === path
  const [kept, keep] = useState(now)
  if (here && kept !== now) keep(now)
  return here ? now : kept
}
