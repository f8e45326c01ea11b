import type { AdminUser, Role, UserState } from '@tessera/contract'
import { StateWord } from '../../../ui/tile'

export const stateWords: Readonly<Record<UserState, string>> = {
  active: 'Active',
  unverified: 'Unverified',
  invited: 'Invited',
  disabled: 'Disabled',
  deleted: 'Deleted',
}

const hues: Readonly<Record<UserState, string>> = {
  active: 'bg-active',
  unverified: 'bg-expired',
  invited: 'bg-expired',
  disabled: 'bg-ended',
  deleted: 'border border-ended',
}

/** A user's state: a tile and its word. */
export function UserStateWord({ state }: { state: UserState }) {
  return <StateWord hue={hues[state]} word={stateWords[state]} />
}

export const roleWords: Readonly<Record<Role, { readonly name: string; readonly may: string }>> = {
  owner: { name: 'Owner', may: 'everything, in every company' },
  admin: { name: 'Admin', may: 'the users and sessions of their company' },
  support: { name: 'Support', may: 'view, and revoke single sessions' },
  auditor: { name: 'Auditor', may: 'view' },
}

/** What to call somebody whom a session, a key or an event names: deleted, or of a company that the viewer does not see, they have no e-mail here. */
export function personTitle({ email }: { readonly email: string | null }): string {
  return email ?? 'Deleted or hidden user'
}

/** What to call a user: of a deleted one only the id is left. */
export function userTitle({ email }: Pick<AdminUser, 'email'>): string {
  return email ?? 'Deleted user'
}

export function rolesInWords(roles: readonly Role[]): string {
  return roles.map((role) => roleWords[role].name).join(', ')
}
