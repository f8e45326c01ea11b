import { clientManagers, routes, type RouteCall } from '@tessera/contract'
import type { Metadata } from 'next'
import { cookies } from 'next/headers'
import { Suspense } from 'react'
import { DensitySwitch } from '../../../lists/density-switch'
import { Found } from '../../../lists/found'
import { ListHead } from '../../../lists/list-head'
import { NothingHere } from '../../../lists/nothing-here'
import { pageSize, queryOf } from '../../../lists/search'
import { ListSkeleton } from '../../../lists/skeleton'
import { ask, viewer } from '../../../session/viewer'
import { Clock } from '../../../ui/when'
import { densityOf, preferenceNames } from '../../preferences'
import { mayEnter, NoEntry } from '../no-entry'
import { columns } from './columns'
import { CreateButton } from './create-button'
import { loadSearch } from './search-params'
import { ClientsTable } from './table'

export const metadata: Metadata = { title: 'Clients' }

const undone = 'The clients were not loaded.'

export default async function ClientsPage({ searchParams }: PageProps<'/clients'>) {
  const who = await viewer()
  if (!mayEnter(who)) return <NoEntry who={who} undone={undone} />

  const search = await loadSearch(searchParams)
  const query = queryOf<RouteCall<typeof routes.listClients>['query']>(search)
  const found = ask(routes.listClients, { query: { ...query, limit: pageSize } })
  const density = densityOf((await cookies()).get(preferenceNames.density)?.value)
  const later = search.after !== null
  return (
    <Clock at={new Date().getTime()}>
      <ListHead title="Clients" one="client" many="clients" found={found}>
        <DensitySwitch now={density} />
        {clientManagers.some((role) => who.body.roles.includes(role)) && <CreateButton />}
      </ListHead>
      <div className="flex min-h-0 flex-1 flex-col border-t border-line">
        <Suspense fallback={<ListSkeleton columns={columns} words="Loading clients…" />}>
          <Found
            found={found}
            page="/clients"
            later={later}
            undone={undone}
            table={(clients) => <ClientsTable clients={clients} density={density} />}
            nothing={() => (
              <NothingHere later={later} many="clients">
                <p>Each application that holds tokens is a client. They are listed in the order of their ids.</p>
              </NothingHere>
            )}
          />
        </Suspense>
      </div>
    </Clock>
  )
}
