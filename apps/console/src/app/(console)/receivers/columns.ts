import type { Column } from '../../../lists/columns'

const all = [
  { id: 'state', title: 'State', width: 'md:w-[var(--column-state,7.5rem)]', shown: 'hidden md:table-cell' },
  { id: 'name', title: 'Receiver', width: 'md:w-[var(--column-name,auto)]', shown: '', main: true },
  { id: 'form', title: 'Told by', width: 'md:w-[var(--column-form,8rem)]', shown: 'hidden md:table-cell' },
  { id: 'company', title: 'Company', width: 'md:w-[var(--column-company,11rem)]', shown: 'hidden xl:table-cell' },
  { id: 'waiting', title: 'Waiting', width: 'w-20 md:w-[var(--column-waiting,6.5rem)]', shown: '' },
  { id: 'delivered', title: 'Last delivered', width: 'md:w-[var(--column-delivered,9.75rem)]', shown: 'hidden md:table-cell' },
  { id: 'created', title: 'Created', width: 'md:w-[var(--column-created,9.75rem)]', shown: 'hidden lg:table-cell' },
] as const satisfies readonly Column[]

/** Whoever is bound to a company needs no column of companies. */
export function receiverColumns(bound: boolean): readonly (typeof all)[number][] {
  return bound ? all.filter(({ id }) => id !== 'company') : all
}
