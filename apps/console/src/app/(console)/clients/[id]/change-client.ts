'use server'
import { routes, UpdateClient, type Client } from '@tessera/contract'
import { refresh } from 'next/cache'
import { textIn } from '../../../../api/form-text'
import { faultsOf, refusalOf, type Refusal } from '../../../../api/refusal'
import { askInAction } from '../../../../session/viewer'
import { checkOrigin } from '../../../../session/write'
import type { Answered } from '../../../../ui/use-dialog-form'
import { lifetimesIn, lifetimesOf } from './lifetimes'
import { differing, fieldsInWords, readSeen } from './meanwhile'
import { rulesIn, rulesOf } from './rules'

const undone = 'The client was not changed.'

/** Changes a client's lifetimes: what is different from before, and nothing when another administrator was faster. */
export async function changeLifetimes(form: FormData): Promise<Answered> {
  await checkOrigin()
  return change(form, lifetimesOf, lifetimesIn(form))
}

/** Changes what else there is to decide, in the same way. */
export async function changeRules(form: FormData): Promise<Answered> {
  await checkOrigin()
  return change(form, rulesOf, rulesIn(form))
}

async function change<State extends object>(
  form: FormData,
  stateOf: (client: Client) => State,
  to: Readonly<Record<keyof State, unknown>>,
): Promise<Answered> {
  const params = { id: textIn(form, 'id') }
  const found = await askInAction(routes.readClient, { params })
  if (!found.ok) return refusalOf(found.trouble, undone)
  const now = stateOf(found.body)
  const seen = readSeen(textIn(form, 'seen'))
  const meanwhile = seen ? differing(now, seen as Readonly<Record<keyof State, unknown>>) : []
  if (meanwhile.length > 0) {
    refresh()
    return {
      refused: `Meanwhile somebody changed ${fieldsInWords(meanwhile)}. ${undone} The page behind shows it now: look, and open this again if you still want to.`,
    }
  }

  const changed = differing(now, to)
  if (changed.length === 0) return { told: { title: 'Nothing to change', detail: 'All of it was so before.' } }
  const body = UpdateClient.safeParse(Object.fromEntries(changed.map((field) => [field, to[field]])))
  if (!body.success) return shown(faultsOf(body.error.issues), Object.keys(now))
  const answer = await askInAction(routes.updateClient, { params, body: body.data })
  if (!answer.ok) return shown(refusalOf(answer.trouble, undone), Object.keys(now))
  refresh()
  return { told: { title: 'Client changed', detail: `${answer.body.name} is saved.` } }
}

/** A fault of a field that this form does not have is said below it. */
function shown({ faults = {}, refused, ...rest }: Refusal, fields: readonly string[]): Refusal {
  const [here, elsewhere] = [true, false].map((inForm) => Object.entries(faults).filter(([field]) => fields.includes(field) === inForm))
  const words = [refused, ...(elsewhere ?? []).map(([field, fault]) => `${field.replaceAll('_', ' ')}: ${fault}`)].filter(Boolean)
  return { ...rest, faults: Object.fromEntries(here ?? []), ...(words.length > 0 && { refused: words.join(' ') }) }
}
