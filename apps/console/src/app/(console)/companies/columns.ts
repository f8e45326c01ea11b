import type { Column } from '../../../lists/columns'

export const columns = [
  { id: 'name', title: 'Company', width: 'md:w-[var(--column-name,auto)]', shown: '', main: true },
  { id: 'id', title: 'Id', width: 'w-20 md:w-[var(--column-id,8rem)]', shown: '' },
  { id: 'users', title: 'Users', width: 'md:w-[var(--column-users,8rem)]', shown: 'hidden md:table-cell' },
  { id: 'created', title: 'Created', width: 'md:w-[var(--column-created,11rem)]', shown: 'hidden md:table-cell' },
] as const satisfies readonly Column[]
