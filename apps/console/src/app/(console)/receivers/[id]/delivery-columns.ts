import type { Column } from '../../../../lists/columns'

export const deliveryColumns = [
  { id: 'state', title: 'State', width: 'md:w-[var(--column-state,7.5rem)]', shown: 'hidden md:table-cell' },
  { id: 'what', title: 'What', width: 'md:w-[var(--column-what,auto)]', shown: '', main: true },
  { id: 'answer', title: 'Last answer', width: 'md:w-[var(--column-answer,10rem)]', shown: 'hidden md:table-cell' },
  { id: 'attempts', title: 'Tried', width: 'md:w-[var(--column-attempts,4.5rem)]', shown: 'hidden lg:table-cell' },
  { id: 'next', title: 'Next try', width: 'md:w-[var(--column-next,9.75rem)]', shown: 'hidden lg:table-cell' },
  { id: 'queued', title: 'Queued', width: 'w-28 md:w-[var(--column-queued,9.75rem)]', shown: '' },
] as const satisfies readonly Column[]
