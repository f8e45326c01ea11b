import type { UserEvent } from '@tessera/contract'
import Link from 'next/link'
import { linkLook } from '../../../../ui/link-look'
import { WhenRoughly } from '../../../../ui/when'
import { eventDetails, eventSentence } from './event-words'

/** What happened to a user, newest first: a sentence each, and the rest of what the log knows. */
export function UserEvents({ events, userId }: { events: readonly UserEvent[]; userId: string }) {
  return (
    <ol className="border-t border-line">
      {events.map((event) => (
        <li key={event.id} className="border-b border-line py-2 [overflow-wrap:anywhere]">
          <p className="flex flex-wrap items-baseline justify-between gap-x-4">
            <span className="font-medium">{eventSentence(event)}</span>
            <span className="text-table text-quiet">
              <WhenRoughly at={event.at} />
            </span>
          </p>
          <Rest event={event} userId={userId} />
        </li>
      ))}
    </ol>
  )
}

function Rest({ event, userId }: { event: UserEvent; userId: string }) {
  const { by, session_id, ip, user_agent, note } = event
  const details = eventDetails(event)
  return (
    <div className="text-table text-quiet">
      {by && by.id !== userId && (
        <p>
          By{' '}
          <Link href={`/users/${by.id}`} prefetch={false} className={`${linkLook} underline`}>
            <bdi>{by.email ?? by.id}</bdi>
          </Link>
        </p>
      )}
      {details.length > 0 && (
        <p>
          {details.map(({ name, value }, place) => (
            <span key={name}>
              {place > 0 && ', '}
              {name}: <bdi className="font-mono text-small">{value}</bdi>
            </span>
          ))}
        </p>
      )}
      {note && (
        <p>
          <q dir="auto">{note}</q>
        </p>
      )}
      {ip && (
        <p>
          From <span className="font-mono">{ip}</span>
          {user_agent && (
            <bdi title={user_agent} className="line-clamp-1 text-faint">
              {user_agent}
            </bdi>
          )}
        </p>
      )}
      {session_id && (
        <p>
          Session{' '}
          <Link
            href={`/sessions/${session_id}`}
            prefetch={false}
            className="font-mono underline decoration-line underline-offset-4 hover:text-text"
          >
            {session_id}
          </Link>
        </p>
      )}
    </div>
  )
}
