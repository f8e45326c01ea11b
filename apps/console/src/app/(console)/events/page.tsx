import { routes, type ListEvents } from '@tessera/contract'
import type { Metadata } from 'next'
import { cookies } from 'next/headers'
import Link from 'next/link'
import { Suspense } from 'react'
import { ExportMenu } from '../../../exports/export-menu'
import { DensitySwitch } from '../../../lists/density-switch'
import { Found } from '../../../lists/found'
import { ListHead } from '../../../lists/list-head'
import { SavedViews } from '../../../lists/saved-views'
import { isNarrowed, pageSize, queryOf } from '../../../lists/search'
import { ListSkeleton } from '../../../lists/skeleton'
import { ask, viewer } from '../../../session/viewer'
import { linkLook } from '../../../ui/link-look'
import { Clock } from '../../../ui/when'
import { densityOf, preferenceNames } from '../../preferences'
import { mayEnter, NoEntry } from '../no-entry'
import { companiesToChoose } from '../users/companies'
import { usersNamedBy } from '../users/email-of'
import { isBound } from '../users/may'
import { eventColumns } from './columns'
import { EventFinder } from './finder'
import { NoEventFound } from './nothing-found'
import { eventOf } from './event-of'
import { OpenEvent } from './open-event'
import { loadSearch } from './search-params'
import { EventsTable } from './table'

export const metadata: Metadata = { title: 'Events' }

const undone = 'The event log was not loaded.'

export default async function EventsPage({ searchParams }: PageProps<'/events'>) {
  const who = await viewer()
  if (!mayEnter(who)) return <NoEntry who={who} undone={undone} />

  const { event: opened, ...address } = await searchParams
  const search = await loadSearch(address)
  const found = ask(routes.listEvents, { query: { ...queryOf<ListEvents>(search), limit: pageSize } })
  const [companies, users, named] = await Promise.all([
    isBound(who.body) ? null : companiesToChoose(),
    usersNamedBy(search.user_id, search.by),
    eventOf(opened),
  ])
  const density = densityOf((await cookies()).get(preferenceNames.density)?.value)
  const later = search.after !== null
  return (
    <Clock at={new Date().getTime()}>
      <ListHead title="Events" one="event" many="events" found={found}>
        <Link href="/receivers" prefetch={false} className={`${linkLook} text-table max-sm:hidden`}>
          Receivers
        </Link>
        <ExportMenu address="/events/export" />
        <DensitySwitch now={density} />
      </ListHead>
      <EventFinder companies={companies} users={users} views={<SavedViews list="events" path="/events" />}>
        <Suspense fallback={<ListSkeleton columns={eventColumns} words="Loading events…" />}>
          <Found
            found={found}
            page="/events"
            later={later}
            undone={undone}
            above={(events) => <OpenEvent events={events} named={named} />}
            table={(events) => <EventsTable events={events} density={density} />}
            nothing={(further) => (
              <NoEventFound narrowed={isNarrowed(search)} later={later} further={further} typed={search.q?.trim() ?? ''} />
            )}
          />
        </Suspense>
      </EventFinder>
    </Clock>
  )
}
