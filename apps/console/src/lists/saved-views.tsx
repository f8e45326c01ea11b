import { routes, type SavedView } from '@tessera/contract'
import { ask } from '../session/viewer'
import { ViewsMenu } from './views-menu'

/** The views of a list that its reader saved. They are asked for beside the list, and do not hold it up. @param list which one they are views of */
export function SavedViews({ list, path }: { list: SavedView['page']; path: `/${string}` }) {
  return <ViewsMenu list={list} path={path} saved={viewsOf(list)} />
}

/** Null when there is no answer. Whoever is not signed in any more learns it from the list. */
async function viewsOf(list: SavedView['page']): Promise<readonly SavedView[] | null> {
  const answer = await ask(routes.mySavedViews).catch(() => null)
  return answer?.ok ? answer.body.items.filter(({ page }) => page === list) : null
}
