import type { Column } from '../../../lists/columns'

export const columns = [
  { id: 'state', title: 'State', width: 'md:w-[var(--column-state,9.75rem)]', shown: 'hidden md:table-cell' },
  { id: 'user', title: 'User', width: 'md:w-[var(--column-user,auto)]', shown: '', main: true },
  {
    id: 'device',
    title: 'Device',
    width: 'md:w-[var(--column-device,10.5rem)] lg:w-[var(--column-device,13rem)] xl:w-[var(--column-device,17rem)]',
    shown: 'hidden md:table-cell',
  },
  { id: 'ip', title: 'IP address', width: 'md:w-[var(--column-ip,8.75rem)]', shown: 'hidden lg:table-cell' },
  { id: 'client', title: 'Client', width: 'md:w-[var(--column-client,8.75rem)]', shown: 'hidden xl:table-cell' },
  { id: 'started', title: 'Started', width: 'md:w-[var(--column-started,9.75rem)]', shown: 'hidden xl:table-cell' },
  { id: 'seen', title: 'Last seen', width: 'w-32 md:w-[var(--column-seen,9.75rem)]', shown: '' },
] as const satisfies readonly Column[]
