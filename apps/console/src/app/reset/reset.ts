'use server'
import { ResetPassword, routes } from '@tessera/contract'
import { askAnyone } from '../../api/ask-anyone'
import { textIn } from '../../api/form-text'
import { faultsOf, refusalOf } from '../../api/refusal'
import { checkOrigin } from '../../session/write'
import type { Told } from '../../ui/use-form'

export interface ResetState extends Told {
  readonly set?: true
  /** The link is good no more, or never was. */
  readonly void?: true
}

/** Sets a password with the token in `link`, which may be the whole link as it was mailed. */
export async function reset(_before: ResetState, form: FormData): Promise<ResetState> {
  await checkOrigin()
  const token = textIn(form, 'link')
    .trim()
    .replace(/^.*#(token|invitation)=/, '')
  if (token === '') return { faults: { link: 'The link is missing, or a part of it.' } }
  const body = ResetPassword.safeParse({ token, new_password: textIn(form, 'new_password') })
  if (!body.success) return faultsOf(body.error.issues)
  const answer = await askAnyone(routes.resetPassword, { body: body.data })
  if (answer.ok) return { set: true }
  if (answer.trouble.kind === 'refused' && answer.trouble.problem.code === 'invalid_link') return { void: true }
  return refusalOf(answer.trouble, 'The password was not changed.')
}
