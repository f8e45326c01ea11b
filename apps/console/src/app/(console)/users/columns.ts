import type { Column } from '../../../lists/columns'

const all = [
  { id: 'state', title: 'State', width: 'md:w-[var(--column-state,7.5rem)]', shown: 'hidden md:table-cell' },
  { id: 'user', title: 'User', width: 'md:w-[var(--column-user,auto)]', shown: '', main: true },
  { id: 'roles', title: 'Roles', width: 'md:w-[var(--column-roles,9rem)]', shown: 'hidden md:table-cell' },
  { id: 'company', title: 'Company', width: 'md:w-[var(--column-company,11rem)]', shown: 'hidden lg:table-cell' },
  { id: 'factor', title: 'Second factor', width: 'md:w-[var(--column-factor,8rem)]', shown: 'hidden xl:table-cell' },
  { id: 'created', title: 'Created', width: 'md:w-[var(--column-created,9.75rem)]', shown: 'hidden lg:table-cell' },
  { id: 'seen', title: 'Last seen', width: 'w-28 md:w-[var(--column-seen,9.75rem)]', shown: '' },
] as const satisfies readonly Column[]

export type UserColumn = (typeof all)[number]

/** Whoever is bound to a company needs no column of companies. */
export function userColumns(bound: boolean): readonly UserColumn[] {
  return bound ? all.filter(({ id }) => id !== 'company') : all
}
