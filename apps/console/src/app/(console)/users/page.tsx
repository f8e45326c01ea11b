import { routes, type ListUsers } from '@tessera/contract'
import type { Metadata } from 'next'
import { cookies } from 'next/headers'
import { Suspense } from 'react'
import { DensitySwitch } from '../../../lists/density-switch'
import { Found } from '../../../lists/found'
import { ListHead } from '../../../lists/list-head'
import { SavedViews } from '../../../lists/saved-views'
import { isNarrowed, pageSize, queryOf } from '../../../lists/search'
import { ListSkeleton } from '../../../lists/skeleton'
import { ask, viewer } from '../../../session/viewer'
import { Clock } from '../../../ui/when'
import { densityOf, preferenceNames } from '../../preferences'
import { mayEnter, NoEntry } from '../no-entry'
import { userColumns } from './columns'
import { companiesToChoose } from './companies'
import { UserFinder } from './finder'
import { InviteButton } from './invite-button'
import { givable, isBound, managesUsers } from './may'
import { NoUserFound } from './nothing-found'
import { loadSearch } from './search-params'
import { UsersTable } from './table'

export const metadata: Metadata = { title: 'Users' }

const undone = 'The users were not loaded.'

export default async function UsersPage({ searchParams }: PageProps<'/users'>) {
  const who = await viewer()
  if (!mayEnter(who)) return <NoEntry who={who} undone={undone} />

  const { id, company_id } = who.body
  const bound = isBound(who.body)
  const search = await loadSearch(searchParams)
  const found = ask(routes.listUsers, { query: { ...queryOf<ListUsers>(search), limit: pageSize } })
  const companies = bound ? null : await companiesToChoose()
  const density = densityOf((await cookies()).get(preferenceNames.density)?.value)
  const later = search.after !== null
  return (
    <Clock at={new Date().getTime()}>
      <ListHead title="Users" one="user" many="users" found={found}>
        <DensitySwitch now={density} />
        {managesUsers(who.body) && <InviteButton offered={givable(who.body)} companies={companies} companyId={company_id} />}
      </ListHead>
      <UserFinder companies={companies} views={<SavedViews list="users" path="/users" />}>
        <Suspense fallback={<ListSkeleton columns={userColumns(bound)} words="Loading users…" />}>
          <Found
            found={found}
            page="/users"
            later={later}
            undone={undone}
            table={(users) => <UsersTable users={users} ownId={id} bound={bound} density={density} />}
            nothing={(further) => (
              <NoUserFound narrowed={isNarrowed(search)} later={later} further={further} typed={search.q?.trim() ?? ''} />
            )}
          />
        </Suspense>
      </UserFinder>
    </Clock>
  )
}
