'use server'
import { routes } from '@tessera/contract'
import { refresh } from 'next/cache'
import { textIn } from '../../../api/form-text'
import { refusalOf } from '../../../api/refusal'
import { askInAction } from '../../../session/viewer'
import { checkOrigin } from '../../../session/write'
import type { Answered } from '../../../ui/use-dialog-form'
import { shortKid } from './key-words'

/** Makes a new key, which waits or signs at once; or makes the one that waits sign now. */
export async function rotateKey(form: FormData): Promise<Answered> {
  await checkOrigin()
  const at_once = textIn(form, 'when') === 'at_once'
  const answer = await askInAction(routes.rotateSigningKey, { body: { at_once } })
  if (!answer.ok) return refusalOf(answer.trouble, 'No key was made.')
  refresh()
  const { kid, state } = answer.body
  const detail = state === 'active' ? `${shortKid(kid)} signs from now on.` : `${shortKid(kid)} is published, and signs in some minutes.`
  return { told: { title: 'Signing key rotated', detail } }
}
