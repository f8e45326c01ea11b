import type { AdminUser, UserEvent } from '@tessera/contract'

/** What an administrator saw when they decided. */
export type Seen = Pick<AdminUser, 'state' | 'name' | 'roles' | 'second_factor'> & { readonly company_id: number }

export function seenOf({ state, name, roles, second_factor, company }: AdminUser): Seen {
  return { state, name, roles: [...roles].sort(), second_factor, company_id: company.id }
}

/** What somebody else did to a user since, as the end of a sentence: “disabled this user”. Null when nothing is different. */
export function doneMeanwhile(seen: Seen, now: Seen): string | null {
  if (seen.state !== now.state) return stateDeeds[now.state]
  const changed = [
    seen.name !== now.name && 'the name',
    seen.roles.join() !== now.roles.join() && 'the roles',
    seen.company_id !== now.company_id && 'the company',
    seen.second_factor !== now.second_factor && 'the second factor',
  ].filter((what) => what !== false)
  return changed.length === 0 ? null : `changed ${list(changed)} of this user`
}

const stateDeeds: Readonly<Record<Seen['state'], string>> = {
  active: 'made this user active',
  unverified: 'made this user unverified',
  invited: 'invited this user',
  disabled: 'disabled this user',
  deleted: 'deleted this user',
}

/** Who did the newest thing that an administrator does; null when the log does not say. */
export function whoDidIt(events: readonly Pick<UserEvent, 'by' | 'kind'>[], ownId: string): string | null {
  const by = events.find((event) => event.by !== null && event.by.id !== ownId && !event.kind.startsWith('session_'))?.by
  return by ? (by.email ?? by.id) : null
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
