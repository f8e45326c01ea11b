'use server'
import { routes, type RouteCall } from '@tessera/contract'
import { refresh } from 'next/cache'
import type { Answer } from '../../../../api/answer'
import { textIn } from '../../../../api/form-text'
import { refusalOf } from '../../../../api/refusal'
import { askInAction } from '../../../../session/viewer'
import { checkOrigin } from '../../../../session/write'
import type { Answered } from '../../../../ui/use-dialog-form'
import { userTitle } from '../user-words'
import { deeds, deedWords, type Deed } from './deeds'
import { lookAgain } from './unchanged'

type Update = NonNullable<RouteCall<typeof routes.updateUser>['body']>

/** Does to a user what the form says, unless another administrator was faster: then it tells what that one did, and does nothing. */
export async function act(form: FormData): Promise<Answered> {
  await checkOrigin()
  const deed = deeds.find((each) => each === textIn(form, 'deed'))
  if (!deed) return { refused: 'The page is older than the console. Load it again: nothing was done.' }
  const words = deedWords[deed]

  const looked = await lookAgain(form, words.undone)
  if (looked.user === null) return looked.refused
  const { user, deed: other } = looked
  if (other !== null) {
    refresh()
    const told = { title: 'Changed meanwhile', detail: `Meanwhile ${other}. Nothing else was changed.` }
    if (words.reached(user) || user.state === 'deleted') return { told }
    return { refused: `Meanwhile ${other}. ${words.undone} The page shows it now: look, and press again if you still want to.` }
  }
  if (deed === 'delete' && textIn(form, 'typed').trim().toLowerCase() !== user.email?.toLowerCase()) {
    return { faults: { typed: 'This is not the user’s address.' } }
  }

  const answer = await perform(deed, user.id)
  if (!answer.ok) return refusalOf(answer.trouble, words.undone)
  refresh()
  return { told: words.done(userTitle(user)) }
}

function perform(deed: Deed, id: string): Promise<Answer<unknown>> {
  const params = { id }
  const update = (body: Update) => askInAction(routes.updateUser, { params, body })
  switch (deed) {
    case 'invite':
      return askInAction(routes.inviteUser, { params })
    case 'verify':
      return update({ email_verified: true })
    case 'reset_password':
      return askInAction(routes.forcePasswordReset, { params })
    case 'take_second_factor':
      return askInAction(routes.takeSecondFactor, { params })
    case 'disable':
      return update({ disabled: true })
    case 'enable':
      return update({ disabled: false })
    case 'delete':
      return askInAction(routes.deleteUser, { params })
  }
}
