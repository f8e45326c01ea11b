import { routes, type Followers } from '@tessera/contract'
import type { Metadata } from 'next'
import { cookies } from 'next/headers'
import { Suspense } from 'react'
import type { Answer } from '../../../api/answer'
import { ListSkeleton } from '../../../lists/skeleton'
import { ask, viewer } from '../../../session/viewer'
import { TroubleNotice } from '../../../ui/trouble-notice'
import { Clock } from '../../../ui/when'
import { densityOf, preferenceNames, type Density } from '../../preferences'
import { mayEnter, NoEntry } from '../no-entry'
import { isBound } from '../users/may'
import { FollowersBoard } from './board'
import { followerColumns } from './columns'
import { FollowersHead } from './head'

export const metadata: Metadata = { title: 'Followers' }

const undone = 'The followers were not loaded.'

export default async function FollowersPage() {
  const who = await viewer()
  if (!mayEnter(who)) return <NoEntry who={who} undone={undone} />

  const bound = isBound(who.body)
  const found = ask(routes.listFollowers)
  const density = densityOf((await cookies()).get(preferenceNames.density)?.value)
  return (
    <Clock at={new Date().getTime()}>
      <Suspense fallback={<ToCome bound={bound} />}>
        <FirstFollowers found={found} bound={bound} density={density} />
      </Suspense>
    </Clock>
  )
}

/** The followers as they stood when the page was asked for; from then on they keep themselves up to date. */
async function FirstFollowers({ found, bound, density }: { found: Promise<Answer<Followers>>; bound: boolean; density: Density }) {
  const answer = await found
  if (answer.ok) return <FollowersBoard first={answer.body} bound={bound} density={density} />
  return (
    <>
      <FollowersHead />
      <div className="grid flex-1 place-items-center border-t border-line p-4">
        <TroubleNotice trouble={answer.trouble} undone={undone} />
      </div>
    </>
  )
}

/** The same while it is asked for: as high as it will be. */
function ToCome({ bound }: { bound: boolean }) {
  return (
    <>
      <FollowersHead />
      <div aria-hidden className="grid gap-x-6 gap-y-4 px-4 pb-4 sm:grid-cols-3">
        {[0, 1, 2].map((place) => (
          <div key={place} className="grid h-17 content-center gap-3">
            <span className="h-2 w-3/5 rounded-sm bg-pressed" />
            <span className="h-4 w-2/5 rounded-sm bg-pressed" />
          </div>
        ))}
      </div>
      <div className="border-t border-line">
        <ListSkeleton columns={followerColumns(bound)} words="Loading followers…" />
      </div>
    </>
  )
}
