import type { AdminSessionDetail } from '@tessera/contract'
import { Suspense } from 'react'
import { Clock } from '../../../../ui/when'
import { Honoured } from '../../followers/honoured'
import { EndWords } from './end-words'
import { Facts } from './facts'
import { KeptFresh } from './kept-fresh'
import { OtherSessions, OtherSessionsToCome } from './other-sessions'
import { Raw } from './raw'
import { Timeline } from './timeline'

/** All there is to know about one session; the page and the side panel show the same. */
export function SessionView({ session }: { session: AdminSessionDetail }) {
  return (
    <Clock at={new Date().getTime()}>
      <KeptFresh session={session} />
      <div className="@container grid gap-6">
        <EndWords session={session} />
        {/* The page waits for it: how much room its words take is not known before, and what stands below would move. */}
        {session.state === 'ended' && session.end && <Honoured at={session.end.at} companyId={session.company.id} />}
        <div className="grid grid-cols-[minmax(0,1fr)] gap-x-12 gap-y-8 @4xl:grid-cols-[minmax(0,1fr)_minmax(0,24rem)] @4xl:grid-rows-[auto_1fr]">
          <Facts session={session} />
          <section aria-labelledby="history" className="@4xl:row-span-2">
            <h2 id="history" className="mb-1.5 text-table font-semibold">
              History
            </h2>
            <div className="border-t border-line pt-3">
              <Timeline session={session} />
            </div>
          </section>
          <Suspense fallback={<OtherSessionsToCome />}>
            <OtherSessions session={session} />
          </Suspense>
        </div>
        <Raw session={session} />
      </div>
    </Clock>
  )
}
