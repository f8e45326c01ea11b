'use server'
import { CreateSavedView, type RouteCall, routes, type SavedView } from '@tessera/contract'
import { faultsOf, refusalOf, type Refusal } from '../api/refusal'
import { askInAction } from '../session/viewer'
import { checkOrigin } from '../session/write'

export type Saved = { readonly view: SavedView } | ({ readonly view?: undefined } & Refusal)

/** Saves a search under a name; one of that name on that list is replaced. */
export async function saveView(given: RouteCall<typeof routes.saveMyView>['body']): Promise<Saved> {
  await checkOrigin()
  const body = CreateSavedView.safeParse(given)
  if (!body.success) return faultsOf(body.error.issues)
  const answer = await askInAction(routes.saveMyView, { body: body.data })
  return answer.ok ? { view: answer.body } : refusalOf(answer.trouble, 'The view was not saved.')
}

/** Forgets a saved view. One that is gone already is as good as forgotten. */
export async function forgetView(id: string): Promise<Refusal> {
  await checkOrigin()
  const answer = await askInAction(routes.forgetMyView, { params: { id } })
  if (answer.ok || answer.trouble.kind === 'not_found') return {}
  return refusalOf(answer.trouble, 'The view was not forgotten.')
}
