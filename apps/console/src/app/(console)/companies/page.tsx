import { companyManagers, routes, type RouteCall } from '@tessera/contract'
import type { Metadata } from 'next'
import { cookies } from 'next/headers'
import { Suspense } from 'react'
import { DensitySwitch } from '../../../lists/density-switch'
import { Found } from '../../../lists/found'
import { ListHead } from '../../../lists/list-head'
import { pageSize, queryOf } from '../../../lists/search'
import { ListSkeleton } from '../../../lists/skeleton'
import { ask, viewer } from '../../../session/viewer'
import { Notice } from '../../../ui/notice'
import { Clock } from '../../../ui/when'
import { densityOf, preferenceNames } from '../../preferences'
import { mayEnter, NoEntry } from '../no-entry'
import { columns } from './columns'
import { CreateButton } from './create-button'
import { loadSearch } from './search-params'
import { CompaniesTable } from './table'

export const metadata: Metadata = { title: 'Companies' }

const undone = 'The companies were not loaded.'

export default async function CompaniesPage({ searchParams }: PageProps<'/companies'>) {
  const who = await viewer()
  if (!mayEnter(who)) return <NoEntry who={who} undone={undone} />

  const search = await loadSearch(searchParams)
  const query = queryOf<RouteCall<typeof routes.listCompanies>['query']>(search)
  const found = ask(routes.listCompanies, { query: { ...query, limit: pageSize } })
  const density = densityOf((await cookies()).get(preferenceNames.density)?.value)
  const mayChange = companyManagers.some((role) => who.body.roles.includes(role))
  return (
    <Clock at={new Date().getTime()}>
      <ListHead title="Companies" one="company" many="companies" found={found}>
        <DensitySwitch now={density} />
        {mayChange && <CreateButton />}
      </ListHead>
      <div className="flex min-h-0 flex-1 flex-col border-t border-line">
        <Suspense fallback={<ListSkeleton columns={columns} actions={mayChange} words="Loading companies…" />}>
          <Found
            found={found}
            page="/companies"
            later={search.after !== null}
            undone={undone}
            table={(companies) => <CompaniesTable companies={companies} density={density} mayChange={mayChange} />}
            nothing={() => (
              <Notice title={search.after === null ? 'No companies yet' : 'No more companies'}>
                <p>
                  Users belong to companies, and whoever is no owner sees one company alone. Those you create show up here, newest first.
                </p>
              </Notice>
            )}
          />
        </Suspense>
      </div>
    </Clock>
  )
}
