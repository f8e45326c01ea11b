import { bulkRevokers, routes, type RouteCall } from '@tessera/contract'
import type { Metadata } from 'next'
import Link from 'next/link'
import { createLoader, parseAsString } from 'nuqs/server'
import { cookies } from 'next/headers'
import { Suspense } from 'react'
import { DensitySwitch } from '../../../lists/density-switch'
import { Found } from '../../../lists/found'
import { ListHead } from '../../../lists/list-head'
import { pageSize, queryOf } from '../../../lists/search'
import { ListSkeleton } from '../../../lists/skeleton'
import { ask, viewer } from '../../../session/viewer'
import { buttonLook } from '../../../ui/button'
import { Notice } from '../../../ui/notice'
import { Clock } from '../../../ui/when'
import { densityOf, preferenceNames } from '../../preferences'
import { mayEnter, NoEntry } from '../no-entry'
import { choicesToOffer } from '../sessions/choices-to-offer'
import { isBound } from '../users/may'
import { columns } from './columns'
import { RevocationsTable } from './table'

export const metadata: Metadata = { title: 'Revocations' }

const undone = 'The revocations were not loaded.'
const loadPlace = createLoader({ after: parseAsString })

export default async function RevocationsPage({ searchParams }: PageProps<'/revocations'>) {
  const who = await viewer()
  if (!mayEnter(who)) return <NoEntry who={who} undone={undone} />

  const place = await loadPlace(searchParams)
  const query = queryOf<RouteCall<typeof routes.listRevocations>['query']>(place)
  const found = ask(routes.listRevocations, { query: { ...query, limit: pageSize } })
  const known = await choicesToOffer(isBound(who.body))
  const density = densityOf((await cookies()).get(preferenceNames.density)?.value)
  return (
    <Clock at={new Date().getTime()}>
      <ListHead title="Revocations" one="revocation" many="revocations" found={found}>
        <DensitySwitch now={density} />
        {bulkRevokers.some((role) => who.body.roles.includes(role)) && (
          <Link href="/revocations/new" prefetch={false} className={buttonLook()}>
            Revoke everything…
          </Link>
        )}
      </ListHead>
      <div className="flex min-h-0 flex-1 flex-col border-t border-line">
        <Suspense fallback={<ListSkeleton columns={columns} words="Loading revocations…" />}>
          <Found
            found={found}
            page="/revocations"
            later={place.after !== null}
            undone={undone}
            table={(revocations) => <RevocationsTable revocations={revocations} known={known} density={density} />}
            nothing={() => (
              <Notice title={place.after === null ? 'No revocations yet' : 'No more revocations'}>
                <p>
                  Whenever somebody ends many sessions at once, it stands here: what it was to end, why, how far it came, and who stopped
                  it. To begin one, select sessions in the list.
                </p>
                <Link href="/sessions" prefetch={false} className={buttonLook()}>
                  To the sessions
                </Link>
              </Notice>
            )}
          />
        </Suspense>
      </div>
    </Clock>
  )
}
