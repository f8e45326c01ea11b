import { routes, type AdminUser, type Me } from '@tessera/contract'
import Link from 'next/link'
import { countWords } from '../../../../lists/count'
import { ask } from '../../../../session/viewer'
import { buttonLook } from '../../../../ui/button'
import { linkLook } from '../../../../ui/link-look'
import { companiesToChoose } from '../companies'
import { givable, isBound, mayChange } from '../may'
import { Actions } from './actions'
import { Part } from './part'
import { UserEvents } from './user-events'
import { UserFacts } from './user-facts'
import { UserHead } from './user-head'
import { UserSessions } from './user-sessions'

const sessionsShown = 10

/** All there is to know about a user, and to those who may, what can be done. */
export async function UserView({ user, viewer, eventsAfter }: { user: AdminUser; viewer: Me; eventsAfter: number | null }) {
  const { id } = user
  const bound = isBound(viewer)
  const may = mayChange(viewer, user)
  const own = id === viewer.id
  const [sessions, live, keys, events, companies] = await Promise.all([
    ask(routes.listSessions, { query: { user_id: id, limit: sessionsShown } }),
    ask(routes.listSessions, { query: { user_id: id, state: 'active', limit: 1 } }),
    ask(routes.listApiKeys, { query: { user_id: id, state: 'live', limit: 1 } }),
    ask(routes.listUserEvents, { params: { id }, query: { limit: 25, ...(eventsAfter !== null && { after: eventsAfter }) } }),
    may && !bound ? companiesToChoose() : null,
  ])
  const open = live.ok
    ? live.body.count === 0 && !live.body.count_capped
      ? null
      : countWords(live.body, 'session', 'sessions')
    : 'every session'
  return (
    <>
      <UserHead user={user} own={own} edit={may ? { offered: givable(viewer), companies } : null} />
      <div className="@container grid gap-8">
        <div className={may ? 'grid grid-cols-[minmax(0,1fr)] gap-x-12 gap-y-8 @4xl:grid-cols-[minmax(0,1fr)_minmax(0,20rem)]' : 'grid'}>
          <UserFacts user={user} bound={bound} keys={keys.ok ? keys.body : null} />
          {may && <Actions user={user} own={own} sessions={open} />}
        </div>
        <Part
          title="Sessions"
          answer={sessions}
          undone="The sessions were not loaded."
          aside={
            sessions.ok &&
            sessions.body.count > 0 && (
              <Link href={`/sessions?user_id=${id}`} prefetch={false} className={`${linkLook} text-table`}>
                {sessions.body.count > sessionsShown ? `All ${countWords(sessions.body, 'session', 'sessions')}` : 'Find in sessions'}
              </Link>
            )
          }
        >
          {({ items }) =>
            items.length > 0 ? (
              <div className="-mx-4 border-t border-line">
                <UserSessions sessions={items} />
              </div>
            ) : (
              <p className="border-t border-line py-3 text-quiet">
                {user.state === 'deleted' ? 'No sessions are left.' : 'No sessions. Each login of this user is one, and shows up here.'}
              </p>
            )
          }
        </Part>
        <Part
          title="Events"
          answer={events}
          undone="The events were not loaded."
          aside={
            <p className="flex gap-4 text-table">
              <Link href={`/events?by=${id}`} prefetch={false} className={linkLook}>
                What they did
              </Link>
              <Link href={`/events?user_id=${id}`} prefetch={false} className={linkLook}>
                Find in events
              </Link>
            </p>
          }
        >
          {({ items, next }) => (
            <>
              {items.length > 0 ? (
                <UserEvents events={items} userId={id} />
              ) : (
                <p className="border-t border-line py-3 text-quiet">
                  {eventsAfter === null ? 'Nothing is in the event log about this user.' : 'No older events.'}
                </p>
              )}
              {(next !== null || eventsAfter !== null) && (
                <nav aria-label="Pages of events" className="flex justify-end gap-2 pt-3">
                  {eventsAfter !== null && (
                    <Link href={`/users/${id}`} prefetch={false} scroll={false} className={buttonLook({ look: 'bare' })}>
                      Newest events
                    </Link>
                  )}
                  {next !== null && (
                    <Link href={`/users/${id}?events=${next}`} prefetch={false} scroll={false} className={buttonLook()}>
                      Older events
                    </Link>
                  )}
                </nav>
              )}
            </>
          )}
        </Part>
      </div>
    </>
  )
}
