import { revokers, routes, type ListSessions } from '@tessera/contract'
import type { Metadata } from 'next'
import { cookies } from 'next/headers'
import { Suspense } from 'react'
import { ExportMenu } from '../../../exports/export-menu'
import { DensitySwitch } from '../../../lists/density-switch'
import { Found } from '../../../lists/found'
import { ListHead } from '../../../lists/list-head'
import { isNarrowed, pageSize, queryOf } from '../../../lists/search'
import { ListSkeleton } from '../../../lists/skeleton'
import { unreadIn } from '../../../lists/unread'
import { ask, viewer } from '../../../session/viewer'
import { Clock } from '../../../ui/when'
import { densityOf, preferenceNames } from '../../preferences'
import { mayEnter, NoEntry } from '../no-entry'
import { isBound } from '../users/may'
import { choicesToOffer } from './choices-to-offer'
import { columns } from './columns'
import { Finder } from './finder'
import { NothingFound } from './nothing-found'
import { loadSearch } from './search-params'
import { SessionsTable } from './table'

export const metadata: Metadata = { title: 'Sessions' }

const undone = 'The sessions were not loaded.'

export default async function SessionsPage({ searchParams }: PageProps<'/sessions'>) {
  const who = await viewer()
  if (!mayEnter(who)) return <NoEntry who={who} undone={undone} />

  const search = await loadSearch(searchParams)
  const unread = unreadIn(await searchParams, search)
  const density = densityOf((await cookies()).get(preferenceNames.density)?.value)
  const found = ask(routes.listSessions, { query: { ...queryOf<ListSessions>(search), limit: pageSize } })
  const choices = await choicesToOffer(isBound(who.body))
  const mayRevoke = revokers.some((role) => who.body.roles.includes(role))
  const later = search.after !== null
  return (
    <Clock at={new Date().getTime()}>
      <ListHead title="Sessions" one="session" many="sessions" found={found}>
        <ExportMenu address="/sessions/export" />
        <DensitySwitch now={density} />
      </ListHead>
      <Finder choices={choices} unread={unread}>
        <Suspense fallback={<ListSkeleton columns={columns} actions words="Loading sessions…" />}>
          <Found
            found={found}
            page="/sessions"
            later={later}
            undone={undone}
            table={(sessions) => <SessionsTable sessions={sessions} density={density} mayRevoke={mayRevoke} />}
            nothing={(further) => <NothingFound narrowed={isNarrowed(search)} later={later} further={further} />}
          />
        </Suspense>
      </Finder>
    </Clock>
  )
}
