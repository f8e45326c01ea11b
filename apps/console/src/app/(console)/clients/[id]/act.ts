'use server'
import { routes } from '@tessera/contract'
import { refresh } from 'next/cache'
import { textIn } from '../../../../api/form-text'
import { onlyWords, refusalOf } from '../../../../api/refusal'
import { askInAction } from '../../../../session/viewer'
import { checkOrigin } from '../../../../session/write'
import type { AnsweredOnce } from '../../../../ui/shown-once'

/** Disables a client whose name was typed: every session of it ends. */
export async function disableClient(form: FormData): Promise<AnsweredOnce> {
  await checkOrigin()
  const undone = 'The client was not disabled.'
  const params = { id: textIn(form, 'id') }
  const found = await askInAction(routes.readClient, { params })
  if (!found.ok) return refusalOf(found.trouble, undone)
  const { name, disabled } = found.body
  if (disabled) {
    refresh()
    return { told: { title: 'Somebody was faster', detail: `${name} was disabled already.` } }
  }
  if (textIn(form, 'typed').trim() !== name.trim()) return { faults: { typed: 'This is not the client’s name.' } }
  const answer = await askInAction(routes.updateClient, { params, body: { disabled: true } })
  if (!answer.ok) return onlyWords(refusalOf(answer.trouble, undone))
  refresh()
  return { told: { title: 'Client disabled', detail: `Every session of ${name} has ended, and none starts.` } }
}

export async function enableClient(form: FormData): Promise<AnsweredOnce> {
  await checkOrigin()
  const answer = await askInAction(routes.updateClient, { params: { id: textIn(form, 'id') }, body: { disabled: false } })
  if (!answer.ok) return onlyWords(refusalOf(answer.trouble, 'The client was not enabled.'))
  refresh()
  return { told: { title: 'Client enabled', detail: `People can log in at ${answer.body.name} again.` } }
}

/** Makes a new secret, which the answer has this once. */
export async function rotateSecret(form: FormData): Promise<AnsweredOnce> {
  await checkOrigin()
  const overlap = Number(textIn(form, 'overlap'))
  const answer = await askInAction(routes.rotateClientSecret, { params: { id: textIn(form, 'id') }, body: { overlap } })
  if (!answer.ok) return onlyWords(refusalOf(answer.trouble, 'No secret was made.'))
  const { name, client_secret: value } = answer.body
  return { secret: { title: `Keep the new secret of ${name}`, what: 'client secret', value } }
}
