import { revokers, routes } from '@tessera/contract'
import type { Metadata } from 'next'
import { cookies } from 'next/headers'
import Link from 'next/link'
import { Suspense } from 'react'
import { ask, viewer } from '../../../session/viewer'
import { buttonLook } from '../../../ui/button'
import { Notice } from '../../../ui/notice'
import { TroubleNotice } from '../../../ui/trouble-notice'
import { Clock } from '../../../ui/when'
import { densityOf, preferenceNames } from '../../preferences'
import { Count } from './count'
import { DensitySwitch } from './density-switch'
import { Finder } from './finder'
import { Found } from './found'
import { isNarrowed, loadSearch, pageSize, queryOf } from './search-params'
import { SessionsSkeleton } from './skeleton'

export const metadata: Metadata = { title: 'Sessions' }

export default async function SessionsPage({ searchParams }: PageProps<'/sessions'>) {
  const who = await viewer()
  if (!who.ok) return <Alone notice={<TroubleNotice trouble={who.trouble} heading="h1" undone="The sessions were not loaded." />} />
  const { roles, second_factor, second_factor_required } = who.body
  if (roles.length === 0) {
    return (
      <Alone
        notice={
          <Notice title="Your account has no role here" heading="h1">
            <p>This page is for people who look after everybody’s sessions. An owner can give you a role for that.</p>
            <Link href="/account" prefetch={false} className={buttonLook()}>
              Go to your account
            </Link>
          </Notice>
        }
      />
    )
  }

  if (second_factor_required && !second_factor) {
    return (
      <Alone notice={<TroubleNotice trouble={{ kind: 'second_factor_missing' }} heading="h1" undone="The sessions were not loaded." />} />
    )
  }

  const search = await loadSearch(searchParams)
  const density = densityOf((await cookies()).get(preferenceNames.density)?.value)
  const found = ask(routes.listSessions, { query: { ...queryOf(search), limit: pageSize } })
  return (
    <Clock at={new Date().getTime()}>
      <div className="flex h-14 shrink-0 items-center gap-3 px-4">
        <h1 className="text-title font-semibold">Sessions</h1>
        <p role="status" className="flex-1 text-quiet">
          <Suspense>
            <Count found={found} />
          </Suspense>
        </p>
        <DensitySwitch now={density} />
      </div>
      <Finder>
        <Suspense fallback={<SessionsSkeleton />}>
          <Found
            found={found}
            density={density}
            mayRevoke={revokers.some((role) => roles.includes(role))}
            narrowed={isNarrowed(search)}
            later={search.after !== null}
          />
        </Suspense>
      </Finder>
    </Clock>
  )
}

function Alone({ notice }: { notice: React.ReactNode }) {
  return <div className="grid flex-1 place-items-center p-4">{notice}</div>
}
