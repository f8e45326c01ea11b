'use server'
import { ChangePassword, routes } from '@tessera/contract'
import { textIn } from '../../../../api/form-text'
import { faultsOf, refusalOf } from '../../../../api/refusal'
import { askInAction } from '../../../../session/viewer'
import { checkOrigin } from '../../../../session/write'
import type { Told } from '../../../../ui/use-form'

export async function changePassword(_before: Told, form: FormData): Promise<Told> {
  await checkOrigin()
  const body = ChangePassword.safeParse({
    current_password: textIn(form, 'current_password'),
    new_password: textIn(form, 'new_password'),
  })
  if (!body.success) return faultsOf(body.error.issues)
  const answer = await askInAction(routes.changeMyPassword, { body: body.data })
  if (!answer.ok) return refusalOf(answer.trouble, 'Your password was not changed.', { wrong_password: 'current_password' })
  return { done: 'Your password is changed. You stay signed in here, and are signed out everywhere else.' }
}
