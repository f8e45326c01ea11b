'use client'
import type { AdminSession } from '@tessera/contract'
import { actionLook, actionsCell, cellsOf, givenLook } from '../../../lists/columns'
import { ListRow, RowLink, Whole } from '../../../lists/list-row'
import { Button } from '../../../ui/button'
import { classNames } from '../../../ui/class-names'
import { When } from '../../../ui/when'
import { userTitle } from '../users/user-words'
import { columns } from './columns'
import { DeviceIcon, deviceWords } from './device'
import { State } from './state'

const cells = cellsOf(columns)

/** One session. */
export function Row({ session, onRevoke }: { session: AdminSession; onRevoke?: () => void }) {
  const { id, user, device, client, ip, started_at, last_seen_at, current } = session
  const words = deviceWords(device)
  return (
    <ListRow>
      <td className={cells.state}>
        <State session={session} />
      </td>
      <td className={cells.user}>
        <div className="flex min-w-0 items-baseline gap-2">
          <RowLink href={`/sessions/${id}`} scroll={false}>
            {userTitle(user)}
          </RowLink>
          {user.name && (
            <span dir="auto" title={user.name} className={classNames('min-w-0 shrink-[9999] text-quiet max-lg:hidden', givenLook)}>
              {user.name}
            </span>
          )}
          {current && (
            <span className="shrink-0 rounded-sm bg-accent-wash md:max-lg:sr-only px-1.5 text-small leading-5 text-accent-text">
              This session
            </span>
          )}
        </div>
        <div className="mt-0.5 flex min-w-0 items-center gap-2 text-small text-quiet md:hidden">
          <State session={session} />
          <bdi className="truncate">{words}</bdi>
        </div>
        <Whole />
      </td>
      <td className={cells.device}>
        <div className="flex min-w-0 items-center gap-2">
          <DeviceIcon kind={device.kind} />
          <span dir="auto" title={[words, device.user_agent].filter(Boolean).join('\n')} className={givenLook}>
            {words}
          </span>
        </div>
      </td>
      <td className={cells.ip}>
        <div title={ip ?? undefined} className={classNames('font-mono', givenLook)}>
          {ip ?? '–'}
        </div>
      </td>
      <td className={cells.client}>
        <div dir="auto" title={client.id} className={givenLook}>
          {client.name}
        </div>
      </td>
      <td className={`${cells.started} text-quiet`}>
        <When at={started_at} />
      </td>
      <td className={`${cells.seen} text-quiet`}>
        <When at={last_seen_at} />
      </td>
      <td className={actionsCell}>
        {onRevoke && (
          <Button size="small" aria-label={`Revoke session of ${userTitle(user)}`} onClick={onRevoke} className={actionLook}>
            Revoke
          </Button>
        )}
      </td>
    </ListRow>
  )
}
