import type { Column } from '../../../lists/columns'

export const columns = [
  { id: 'state', title: 'State', width: 'md:w-[var(--column-state,8.5rem)]', shown: 'hidden md:table-cell' },
  { id: 'what', title: 'What', width: 'md:w-[var(--column-what,auto)]', shown: '', main: true },
  { id: 'by', title: 'Begun by', width: 'md:w-[var(--column-by,14rem)]', shown: 'hidden lg:table-cell' },
  { id: 'ended', title: 'Ended', width: 'md:w-[var(--column-ended,9rem)]', shown: 'hidden md:table-cell' },
  { id: 'created', title: 'Asked for', width: 'w-28 md:w-[var(--column-created,9.75rem)]', shown: '' },
] as const satisfies readonly Column[]
