import { routes } from '@tessera/contract'
import type { Metadata } from 'next'
import { Suspense } from 'react'
import { ask, viewer } from '../../../session/viewer'
import { Clock } from '../../../ui/when'
import { mayEnter, NoEntry } from '../no-entry'
import { FirstOverview } from './first-overview'
import { loadSearch } from './search-params'
import { OverviewSkeleton } from './skeleton'
import { SpanChoice } from './span-choice'

export const metadata: Metadata = { title: 'Overview' }

const undone = 'The overview was not loaded.'

export default async function OverviewPage({ searchParams }: PageProps<'/overview'>) {
  const who = await viewer()
  if (!mayEnter(who)) return <NoEntry who={who} undone={undone} />
  const { span } = await loadSearch(searchParams)
  return (
    <div className="relative flex flex-1 flex-col md:overflow-auto">
      <div className="mx-auto flex w-full max-w-7xl flex-1 flex-col px-4 pb-8">
        <div className="flex min-h-14 shrink-0 flex-wrap items-center gap-x-3 gap-y-2 py-2">
          <h1 className="flex-1 text-title font-semibold">Overview</h1>
          <SpanChoice now={span} />
        </div>
        <Clock at={new Date().getTime()}>
          <Suspense key={span} fallback={<OverviewSkeleton />}>
            <FirstOverview found={ask(routes.overview, { query: { span } })} undone={undone} />
          </Suspense>
        </Clock>
      </div>
    </div>
  )
}
