'use server'
import { Kid, routes } from '@tessera/contract'
import { refresh } from 'next/cache'
import { textIn } from '../../../api/form-text'
import { refusalOf } from '../../../api/refusal'
import { renewTokens } from '../../../session/renew'
import { askInAction, tokensOfRequest } from '../../../session/viewer'
import { checkOrigin } from '../../../session/write'
import type { Answered } from '../../../ui/use-dialog-form'
import { shortKid } from './key-words'

/** Takes a key out of JWKS, when the beginning of its id was typed. */
export async function withdrawKey(form: FormData): Promise<Answered> {
  await checkOrigin()
  const kid = Kid.safeParse(textIn(form, 'kid'))
  if (!kid.success) return { refused: 'There is no such key. Nothing was withdrawn.' }
  if (textIn(form, 'typed').trim() !== shortKid(kid.data)) return { faults: { typed: 'This is not the beginning of the key’s id.' } }
  const answer = await askInAction(routes.withdrawSigningKey, { params: { kid: kid.data } })
  if (!answer.ok) return refusalOf(answer.trouble, 'The key was not withdrawn.')
  // The token that this very page was loaded with may be one of those.
  const own = await tokensOfRequest()
  if (own) await renewTokens(own)
  refresh()
  return {
    told: {
      title: 'Signing key withdrawn',
      detail: `Access tokens under ${shortKid(kid.data)} are refused here, and elsewhere when JWKS is fetched again.`,
    },
  }
}
