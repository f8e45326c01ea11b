import type { Column } from '../../../lists/columns'

export const columns = [
  { id: 'state', title: 'State', width: 'md:w-[var(--column-state,9.5rem)]', shown: 'hidden md:table-cell' },
  { id: 'kid', title: 'Key id', width: 'md:w-[var(--column-kid,auto)]', shown: '', main: true },
  { id: 'signs', title: 'Signs from', width: 'w-28 md:w-[var(--column-signs,10rem)]', shown: '' },
  { id: 'stops', title: 'Stops', width: 'md:w-[var(--column-stops,10rem)]', shown: 'hidden md:table-cell' },
  { id: 'leaves', title: 'Leaves JWKS', width: 'md:w-[var(--column-leaves,10rem)]', shown: 'hidden lg:table-cell' },
] as const satisfies readonly Column[]
