import type { AdminUser, eventKinds, UserEvent } from '@tessera/contract'

/** What an administrator saw when they decided. */
export type Seen = Pick<AdminUser, 'state' | 'name' | 'roles' | 'second_factor'> & { readonly company_id: number }

export function seenOf({ state, name, roles, second_factor, company }: AdminUser): Seen {
  return { state, name, roles: [...roles].sort(), second_factor, company_id: company.id }
}

type Told = Pick<UserEvent, 'by' | 'kind' | 'details'>
type MadeBy = (event: Told) => boolean

/** What is different since, as the end of a sentence: “disabled this user”; and the entries of the event log that may have made it so. */
export interface Meanwhile {
  readonly done: string
  readonly madeBy: readonly MadeBy[]
}

/** Null when nothing is different. */
export function doneMeanwhile(seen: Seen, now: Seen): Meanwhile | null {
  if (seen.state !== now.state) return { done: stateDeeds[now.state], madeBy: [madeState(seen.state, now.state)] }
  const changed = [
    seen.name !== now.name && { words: 'the name', madeBy: tells('name') },
    seen.roles.join() !== now.roles.join() && { words: 'the roles', madeBy: tells('roles') },
    seen.company_id !== now.company_id && { words: 'the company', madeBy: tells('company_id') },
    seen.second_factor !== now.second_factor && {
      words: 'the second factor',
      madeBy: is(now.second_factor ? 'second_factor_added' : 'second_factor_removed'),
    },
  ].filter((each) => each !== false)
  if (changed.length === 0) return null
  return { done: `changed ${list(changed.map(({ words }) => words))} of this user`, madeBy: changed.map(({ madeBy }) => madeBy) }
}

const stateDeeds: Readonly<Record<Seen['state'], string>> = {
  active: 'made this user active',
  unverified: 'made this user unverified',
  invited: 'invited this user',
  disabled: 'disabled this user',
  deleted: 'deleted this user',
}

function madeState(from: Seen['state'], to: Seen['state']): MadeBy {
  if (to === 'disabled') return is('user_disabled')
  if (to === 'deleted') return is('user_deleted')
  if (from === 'disabled') return is('user_enabled')
  if (to === 'invited') return is('user_invited')
  return (event) => is('email_verified', 'password_reset', 'invitation_accepted')(event) || tells('email_verified')(event)
}

function is(...kinds: readonly (typeof eventKinds)[number][]): MadeBy {
  return ({ kind }) => kinds.some((each) => each === kind)
}

/** Whether an entry tells that this field changed: an administrator's has each by its name, and a user's own a list. */
function tells(field: string): MadeBy {
  return ({ kind, details }) => {
    if (kind !== 'user_changed' || details === null) return false
    return field in details || (Array.isArray(details['changed']) && details['changed'].includes(field))
  }
}

/** Who made it so, in words: the newest to have done each part of it. Null when the log does not say, or those are several. */
export function whoDidIt(events: readonly Told[], madeBy: readonly MadeBy[], ownId: string): string | null {
  const [by, ...others] = madeBy.map((made) => events.find(made)?.by ?? null)
  if (!by || others.some((other) => other?.id !== by.id)) return null
  return by.id === ownId ? 'you, in another tab,' : (by.email ?? by.id)
}

/** What stands in a form's hidden field; null for what is none of ours. */
export function readSeen(text: string): Seen | null {
  try {
    const seen = JSON.parse(text) as Seen | null
    return seen !== null && Array.isArray(seen.roles) ? seen : null
  } catch {
    return null
  }
}

function list(words: readonly string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}
