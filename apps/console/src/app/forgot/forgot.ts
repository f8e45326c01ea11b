'use server'
import { AddressedTo, routes } from '@tessera/contract'
import { askAnyone } from '../../api/ask-anyone'
import { textIn } from '../../api/form-text'
import { faultsOf, refusalOf } from '../../api/refusal'
import { checkOrigin } from '../../session/write'
import type { Told } from '../../ui/use-form'

export interface ForgotState extends Told {
  /** Said of every address: whether it has an account is for its owner to know. */
  readonly sent?: true
  readonly email?: string
}

export async function forgot(_before: ForgotState, form: FormData): Promise<ForgotState> {
  await checkOrigin()
  const email = textIn(form, 'email')
  const body = AddressedTo.safeParse({ email })
  if (!body.success) return { email, ...faultsOf(body.error.issues) }
  const answer = await askAnyone(routes.forgotPassword, { body: body.data })
  return answer.ok ? { sent: true, email: body.data.email } : { email, ...refusalOf(answer.trouble, 'No link was sent.') }
}
