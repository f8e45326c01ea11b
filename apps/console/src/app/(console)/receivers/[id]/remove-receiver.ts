'use server'
import { routes } from '@tessera/contract'
import { redirect } from 'next/navigation'
import { textIn } from '../../../../api/form-text'
import { refusalOf } from '../../../../api/refusal'
import { askInAction } from '../../../../session/viewer'
import { checkOrigin } from '../../../../session/write'
import type { Answered } from '../../../../ui/use-dialog-form'

/** Removes a receiver, and leads to the list of those that are left. One that is gone already is as good as removed. */
export async function removeReceiver(form: FormData): Promise<Answered> {
  await checkOrigin()
  const answer = await askInAction(routes.removeReceiver, { params: { id: textIn(form, 'id') } })
  if (!answer.ok && answer.trouble.kind !== 'not_found') return refusalOf(answer.trouble, 'The receiver was not removed.')
  redirect('/receivers')
}
