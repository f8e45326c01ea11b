'use server'
import { routes } from '@tessera/contract'
import { refresh } from 'next/cache'
import { textIn } from '../../../../api/form-text'
import { refusalOf } from '../../../../api/refusal'
import { askInAction } from '../../../../session/viewer'
import { checkOrigin } from '../../../../session/write'
import type { Told } from '../../../../ui/use-form'
import { signOut } from '../../sign-out'

export type EndState = Told

/** Ends the session of the button that was pressed, or all but the one that asks. Whoever ends that one is signed out here. */
export async function endSessions(_before: EndState, form: FormData): Promise<EndState> {
  await checkOrigin()
  if (form.has('current')) await signOut()
  if (form.has('others')) return endOthers()
  const answer = await askInAction(routes.endMySession, { params: { id: textIn(form, 'id') } })
  if (!answer.ok) return refusalOf(answer.trouble, 'The session was not ended.')
  refresh()
  return { done: 'The session is ended: that device is signed out.' }
}

async function endOthers(): Promise<EndState> {
  const answer = await askInAction(routes.endMyOtherSessions)
  if (!answer.ok) return refusalOf(answer.trouble, 'You were not signed out elsewhere.')
  refresh()
  const { ended, ended_capped } = answer.body
  if (ended === 0) return { done: 'You were signed in nowhere else.' }
  const count = `${ended}${ended_capped ? ' or more' : ''} ${ended === 1 ? 'session' : 'sessions'}`
  return { done: `You are signed out everywhere else: ${count} ended.` }
}
