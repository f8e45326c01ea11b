import type { Column } from '../../../lists/columns'

const all = [
  { id: 'state', title: 'State', width: 'md:w-[var(--column-state,7rem)]', shown: 'hidden md:table-cell' },
  { id: 'name', title: 'API key', width: 'md:w-[var(--column-name,auto)]', shown: '', main: true },
  { id: 'user', title: 'Speaks for', width: 'md:w-[var(--column-user,14rem)]', shown: 'hidden md:table-cell' },
  { id: 'company', title: 'Company', width: 'md:w-[var(--column-company,10rem)]', shown: 'hidden xl:table-cell' },
  { id: 'scopes', title: 'For', width: 'md:w-[var(--column-scopes,11rem)]', shown: 'hidden xl:table-cell' },
  { id: 'created', title: 'Created', width: 'md:w-[var(--column-created,9rem)]', shown: 'hidden lg:table-cell' },
  { id: 'used', title: 'Last used', width: 'w-28 md:w-[var(--column-used,9rem)]', shown: '' },
] as const satisfies readonly Column[]

/** Whoever is bound to a company needs no column of companies. */
export function keyColumns(bound: boolean): readonly (typeof all)[number][] {
  return bound ? all.filter(({ id }) => id !== 'company') : all
}
