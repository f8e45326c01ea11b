'use server'
import { CreateUser, routes } from '@tessera/contract'
import { refresh } from 'next/cache'
import { textIn } from '../../../api/form-text'
import { faultsOf, refusalOf } from '../../../api/refusal'
import { askInAction } from '../../../session/viewer'
import { checkOrigin } from '../../../session/write'
import type { Answered } from '../../../ui/use-dialog-form'
import { chosenCompany, chosenRoles } from './form-choices'

/** Creates a user, who gets a link by mail; or with a password, and then no mail. */
export async function inviteUser(form: FormData): Promise<Answered> {
  await checkOrigin()
  const name = textIn(form, 'name').trim()
  const byMail = textIn(form, 'way') !== 'password'
  const body = CreateUser.safeParse({
    email: textIn(form, 'email'),
    roles: chosenRoles(form),
    ...(name !== '' && { name }),
    ...chosenCompany(form),
    ...(!byMail && { password: textIn(form, 'password') }),
  })
  if (!body.success) return faultsOf(body.error.issues)

  const answer = await askInAction(routes.createUser, { body: body.data })
  if (!answer.ok) {
    if (answer.trouble.kind === 'not_found') return { faults: { company_id: 'There is no such company.' } }
    return refusalOf(answer.trouble, 'Nobody was invited.', { email_taken: 'email' })
  }
  refresh()
  const { email } = body.data
  return byMail
    ? { told: { title: 'Invitation sent', detail: `A link to set a password is on its way to ${email}.` } }
    : { told: { title: 'User created', detail: `${email} can sign in with the password you set.` } }
}
