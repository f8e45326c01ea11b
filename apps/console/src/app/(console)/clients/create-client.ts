'use server'
import { CreateClient, routes } from '@tessera/contract'
import { refresh } from 'next/cache'
import { textIn } from '../../../api/form-text'
import { faultsOf, refusalOf } from '../../../api/refusal'
import { askInAction } from '../../../session/viewer'
import { checkOrigin } from '../../../session/write'
import type { AnsweredOnce } from '../../../ui/shown-once'

/** Creates a client; of a confidential one the answer has the secret, this once. */
export async function createClient(form: FormData): Promise<AnsweredOnce> {
  await checkOrigin()
  const id = textIn(form, 'client_id').trim()
  const body = CreateClient.safeParse({
    name: textIn(form, 'name'),
    scope: textIn(form, 'scope').trim(),
    confidential: textIn(form, 'kind') === 'confidential',
    ...(id !== '' && { client_id: id }),
  })
  if (!body.success) return faultsOf(body.error.issues)

  const answer = await askInAction(routes.createClient, { body: body.data })
  if (!answer.ok) return refusalOf(answer.trouble, 'No client was created.', { client_id_taken: 'client_id' })
  const { client_id, client_secret, name } = answer.body
  if (client_secret === undefined) {
    refresh()
    return { told: { title: 'Client created', detail: `${name} is there, as ${client_id}.` } }
  }
  const beside = { what: 'client id', value: client_id }
  return { secret: { title: `Keep the secret of ${name}`, what: 'client secret', value: client_secret, beside } }
}
