import type { UserEvent } from '@tessera/contract'
import Link from 'next/link'
import { eventDetails, eventSentence } from '../../../../events/event-words'
import { WhenExactly } from '../../../../ui/when'
import { browserWords } from '../../sessions/[id]/source'

/** What happened to a user, newest first: a sentence each, and the rest of what the log knows. */
export function UserEvents({ events, userId }: { events: readonly UserEvent[]; userId: string }) {
  return (
    <ol className="border-t border-line">
      {events.map((event) => (
        <li key={event.id} className="border-b border-line py-2 [overflow-wrap:anywhere]">
          <p className="flex flex-wrap items-baseline justify-between gap-x-4">
            <span className="font-medium">{eventSentence(event)}</span>
            <span className="text-table text-quiet">
              <WhenExactly at={event.at} />
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
  const browser = browserWords(event) ?? user_agent
  return (
    <div className="text-table text-quiet">
      <p className="flex flex-wrap gap-x-4">
        {by && by.id !== userId && (
          <span>
            By{' '}
            <Link href={`/users/${by.id}`} prefetch={false} className={idLook}>
              <bdi>{by.email ?? by.id}</bdi>
            </Link>
          </span>
        )}
        {eventDetails(event)
          // Whose sessions a watermark ends is clear: those of the user it is listed under.
          .filter(({ name }) => name !== 'subject')
          .map(({ name, value }) => (
            <span key={name}>
              {name}: <bdi className="font-mono text-small">{value}</bdi>
            </span>
          ))}
        {ip && (
          <span>
            From <span className="font-mono">{ip}</span>
          </span>
        )}
        {browser && (
          <bdi title={user_agent ?? undefined} className="line-clamp-1 max-w-96">
            {browser}
          </bdi>
        )}
        {session_id && (
          <span>
            Session{' '}
            <Link href={`/sessions/${session_id}`} prefetch={false} className={`${idLook} font-mono`}>
              {session_id}
            </Link>
          </span>
        )}
      </p>
      {note && (
        <p>
          <q dir="auto">{note}</q>
        </p>
      )}
    </div>
  )
}

const idLook = 'underline decoration-edge underline-offset-4 hover:text-text'
