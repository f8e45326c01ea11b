import type { ReactNode } from 'react'
import { Notice } from '../ui/notice'

/** An empty page of a list: the first, a later one, or one that filters made empty. */
export function NothingHere(props: { later: boolean; narrowed?: boolean; many: string; children: ReactNode }) {
  const { later, narrowed = false, many, children } = props
  return (
    <Notice title={narrowed ? `No ${later ? 'further ' : ''}${many} match` : later ? `No more ${many}` : `No ${many} yet`}>
      <div className="grid gap-3">{children}</div>
    </Notice>
  )
}

/** What to do about an empty page where nothing was typed: the search box has nothing to do with it. */
export function NotTyped({ narrowed }: { narrowed: boolean }) {
  return <p>{narrowed ? 'Remove a filter, or take another.' : 'The page before this one was the last.'}</p>
}
