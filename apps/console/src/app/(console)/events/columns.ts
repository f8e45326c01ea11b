import type { Column } from '../../../lists/columns'

export const eventColumns = [
  { id: 'at', title: 'When', width: 'md:w-[var(--column-at,9.75rem)]', shown: 'hidden md:table-cell' },
  { id: 'event', title: 'Event', width: 'md:w-[var(--column-event,auto)]', shown: '', main: true },
  { id: 'about', title: 'About', width: 'md:w-[var(--column-about,17rem)]', shown: 'hidden md:table-cell' },
  { id: 'by', title: 'By', width: 'md:w-[var(--column-by,13rem)]', shown: 'hidden lg:table-cell' },
  { id: 'ip', title: 'IP address', width: 'md:w-[var(--column-ip,10rem)]', shown: 'hidden xl:table-cell' },
] as const satisfies readonly Column[]
