import { receiverManagers, routes, webhookKinds, type RouteCall } from '@tessera/contract'
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
import { isBound } from '../users/may'
import { receiverColumns } from './columns'
import { CreateButton } from './create-button'
import { ReceiverFinder } from './finder'
import { loadSearch } from './search-params'
import { ReceiversTable } from './table'

export const metadata: Metadata = { title: 'Receivers' }

const undone = 'The receivers were not loaded.'

export default async function ReceiversPage({ searchParams }: PageProps<'/receivers'>) {
  const who = await viewer()
  if (!mayEnter(who)) return <NoEntry who={who} undone={undone} />

  const bound = isBound(who.body)
  const search = await loadSearch(searchParams)
  const query = queryOf<NonNullable<RouteCall<typeof routes.listReceivers>['query']>>(search)
  const found = ask(routes.listReceivers, { query: { ...query, limit: pageSize } })
  const [companies, jar] = await Promise.all([bound ? null : companiesToChoose(), cookies()])
  const density = densityOf(jar.get(preferenceNames.density)?.value)
  const may = receiverManagers.some((role) => who.body.roles.includes(role))
  const later = search.after !== null
  return (
    <Clock at={new Date().getTime()}>
      <ListHead title="Receivers" one="receiver" many="receivers" found={found}>
        <Link href="/events?kind=receiver_changed" prefetch={false} className={`${linkLook} text-table max-sm:hidden`}>
          Events
        </Link>
        <DensitySwitch now={density} />
        {may && <CreateButton companies={companies} kinds={webhookKinds} />}
      </ListHead>
      <ReceiverFinder companies={companies}>
        <Suspense fallback={<ListSkeleton columns={receiverColumns(bound)} words="Loading receivers…" />}>
          <Found
            found={found}
            page="/receivers"
            later={later}
            undone={undone}
            table={(receivers) => <ReceiversTable receivers={receivers} bound={bound} density={density} />}
            nothing={() => (
              <NothingHere later={later} narrowed={isNarrowed(search)} many="receivers">
                {isNarrowed(search) ? (
                  <p>Remove a filter, or take another.</p>
                ) : (
                  <>
                    <p>
                      An address that is told what happens to sessions and users: a webhook, or a receiver of security event tokens. What is
                      not taken is sent again for a day or more, and stands here.
                    </p>
                    <pre className="max-w-full overflow-x-auto rounded-md border border-line bg-surface p-3 font-mono text-small text-text">
                      {`curl -X POST "$API_URL/v1/admin/receivers" \\\n  -H "authorization: Bearer $ACCESS_TOKEN" \\\n  -H 'content-type: application/json' \\\n  -d '{"name": "Orders", "form": "set_poll"}'`}
                    </pre>
                  </>
                )}
              </NothingHere>
            )}
          />
        </Suspense>
      </ReceiverFinder>
    </Clock>
  )
}
