'use client'
import type { AdminSession } from '@tessera/contract'
import { actionLook, actionsCell } from '../../../lists/columns'
import { ListRow } from '../../../lists/list-row'
import { SelectCell, useSelection } from '../../../lists/select-rows'
import { Button } from '../../../ui/button'
import { personTitle } from '../users/user-words'
import { cells } from './cells'
import type { ColumnId } from './columns'
import { deviceWords } from './device'

interface RowProps {
  session: AdminSession
  columns: readonly { readonly id: ColumnId }[]
  looks: Readonly<Record<ColumnId, string>>
  /** The sessions of the page that can be selected. */
  page: readonly string[]
  fresh: boolean
  onRevoke?: () => void
}

/** One session. Only a live one can be selected: what is over stays as it ended. */
export function Row({ session, columns, looks, page, fresh, onRevoke }: RowProps) {
  const { id, user, device, state } = session
  const selecting = useSelection()
  const live = state === 'active'
  return (
    <ListRow fresh={fresh} selected={selecting !== null && live && (selecting.all || selecting.ids.has(id))}>
      {selecting && (
        <SelectCell
          id={id}
          words={`Select session of ${personTitle(user)} on ${deviceWords(device, 'an unknown device')}`}
          page={page}
          selecting={selecting}
          able={live}
        />
      )}
      {columns.map((column) => (
        <td key={column.id} className={looks[column.id]}>
          {cells[column.id](session)}
        </td>
      ))}
      <td className={actionsCell}>
        {onRevoke && (
          <Button size="small" aria-label={`Revoke session of ${personTitle(user)}`} onClick={onRevoke} className={actionLook}>
            Revoke
          </Button>
        )}
      </td>
    </ListRow>
  )
}
