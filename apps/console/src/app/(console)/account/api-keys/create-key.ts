'use server'
import { CreateOwnApiKey, routes } from '@tessera/contract'
import { textIn } from '../../../../api/form-text'
import { faultsOf, refusalOf } from '../../../../api/refusal'
import { askInAction } from '../../../../session/viewer'
import { checkOrigin } from '../../../../session/write'
import type { Told } from '../../../../ui/use-form'

export interface KeyState extends Told {
  /** The key that was made: the only answer that ever has it, and so it brings no page with it that could not be read. */
  readonly made?: { readonly name: string; readonly key: string }
  readonly name?: string
  readonly scopes?: readonly string[]
  readonly expiresIn?: string
}

export async function createKey(_before: KeyState, form: FormData): Promise<KeyState> {
  await checkOrigin()
  const [name, expiresIn] = [textIn(form, 'name'), textIn(form, 'expires_in')]
  const scopes = form.getAll('scopes').filter((scope) => typeof scope === 'string')
  const typed = { name, scopes, expiresIn }
  const body = CreateOwnApiKey.safeParse({ name, scopes, ...(expiresIn !== '' && { expires_in: Number(expiresIn) }) })
  if (!body.success) {
    const { faults } = faultsOf(body.error.issues)
    return { ...typed, faults: { ...faults, ...(scopes.length === 0 && { scopes: 'Choose at least one.' }) } }
  }

  const answer = await askInAction(routes.createMyApiKey, { body: body.data })
  if (!answer.ok) return { ...typed, ...refusalOf(answer.trouble, 'No key was created.') }
  return { made: { name: answer.body.name, key: answer.body.key } }
}
