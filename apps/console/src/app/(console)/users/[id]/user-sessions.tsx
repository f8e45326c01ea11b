'use client'
import type { AdminSession } from '@tessera/contract'
import { cellsOf, givenLook, type Column } from '../../../../lists/columns'
import { ListRow, RowLink, Whole } from '../../../../lists/list-row'
import { ListTable } from '../../../../lists/list-table'
import { When } from '../../../../ui/when'
import { deviceWords } from '../../sessions/device'
import { State } from '../../sessions/state'

const columns = [
  { id: 'state', title: 'State', width: 'md:w-[var(--column-state,9.75rem)]', shown: 'hidden md:table-cell' },
  { id: 'device', title: 'Device', width: 'md:w-[var(--column-device,auto)]', shown: '', main: true },
  { id: 'ip', title: 'IP at login', width: 'md:w-[var(--column-ip,8.75rem)]', shown: 'hidden lg:table-cell' },
  { id: 'client', title: 'Client', width: 'md:w-[var(--column-client,9.75rem)]', shown: 'hidden lg:table-cell' },
  { id: 'started', title: 'Started', width: 'md:w-[var(--column-started,9.75rem)]', shown: 'hidden md:table-cell' },
  { id: 'seen', title: 'Last seen', width: 'w-28 md:w-[var(--column-seen,9.75rem)]', shown: '' },
] as const satisfies readonly Column[]
const cells = cellsOf(columns)

/** The newest sessions of one user: whose they are is known, so the device leads to each. */
export function UserSessions({ sessions }: { sessions: readonly AdminSession[] }) {
  return (
    <ListTable columns={columns} caption="Sessions of this user, newest first">
      {sessions.map((session) => (
        <ListRow key={session.id}>
          <td className={cells.state}>
            <State session={session} />
          </td>
          <td className={cells.device}>
            <RowLink href={`/sessions/${session.id}`} className="block">
              {deviceWords(session.device)}
            </RowLink>
            <div className="mt-0.5 text-small text-quiet md:hidden">
              <State session={session} />
            </div>
            <Whole />
          </td>
          <td className={cells.ip}>
            <div title={session.ip ?? undefined} className={`${givenLook} font-mono`}>
              {session.ip ?? '–'}
            </div>
          </td>
          <td className={cells.client}>
            <div dir="auto" title={session.client.id} className={givenLook}>
              {session.client.name}
            </div>
          </td>
          <td className={`${cells.started} text-quiet`}>
            <When at={session.started_at} />
          </td>
          <td className={`${cells.seen} text-quiet`}>
            <When at={session.last_seen_at} />
          </td>
        </ListRow>
      ))}
    </ListTable>
  )
}
