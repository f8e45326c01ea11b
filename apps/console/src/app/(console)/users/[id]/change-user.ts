'use server'
import { routes, UpdateUser, type AdminUser } from '@tessera/contract'
import { refresh } from 'next/cache'
import { textIn } from '../../../../api/form-text'
import { faultsOf, refusalOf } from '../../../../api/refusal'
import { askInAction } from '../../../../session/viewer'
import { checkOrigin } from '../../../../session/write'
import type { Answered } from '../../../../ui/use-dialog-form'
import { chosenCompany, chosenRoles } from '../form-choices'
import { givable } from '../may'
import { userTitle } from '../user-words'
import { lookAgain } from './unchanged'

const undone = 'The user was not changed.'

/** Changes name, roles and company: what is different from before, and nothing when another administrator was faster. */
export async function changeUser(form: FormData): Promise<Answered> {
  await checkOrigin()
  const looked = await lookAgain(form, undone)
  if (looked.user === null) return looked.refused
  const { user, deed } = looked
  if (deed !== null) {
    refresh()
    if (user.state === 'deleted') return { told: { title: 'Changed meanwhile', detail: `Meanwhile ${deed}. ${undone}` } }
    return { refused: `Meanwhile ${deed}. ${undone} The page behind shows it now: look, and open this again if you still want to.` }
  }

  const change = await changeIn(form, user)
  if (Object.keys(change).length === 0) return { told: { title: 'Nothing to change', detail: 'All of it was so before.' } }
  const body = UpdateUser.safeParse(change)
  if (!body.success) return faultsOf(body.error.issues)
  const answer = await askInAction(routes.updateUser, { params: { id: user.id }, body: body.data })
  if (!answer.ok) {
    if (answer.trouble.kind === 'not_found' && 'company_id' in change) return { faults: { company_id: 'There is no such company.' } }
    return refusalOf(answer.trouble, undone, { last_owner: 'roles' })
  }
  refresh()
  return { told: { title: 'User changed', detail: `${userTitle(user)} is saved.` } }
}

async function changeIn(form: FormData, user: AdminUser): Promise<Record<string, unknown>> {
  const name = textIn(form, 'name').trim() || null
  const who = await askInAction(routes.me)
  const offered: readonly string[] = who.ok ? givable(who.body) : []
  // Those that were not offered stay.
  const roles = [...user.roles.filter((role) => !offered.includes(role)), ...chosenRoles(form)]
  const { company_id } = chosenCompany(form)
  return {
    ...(name !== user.name && { name }),
    ...([...roles].sort().join() !== [...user.roles].sort().join() && { roles }),
    ...(company_id !== undefined && company_id !== user.company.id && { company_id }),
  }
}
