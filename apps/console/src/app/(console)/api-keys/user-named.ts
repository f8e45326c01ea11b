import 'server-only'
import { Id, routes } from '@tessera/contract'
import type { Trouble } from '../../../api/trouble'
import { askInAction } from '../../../session/viewer'

export type Named = { readonly ok: true; readonly id: string } | { readonly ok: false; readonly fault: string; readonly trouble?: Trouble }

/** The user that somebody typed: by the whole e-mail, or by the id. */
export async function userNamed(text: string): Promise<Named> {
  const typed = text.trim()
  if (typed === '') return { ok: false, fault: 'Type an e-mail, or the id of a user.' }
  if (Id.safeParse(typed.toLowerCase()).success) return { ok: true, id: typed.toLowerCase() }
  const answer = await askInAction(routes.listUsers, { query: { q: typed.slice(0, 254), limit: 10 } })
  if (!answer.ok) return { ok: false, fault: 'The API did not say who this is. Try again in a moment.', trouble: answer.trouble }
  const user = answer.body.items.find(({ email }) => email?.toLowerCase() === typed.toLowerCase())
  return user ? { ok: true, id: user.id } : { ok: false, fault: 'No user has this e-mail, or this id.' }
}
