'use server'
import { routes, SignUp } from '@tessera/contract'
import { askAnyone } from '../../api/ask-anyone'
import { textIn } from '../../api/form-text'
import { faultsOf, refusalOf } from '../../api/refusal'
import { checkOrigin } from '../../session/write'
import type { Told } from '../../ui/use-form'

export interface SignUpState extends Told {
  /** A mail is on its way: with a code, or to somebody who has an account already. Nobody but them learns which. */
  readonly sent?: true
  readonly email?: string
  readonly name?: string
}

export async function signUp(_before: SignUpState, form: FormData): Promise<SignUpState> {
  await checkOrigin()
  const [email, name] = [textIn(form, 'email'), textIn(form, 'name')]
  const body = SignUp.safeParse({ email, password: textIn(form, 'password'), ...(name.trim() !== '' && { name }) })
  if (!body.success) return { email, name, ...faultsOf(body.error.issues) }

  const answer = await askAnyone(routes.signUp, { body: body.data })
  if (answer.ok) return { sent: true, email: body.data.email }
  if (answer.trouble.kind === 'forbidden') {
    return { email, name, refused: 'Signing up is turned off here, so no account was created. Ask an administrator for an invitation.' }
  }
  return { email, name, ...refusalOf(answer.trouble, 'No account was created.') }
}
