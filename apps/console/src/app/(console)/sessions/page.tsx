import { bulkRevokers, revokers, routes, type ListSessions, type Role } from '@tessera/contract'
import type { Metadata } from 'next'
import { cookies } from 'next/headers'
import { Suspense } from 'react'
import { ExportMenu } from '../../../exports/export-menu'
import { ChosenColumns } from '../../../lists/chosen-columns'
import { columnsOf, leastWidth } from '../../../lists/column-choice'
import { ColumnChooser } from '../../../lists/column-chooser'
import { DensitySwitch } from '../../../lists/density-switch'
import { Found } from '../../../lists/found'
import { ListHead } from '../../../lists/list-head'
import { SavedViews } from '../../../lists/saved-views'
import { isNarrowed, pageSize, queryOf } from '../../../lists/search'
import { SelectRows } from '../../../lists/select-rows'
import { ListSkeleton } from '../../../lists/skeleton'
import { unreadIn } from '../../../lists/unread'
import { LiveMark } from '../../../live/live-mark'
import { ask, viewer } from '../../../session/viewer'
import { Clock } from '../../../ui/when'
import { columnsPreference, densityOf, preferenceNames } from '../../preferences'
import { mayEnter, NoEntry } from '../no-entry'
import { usersNamedBy } from '../users/email-of'
import { isBound } from '../users/may'
import { choicesToOffer } from './choices-to-offer'
import { columns, standardColumns } from './columns'
import type { RowQuery } from './fetch-rows'
import { Finder } from './finder'
import { News } from './news'
import { NothingFound } from './nothing-found'
import { RevocationsMenu } from './revocations-menu'
import { loadSearch } from './search-params'
import { SessionsTable } from './table'

export const metadata: Metadata = { title: 'Sessions' }

const undone = 'The sessions were not loaded.'

export default async function SessionsPage({ searchParams }: PageProps<'/sessions'>) {
  const who = await viewer()
  if (!mayEnter(who)) return <NoEntry who={who} undone={undone} />

  const { roles } = who.body
  const search = await loadSearch(searchParams)
  const unread = unreadIn(await searchParams, search)
  const found = ask(routes.listSessions, { query: { ...queryOf<ListSessions>(search), limit: pageSize } })
  const askedAt = new Date()
  const [choices, users] = await Promise.all([choicesToOffer(isBound(who.body)), usersNamedBy(search.user_id)])

  const kept = await cookies()
  const density = densityOf(kept.get(preferenceNames.density)?.value)
  const chosen = kept.get(columnsPreference('sessions'))?.value ?? null
  const shown = columnsOf(columns, standardColumns, chosen)
  const may = (able: readonly Role[]) => able.some((role) => roles.includes(role))
  const [mayRevoke, mayRevokeMany] = [may(revokers), may(bulkRevokers)]
  const { after, ...filters } = search
  const query = queryOf<RowQuery>(filters)
  const later = after !== null

  const list = (
    <Finder choices={{ ...choices, users }} unread={unread} views={<SavedViews list="sessions" path="/sessions" />}>
      <Suspense
        fallback={
          <ListSkeleton
            columns={shown}
            select={mayRevokeMany}
            least={chosen === null ? undefined : leastWidth(shown)}
            actions
            words="Loading sessions…"
          />
        }
      >
        <Found
          found={found}
          page="/sessions"
          later={later}
          live
          undone={undone}
          above={(sessions) =>
            !later && <News key={JSON.stringify(query)} shown={sessions} query={query} askedAt={askedAt.toISOString()} />
          }
          table={(sessions, page) => (
            <SessionsTable sessions={sessions} found={page} paged={later || page.next !== null} query={query} {...{ density, mayRevoke }} />
          )}
          nothing={(further) => (
            <NothingFound narrowed={isNarrowed(search)} later={later} further={further} typed={search.q?.trim() ?? ''} />
          )}
        />
      </Suspense>
    </Finder>
  )
  return (
    <Clock at={askedAt.getTime()}>
      <ChosenColumns list="sessions" kept={chosen}>
        <ListHead title="Sessions" one="session" many="sessions" found={found}>
          <LiveMark />
          <ExportMenu address="/sessions/export" />
          <ColumnChooser all={columns} standard={standardColumns} />
          <DensitySwitch now={density} />
          <RevocationsMenu mayRevokeMany={mayRevokeMany} />
        </ListHead>
        {mayRevokeMany ? <SelectRows search={JSON.stringify(query)}>{list}</SelectRows> : list}
      </ChosenColumns>
    </Clock>
  )
}
