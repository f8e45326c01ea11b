'use server'
import { routes, UpdateMe } from '@tessera/contract'
import { refresh } from 'next/cache'
import { textIn } from '../../../api/form-text'
import { faultsOf, refusalOf } from '../../../api/refusal'
import { askInAction } from '../../../session/viewer'
import { checkOrigin } from '../../../session/write'
import type { Told } from '../../../ui/use-form'

/** Changes the name; an empty one takes it away. */
export async function changeName(_before: Told, form: FormData): Promise<Told> {
  await checkOrigin()
  const body = UpdateMe.safeParse({ name: textIn(form, 'name').trim() || null })
  if (!body.success) return faultsOf(body.error.issues)
  const answer = await askInAction(routes.updateMe, { body: body.data })
  if (!answer.ok) return refusalOf(answer.trouble, 'Your name was not changed.')
  refresh()
  return { done: answer.body.name === null ? 'Your name is taken away.' : 'Your name is saved.' }
}
