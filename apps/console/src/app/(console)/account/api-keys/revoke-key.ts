'use server'
import { routes } from '@tessera/contract'
import { refresh } from 'next/cache'
import { textIn } from '../../../../api/form-text'
import { refusalOf } from '../../../../api/refusal'
import { askInAction } from '../../../../session/viewer'
import { checkOrigin } from '../../../../session/write'
import type { Told } from '../../../../ui/use-form'

export async function revokeKey(_before: Told, form: FormData): Promise<Told> {
  await checkOrigin()
  const answer = await askInAction(routes.revokeMyApiKey, { params: { id: textIn(form, 'id') } })
  if (!answer.ok) return refusalOf(answer.trouble, 'The API key was not revoked.')
  refresh()
  return { done: 'The API key is revoked.' }
}
