'use client'
import type { SavedView } from '@tessera/contract'
import { Bookmark } from 'lucide-react'
import dynamic from 'next/dynamic'
import { usePathname, useSearchParams } from 'next/navigation'
import { Suspense, use, useState, type ReactNode } from 'react'
import { Button } from '../ui/button'
import { Popover } from '../ui/popover'
import { viewQuery } from './view-query'

const ViewsList = dynamic(() => import('./views-list').then((file) => file.ViewsList))

type Views = readonly SavedView[] | null

interface ViewsMenuProps {
  list: SavedView['page']
  path: `/${string}`
  /** Null when there is no answer. */
  saved: Promise<Views>
}

/** Searches under names. The button has the name of the one that is shown. Its content is loaded when it is opened. */
export function ViewsMenu({ list, path, saved }: ViewsMenuProps) {
  const [changed, change] = useState<Views>(null)
  const query = useQuery(path)
  const isShown = (view: SavedView) => viewQuery(new URLSearchParams(view.query)) === query
  const asked = (fallback: ReactNode, content: (views: Views) => ReactNode) => (
    <Suspense fallback={fallback}>
      <Asked saved={saved} changed={changed}>
        {content}
      </Asked>
    </Suspense>
  )

  return (
    <Popover
      label="Saved views"
      className="min-h-24 w-[min(20rem,calc(100vw-2rem))]"
      button={
        <Button className="max-w-56 min-w-0">
          {asked(<Label name={undefined} />, (views) => (
            <Label name={views?.find(isShown)?.name} />
          ))}
        </Button>
      }
    >
      {(close) =>
        asked(null, (views) => (
          <ViewsList
            {...{ list, path, views, query }}
            current={views?.find(isShown)?.id ?? null}
            onChange={(make) => change((now) => make(now ?? views ?? []))}
            onLeave={close}
          />
        ))
      }
    </Popover>
  )
}

/** @param changed what was made of them since in this page */
function Asked(props: { saved: Promise<Views>; changed: Views; children: (views: Views) => ReactNode }) {
  const saved = use(props.saved)
  return props.children(props.changed ?? saved)
}

function Label({ name }: { name: string | undefined }) {
  return (
    <>
      <Bookmark className={name === undefined ? undefined : 'fill-accent-text text-accent-text'} />
      {name !== undefined && <span className="sr-only">View: </span>}
      <bdi className="truncate">{name ?? 'Views'}</bdi>
    </>
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
