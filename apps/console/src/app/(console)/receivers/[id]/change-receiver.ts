'use server'
import { routes, UpdateReceiver } from '@tessera/contract'
import { refresh } from 'next/cache'
import { textIn } from '../../../../api/form-text'
import { faultsOf, refusalOf } from '../../../../api/refusal'
import { askInAction } from '../../../../session/viewer'
import { checkOrigin } from '../../../../session/write'
import type { Answered } from '../../../../ui/use-dialog-form'
import { differing, fieldsInWords, readSeen } from '../../clients/[id]/meanwhile'
import { changesIn, seenOf } from './changes'

const undone = 'The receiver was not changed.'

/** Changes a receiver: what is different from before, and nothing when another administrator was faster. */
export async function changeReceiver(form: FormData): Promise<Answered> {
  await checkOrigin()
  const params = { id: textIn(form, 'id') }
  const found = await askInAction(routes.readReceiver, { params })
  if (!found.ok) return refusalOf(found.trouble, undone)
  const now = seenOf(found.body)
  const seen = readSeen(textIn(form, 'seen'))
  const meanwhile = seen ? differing(now, seen as Readonly<Record<keyof typeof now, unknown>>) : []
  if (meanwhile.length > 0) {
    refresh()
    return {
      refused: `Meanwhile somebody changed ${fieldsInWords(meanwhile)}. ${undone} The page behind shows it now: look, and open this again if you still want to.`,
    }
  }

  const changes = changesIn(form, found.body)
  if (Object.keys(changes).length === 0) return { told: { title: 'Nothing to change', detail: 'All of it was so before.' } }
  const body = UpdateReceiver.safeParse(changes)
  if (!body.success) return faultsOf(body.error.issues)
  const answer = await askInAction(routes.updateReceiver, { params, body: body.data })
  if (!answer.ok) return refusalOf(answer.trouble, undone)
  refresh()
  return { told: { title: 'Receiver changed', detail: `${answer.body.name} is saved.` } }
}
