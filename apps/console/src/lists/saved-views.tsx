import { routes, type SavedView } from '@tessera/contract'
import { Suspense } from 'react'
import { ask } from '../session/viewer'
import { ViewsMenu } from './views-menu'

interface SavedViewsProps {
  /** Which list they are views of. */
  list: SavedView['page']
  path: `/${string}`
}

/** The views of a list that its reader saved. They are asked for beside the list, and do not hold it up. */
export function SavedViews(props: SavedViewsProps) {
  return (
    <Suspense fallback={<ViewsMenu {...props} views={null} />}>
      <Asked {...props} />
    </Suspense>
  )
}

async function Asked({ list, path }: SavedViewsProps) {
  const answer = await ask(routes.mySavedViews)
  const views = answer.ok ? answer.body.items.filter(({ page }) => page === list) : null
  return <ViewsMenu key="asked" list={list} path={path} views={views} />
}
