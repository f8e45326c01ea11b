import type { Column } from '../../../lists/columns'

const all = [
  { id: 'state', title: 'State', width: 'md:w-[var(--column-state,9.5rem)]', shown: 'hidden md:table-cell' },
  { id: 'name', title: 'Follower', width: 'md:w-[var(--column-name,auto)]', shown: '', main: true },
  { id: 'key', title: 'API key', width: 'md:w-[var(--column-key,13rem)]', shown: 'hidden md:table-cell' },
  { id: 'company', title: 'Company', width: 'md:w-[var(--column-company,11rem)]', shown: 'hidden xl:table-cell' },
  { id: 'via', title: 'Reads by', width: 'md:w-[var(--column-via,7rem)]', shown: 'hidden lg:table-cell' },
  { id: 'stale', title: 'When stale', width: 'md:w-[var(--column-stale,8rem)]', shown: 'hidden lg:table-cell' },
  { id: 'behind', title: 'Behind', width: 'w-24 md:w-[var(--column-behind,7rem)]', shown: '' },
  { id: 'heard', title: 'Reported', width: 'md:w-[var(--column-heard,9.75rem)]', shown: 'hidden md:table-cell' },
] as const satisfies readonly Column[]

/** Whoever is bound to a company needs no column of companies. */
export function followerColumns(bound: boolean): readonly (typeof all)[number][] {
  return bound ? all.filter(({ id }) => id !== 'company') : all
}
