'use client'
import type { LogEvent } from '@tessera/contract'
import { useSearchParams } from 'next/navigation'
import { actorless, eventSentence } from '../../../events/event-words'
import { cellsOf, givenLook } from '../../../lists/columns'
import { ListRow, RowLink, Whole } from '../../../lists/list-row'
import { ListTable } from '../../../lists/list-table'
import { When } from '../../../ui/when'
import type { Density } from '../../preferences'
import { eventColumns } from './columns'
import { addressOf, openEvent } from './open-event'

/** The found events; a row opens all that the log knows of it. */
export function EventsTable({ events, density }: { events: readonly LogEvent[]; density: Density }) {
  const list = useSearchParams()
  return (
    <ListTable columns={eventColumns} caption="Events, newest first" density={density}>
      {events.map((event) => (
        <EventRow key={event.id} event={event} address={addressOf(list, event.id)} />
      ))}
    </ListTable>
  )
}

const cells = cellsOf(eventColumns)

function EventRow({ event, address }: { event: LogEvent; address: string }) {
  const { at, user, by, ip } = event
  const about = aboutWords(event)
  const actor = by && (by.email ?? by.id)
  return (
    <ListRow>
      <td className={`${cells.at} text-quiet`}>
        <When at={at} />
      </td>
      <td className={cells.event}>
        <RowLink
          href={address}
          onNavigate={(event) => {
            event.preventDefault()
            openEvent(address)
          }}
          className="block"
        >
          {eventSentence(event)}
        </RowLink>
        <div className="mt-0.5 flex min-w-0 items-center gap-2 text-small text-quiet md:hidden">
          <span className="shrink-0">
            <When at={at} />
          </span>
          <bdi className="truncate">{about}</bdi>
        </div>
        <Whole />
      </td>
      <td className={cells.about}>
        <div dir="auto" title={about} className={givenLook}>
          {about || <span className="text-faint">–</span>}
        </div>
      </td>
      <td className={`${cells.by} text-quiet`}>
        <div dir="auto" title={actor ?? undefined} className={givenLook}>
          {by === null ? <span className="text-faint">{actorless(event)}</span> : by.id === user?.id ? 'themselves' : actor}
        </div>
      </td>
      <td className={`${cells.ip} text-quiet`}>
        <div title={ip ?? undefined} className={`${givenLook} font-mono`}>
          {ip}
        </div>
      </td>
    </ListRow>
  )
}

/** Whom or what it is about, in a word. */
function aboutWords({ user, client_id, company, session_id, kind }: LogEvent): string {
  if (user) return user.email ?? user.id
  if (kind.startsWith('client_') && client_id) return client_id
  return company?.name ?? session_id ?? ''
}
