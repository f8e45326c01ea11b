import { routes, userManagers, type RouteCall } from '@tessera/contract'
import type { Metadata } from 'next'
import { cookies } from 'next/headers'
import Link from 'next/link'
import { Suspense } from 'react'
import { DensitySwitch } from '../../../lists/density-switch'
import { Found } from '../../../lists/found'
import { ListHead } from '../../../lists/list-head'
import { NothingHere } from '../../../lists/nothing-here'
import { isNarrowed, pageSize, queryOf } from '../../../lists/search'
import { ListSkeleton } from '../../../lists/skeleton'
import { ask, viewer } from '../../../session/viewer'
import { linkLook } from '../../../ui/link-look'
import { Clock } from '../../../ui/when'
import { densityOf, preferenceNames } from '../../preferences'
import { mayEnter, NoEntry } from '../no-entry'
import { companiesToChoose } from '../users/companies'
import { emailOf } from '../users/email-of'
import { isBound } from '../users/may'
import { keyColumns } from './columns'
import { CreateButton } from './create-button'
import { KeyFinder } from './finder'
import { loadSearch } from './search-params'
import { KeysTable } from './table'

export const metadata: Metadata = { title: 'API keys' }

const undone = 'The API keys were not loaded.'

export default async function ApiKeysPage({ searchParams }: PageProps<'/api-keys'>) {
  const who = await viewer()
  if (!mayEnter(who)) return <NoEntry who={who} undone={undone} />

  const bound = isBound(who.body)
  const search = await loadSearch(searchParams)
  const query = queryOf<NonNullable<RouteCall<typeof routes.listApiKeys>['query']>>(search)
  const found = ask(routes.listApiKeys, { query: { ...query, limit: pageSize } })
  const [companies, user, jar] = await Promise.all([bound ? null : companiesToChoose(), emailOf(search.user_id), cookies()])
  const density = densityOf(jar.get(preferenceNames.density)?.value)
  const may = userManagers.some((role) => who.body.roles.includes(role))
  const later = search.after !== null
  return (
    <Clock at={new Date().getTime()}>
      <ListHead title="API keys" one="API key" many="API keys" found={found}>
        <Link href="/followers" prefetch={false} className={`${linkLook} text-table max-sm:hidden`}>
          Followers
        </Link>
        <DensitySwitch now={density} />
        {may && <CreateButton user={user} roles={who.body.roles} />}
      </ListHead>
      <KeyFinder companies={companies} user={user}>
        <Suspense fallback={<ListSkeleton columns={keyColumns(bound)} actions={may} words="Loading API keys…" />}>
          <Found
            found={found}
            page="/api-keys"
            later={later}
            undone={undone}
            table={(keys) => <KeysTable apiKeys={keys} bound={bound} density={density} mayRevoke={may} />}
            nothing={() => (
              <NothingHere later={later} narrowed={isNarrowed(search)} many="API keys">
                {isNarrowed(search) ? (
                  <p>Remove a filter, or take another.</p>
                ) : (
                  <>
                    <p>Programs that call the API without a person send an API key. Those that people make show up here, newest first.</p>
                    <pre className="max-w-full overflow-x-auto rounded-md border border-line bg-surface p-3 font-mono text-small text-text">
                      {`curl -H 'x-api-key: tessera_ak_…' \\\n  "$API_URL/v1/admin/sessions"`}
                    </pre>
                  </>
                )}
              </NothingHere>
            )}
          />
        </Suspense>
      </KeyFinder>
    </Clock>
  )
}
