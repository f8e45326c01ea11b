'use server'
import { ChangeEmail, ConfirmEmail, routes } from '@tessera/contract'
import { refresh } from 'next/cache'
import { textIn } from '../../../api/form-text'
import { faultsOf, refusalOf } from '../../../api/refusal'
import { askInAction } from '../../../session/viewer'
import { checkOrigin } from '../../../session/write'
import type { Told } from '../../../ui/use-form'

export interface EmailState extends Told {
  /** `confirm`: a code was mailed. */
  readonly step?: 'confirm'
  /** The address that it went to. */
  readonly email?: string
}

/** Asks for a code at the new address; with it, changes the address. The button that was pressed says which, by its value of `step`. */
export async function changeEmail({ email }: EmailState, form: FormData): Promise<EmailState> {
  await checkOrigin()
  switch (textIn(form, 'step')) {
    case 'have':
      return { step: 'confirm' }
    case 'again':
      return email === undefined ? {} : { email }
    case 'confirm':
      return confirm(email, textIn(form, 'code'))
    default:
      return askForCode(textIn(form, 'email'), textIn(form, 'current_password'))
  }
}

async function askForCode(email: string, password: string): Promise<EmailState> {
  const body = ChangeEmail.safeParse({ email, current_password: password })
  if (!body.success) return { email, ...faultsOf(body.error.issues) }
  const answer = await askInAction(routes.changeMyEmail, { body: body.data })
  if (answer.ok) return { step: 'confirm', email: body.data.email }
  return { email, ...refusalOf(answer.trouble, 'No code was sent.', { wrong_password: 'current_password' }) }
}

async function confirm(email: string | undefined, code: string): Promise<EmailState> {
  const step = { step: 'confirm', ...(email !== undefined && { email }) } as const
  const body = ConfirmEmail.safeParse({ code })
  if (!body.success) return { ...step, ...faultsOf(body.error.issues) }
  const answer = await askInAction(routes.confirmMyEmail, { body: body.data })
  if (!answer.ok) return { ...step, ...refusalOf(answer.trouble, 'Your e-mail was not changed.', { invalid_code: 'code' }) }
  refresh()
  return { done: `Your e-mail is ${answer.body.email} now. Sign in with it from here on.` }
}
