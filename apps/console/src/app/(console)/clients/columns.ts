import type { Column } from '../../../lists/columns'

export const columns = [
  { id: 'state', title: 'State', width: 'md:w-[var(--column-state,7.5rem)]', shown: 'hidden md:table-cell' },
  { id: 'name', title: 'Client', width: 'md:w-[var(--column-name,auto)]', shown: '', main: true },
  { id: 'id', title: 'Client id', width: 'md:w-[var(--column-id,14rem)]', shown: 'hidden lg:table-cell' },
  { id: 'kind', title: 'Kind', width: 'md:w-[var(--column-kind,8rem)]', shown: 'hidden md:table-cell' },
  { id: 'access', title: 'Access token', width: 'md:w-[var(--column-access,8rem)]', shown: 'hidden xl:table-cell' },
  { id: 'idle', title: 'Idle timeout', width: 'w-28 md:w-[var(--column-idle,8rem)]', shown: '' },
  { id: 'created', title: 'Created', width: 'md:w-[var(--column-created,9.75rem)]', shown: 'hidden lg:table-cell' },
] as const satisfies readonly Column[]
