'use server'
import { routes } from '@tessera/contract'
import { refresh } from 'next/cache'
import { textIn } from '../../../api/form-text'
import { refusalOf } from '../../../api/refusal'
import { askInAction } from '../../../session/viewer'
import { checkOrigin } from '../../../session/write'
import type { Answered } from '../../../ui/use-dialog-form'

/** Revokes somebody's key. One that somebody else has revoked meanwhile stays as they left it. */
export async function revokeKey(form: FormData): Promise<Answered> {
  await checkOrigin()
  const answer = await askInAction(routes.revokeApiKey, { params: { id: textIn(form, 'id') } })
  if (!answer.ok) return refusalOf(answer.trouble, 'The API key was not revoked.')
  refresh()
  return { told: { title: 'API key revoked', detail: `${textIn(form, 'name')} is refused from now on.` } }
}
