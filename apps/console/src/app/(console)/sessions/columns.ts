import type { Column } from '../../../lists/columns'

const middle = 'hidden md:table-cell'

/** Every column that the list has, in the order in which they are offered. */
export const columns = [
  { id: 'state', title: 'State', width: 'md:w-[var(--column-state,8.75rem)]', shown: middle },
  { id: 'user', title: 'User', width: 'md:w-[var(--column-user,auto)]', shown: '', main: true },
  {
    id: 'device',
    title: 'Device',
    width: 'md:w-[var(--column-device,10.5rem)] lg:w-[var(--column-device,13rem)] 2xl:w-[var(--column-device,17rem)]',
    shown: middle,
    rem: 17,
  },
  { id: 'ip', title: 'IP at login', width: 'md:w-[var(--column-ip,8.75rem)]', shown: 'hidden lg:table-cell' },
  { id: 'client', title: 'Client', width: 'md:w-[var(--column-client,8.75rem)]', shown: 'hidden xl:table-cell' },
  { id: 'started', title: 'Started', width: 'md:w-[var(--column-started,9.75rem)]', shown: 'hidden xl:table-cell' },
  { id: 'seen', title: 'Last seen', width: 'w-28 md:w-[var(--column-seen,9.75rem)]', shown: '' },
  { id: 'company', title: 'Company', width: 'md:w-[var(--column-company,11rem)]', shown: middle, rem: 11 },
  { id: 'country', title: 'Country at login', width: 'md:w-[var(--column-country,9rem)]', shown: middle },
  { id: 'last_ip', title: 'Last IP address', width: 'md:w-[var(--column-last_ip,8.75rem)]', shown: middle },
  { id: 'browser', title: 'Browser', width: 'md:w-[var(--column-browser,9rem)]', shown: middle },
  { id: 'system', title: 'System', width: 'md:w-[var(--column-system,9rem)]', shown: middle },
  { id: 'dialect', title: 'Format', width: 'md:w-[var(--column-dialect,8rem)]', shown: middle },
  { id: 'refreshes', title: 'Refreshes', width: 'md:w-[var(--column-refreshes,6.5rem)]', shown: middle },
  { id: 'expires', title: 'Expires', width: 'md:w-[var(--column-expires,9.75rem)]', shown: middle },
  { id: 'id', title: 'Session id', width: 'md:w-[var(--column-id,19rem)]', shown: middle, rem: 19 },
] as const satisfies readonly Column[]

export type ColumnId = (typeof columns)[number]['id']

/** Those that are shown where nobody chose. */
export const standardColumns: readonly ColumnId[] = ['state', 'user', 'device', 'ip', 'client', 'started', 'seen']
