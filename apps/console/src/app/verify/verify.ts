'use server'
import { AddressedTo, routes, VerifyEmail } from '@tessera/contract'
import { askAnyone } from '../../api/ask-anyone'
import { textIn } from '../../api/form-text'
import { faultsOf, refusalOf } from '../../api/refusal'
import { checkOrigin } from '../../session/write'
import type { Told } from '../../ui/use-form'

export interface VerifyState extends Told {
  readonly verified?: true
  /** How often another code was asked for. */
  readonly resent?: number
  readonly email?: string
}

/** Shows that an address is somebody’s, with the code in `code`; or, by the button `resend`, asks for another. */
export async function verify({ resent = 0 }: VerifyState, form: FormData): Promise<VerifyState> {
  await checkOrigin()
  const email = textIn(form, 'email')
  if (form.has('resend')) {
    const body = AddressedTo.safeParse({ email })
    if (!body.success) return { email, ...faultsOf(body.error.issues) }
    const answer = await askAnyone(routes.resendVerification, { body: body.data })
    if (!answer.ok) return { email, ...refusalOf(answer.trouble, 'No code was sent.') }
    return { email, resent: resent + 1, done: 'If an account waits for this address to be verified, another code is on its way to it.' }
  }

  const body = VerifyEmail.safeParse({ email, code: textIn(form, 'code') })
  if (!body.success) return { email, resent, ...faultsOf(body.error.issues) }
  const answer = await askAnyone(routes.verifyEmail, { body: body.data })
  if (answer.ok) return { verified: true }
  return { email, resent, ...refusalOf(answer.trouble, 'The address was not verified.', { invalid_code: 'code' }) }
}
