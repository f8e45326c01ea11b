'use server'
import { routes } from '@tessera/contract'
import { refresh } from 'next/cache'
import { textIn } from '../../../../api/form-text'
import { onlyWords, refusalOf } from '../../../../api/refusal'
import { askInAction } from '../../../../session/viewer'
import { checkOrigin } from '../../../../session/write'
import type { AnsweredOnce } from '../../../../ui/shown-once'
import { webhookSecret } from '../webhook-secret'
import { answerWords } from './delivery-words'

/** Sends the receiver something harmless, and tells what it answered. */
export async function testReceiver(form: FormData): Promise<AnsweredOnce> {
  await checkOrigin()
  const answer = await askInAction(routes.testReceiver, { params: { id: textIn(form, 'id') } })
  if (!answer.ok) return onlyWords(refusalOf(answer.trouble, 'No test was sent.'))
  refresh()
  if (answer.body.state === 'waiting')
    return { told: { title: 'A test waits', detail: 'The receiver gets it the next time that it asks.' } }
  const title = answer.body.state === 'delivered' ? 'The test was taken' : 'The test was not taken'
  return { told: { title, detail: `${answerWords(answer.body)}.` } }
}

export async function pauseReceiver(form: FormData): Promise<AnsweredOnce> {
  await checkOrigin()
  const answer = await askInAction(routes.updateReceiver, { params: { id: textIn(form, 'id') }, body: { paused: true } })
  if (!answer.ok) return onlyWords(refusalOf(answer.trouble, 'The receiver was not paused.'))
  refresh()
  return { told: { title: 'Receiver paused', detail: `What happens waits for ${answer.body.name} until it is resumed.` } }
}

export async function resumeReceiver(form: FormData): Promise<AnsweredOnce> {
  await checkOrigin()
  const answer = await askInAction(routes.updateReceiver, { params: { id: textIn(form, 'id') }, body: { paused: false } })
  if (!answer.ok) return onlyWords(refusalOf(answer.trouble, 'The receiver was not resumed.'))
  refresh()
  return { told: { title: 'Receiver resumed', detail: `${answer.body.name} is told what has waited.` } }
}

/** Makes a new secret, which the answer has this once. */
export async function rotateSecret(form: FormData): Promise<AnsweredOnce> {
  await checkOrigin()
  const former_lives = Number(textIn(form, 'former_lives'))
  const answer = await askInAction(routes.rotateReceiverSecret, { params: { id: textIn(form, 'id') }, body: { former_lives } })
  if (!answer.ok) return onlyWords(refusalOf(answer.trouble, 'No secret was made.'))
  return { secret: webhookSecret(`Keep the new secret of ${answer.body.name}`, answer.body.secret) }
}

/** Sends one delivery again. */
export async function redeliver(form: FormData): Promise<AnsweredOnce> {
  await checkOrigin()
  const params = { id: textIn(form, 'id'), delivery: Number(textIn(form, 'delivery')) }
  const answer = await askInAction(routes.redeliver, { params })
  if (!answer.ok) return onlyWords(refusalOf(answer.trouble, 'It is not sent again.'))
  refresh()
  return { told: { title: 'Sent again soon', detail: 'It stands at its place in the list, with what comes of it.' } }
}
