import 'server-only'
import { routes, type AdminUser } from '@tessera/contract'
import { textIn } from '../../../../api/form-text'
import { refusalOf } from '../../../../api/refusal'
import { askInAction } from '../../../../session/viewer'
import type { Answered } from '../../../../ui/use-dialog-form'
import { doneMeanwhile, readSeen, seenOf, whoDidIt } from './meanwhile'

/** The user as they are now; `deed` when they were changed since the form was made, and `refused` when nobody answers. */
export type Looked =
  | { readonly user: AdminUser; readonly deed: null }
  | { readonly user: AdminUser; readonly deed: string }
  | { readonly user: null; readonly refused: Answered }

/** Looks whether a user is still as the administrator saw them who sends this form. */
export async function lookAgain(form: FormData, undone: string): Promise<Looked> {
  const params = { id: textIn(form, 'id') }
  const answer = await askInAction(routes.readUser, { params })
  if (!answer.ok) return { user: null, refused: refusalOf(answer.trouble, undone) }
  const user = answer.body
  const seen = readSeen(textIn(form, 'seen'))
  const meanwhile = seen && doneMeanwhile(seen, seenOf(user))
  if (!meanwhile) return { user, deed: null }
  const [who, events] = await Promise.all([askInAction(routes.me), askInAction(routes.listUserEvents, { params, query: { limit: 100 } })])
  const by = who.ok && events.ok ? whoDidIt(events.body.items, meanwhile.madeBy, who.body.id) : null
  return { user, deed: `${by ?? 'somebody'} ${meanwhile.done}` }
}
