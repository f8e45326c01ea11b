'use server'
import { CreateReceiver, routes } from '@tessera/contract'
import { refresh } from 'next/cache'
import { faultsOf, refusalOf } from '../../../api/refusal'
import { askInAction } from '../../../session/viewer'
import { checkOrigin } from '../../../session/write'
import type { AnsweredOnce } from '../../../ui/shown-once'
import { receiverIn } from './receiver-form'
import { webhookSecret } from './webhook-secret'

/** Registers a receiver; of a webhook the answer has the secret, this once. */
export async function createReceiver(form: FormData): Promise<AnsweredOnce> {
  await checkOrigin()
  const body = CreateReceiver.safeParse(receiverIn(form))
  if (!body.success) return faultsOf(body.error.issues)

  const answer = await askInAction(routes.createReceiver, { body: body.data })
  if (!answer.ok) return refusalOf(answer.trouble, 'No receiver was created.')
  const { name, secret } = answer.body
  if (secret === null) {
    refresh()
    return { told: { title: 'Receiver created', detail: `${name} is told what happens from now on.` } }
  }
  return { secret: webhookSecret(`Keep the secret of ${name}`, secret) }
}
