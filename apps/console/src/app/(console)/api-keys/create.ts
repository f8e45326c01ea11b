'use server'
import { CreateApiKey, routes } from '@tessera/contract'
import { textIn } from '../../../api/form-text'
import { faultsOf, refusalOf } from '../../../api/refusal'
import { askInAction } from '../../../session/viewer'
import { checkOrigin } from '../../../session/write'
import type { AnsweredOnce } from '../../../ui/shown-once'
import { userNamed } from './user-named'

const undone = 'No API key was created.'

/** Makes a key that speaks for a user; the answer has it, this once. */
export async function createKeyFor(form: FormData): Promise<AnsweredOnce> {
  await checkOrigin()
  const scopes = form.getAll('scopes')
  const user = await userNamed(textIn(form, 'user_id'))
  if (!user.ok && user.trouble?.kind === 'signed_out') return refusalOf(user.trouble, undone)
  const expiresIn = textIn(form, 'expires_in')
  const body = CreateApiKey.safeParse({
    ...{ user_id: user.ok ? user.id : null, name: textIn(form, 'name'), scopes },
    ...(expiresIn !== '' && { expires_in: Number(expiresIn) }),
  })
  if (!body.success) {
    const { faults } = faultsOf(body.error.issues)
    return {
      faults: {
        ...faults,
        ...(!user.ok && { user_id: user.fault }),
        ...(scopes.length === 0 && { scopes: 'Choose at least one.' }),
      },
    }
  }

  const answer = await askInAction(routes.createApiKey, { body: body.data })
  if (!answer.ok) {
    if (answer.trouble.kind === 'not_found') return { faults: { user_id: 'There is no such user, or they are disabled.' } }
    if (answer.trouble.kind === 'forbidden' && scopes.includes('revocations:every_company')) {
      return { faults: { user_id: 'Only a key of an owner follows every company.' } }
    }
    return refusalOf(answer.trouble, undone)
  }
  return { secret: { title: `Keep the key of ${answer.body.name}`, what: 'API key', value: answer.body.key } }
}
