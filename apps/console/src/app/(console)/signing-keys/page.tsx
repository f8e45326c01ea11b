import { routes, signingKeyManagers, type SigningKey } from '@tessera/contract'
import type { Metadata } from 'next'
import Link from 'next/link'
import { Suspense } from 'react'
import type { Answer } from '../../../api/answer'
import { ListSkeleton } from '../../../lists/skeleton'
import { ask, viewer } from '../../../session/viewer'
import { linkLook } from '../../../ui/link-look'
import { TroubleNotice } from '../../../ui/trouble-notice'
import { Clock, WhenRoughly } from '../../../ui/when'
import { mayEnter, NoEntry } from '../no-entry'
import { columns } from './columns'
import { RotateButton, RotateButtonToCome } from './rotate-button'
import { SigningKeysTable } from './table'
import { timelineOf } from './timeline'
import { TimelineChart } from './timeline-chart'

export const metadata: Metadata = { title: 'Signing keys' }

const undone = 'The signing keys were not loaded.'

export default async function SigningKeysPage() {
  const who = await viewer()
  if (!mayEnter(who)) return <NoEntry who={who} undone={undone} />

  const found = ask(routes.listSigningKeys)
  const now = new Date().getTime()
  const mayChange = signingKeyManagers.some((role) => who.body.roles.includes(role))
  return (
    <Clock at={now}>
      <div className="flex min-h-14 shrink-0 flex-wrap items-center gap-x-3 gap-y-2 px-4 py-2">
        <h1 className="flex-1 text-title font-semibold max-sm:leading-9 sm:flex-none">Signing keys</h1>
        <div role="status" className="min-h-lh min-w-0 flex-1 basis-40 text-quiet max-sm:order-last max-sm:basis-full">
          <Suspense>
            <Standing found={found} />
          </Suspense>
        </div>
        <Link href="/events?kind=signing_key_created" prefetch={false} className={`${linkLook} text-table`}>
          Events
        </Link>
        {mayChange && (
          <Suspense fallback={<RotateButtonToCome />}>
            <Rotate found={found} />
          </Suspense>
        )}
      </div>
      <div className="relative flex min-h-0 flex-1 flex-col md:overflow-auto">
        <Suspense fallback={<ListSkeleton columns={columns} actions={mayChange} words="Loading signing keys…" />}>
          <Keys found={found} now={now} mayChange={mayChange} />
        </Suspense>
      </div>
    </Clock>
  )
}

type Found = Promise<Answer<{ readonly items: readonly SigningKey[] }>>

/** What comes next, in a sentence. */
async function Standing({ found }: { found: Found }) {
  const answer = await found
  if (!answer.ok) return null
  const next = answer.body.items.find(({ state }) => state === 'next')
  if (next) {
    return (
      <>
        The next key takes over <WhenRoughly at={next.activates_at} />
      </>
    )
  }
  const rotates = answer.body.items.find(({ state }) => state === 'active')?.rotates_at
  if (!rotates) return 'Rotates by hand only'
  return (
    <>
      Rotates by itself <WhenRoughly at={rotates} />
    </>
  )
}

async function Rotate({ found }: { found: Found }) {
  const answer = await found
  return answer.ok && <RotateButton waits={answer.body.items.some(({ state }) => state === 'next')} />
}

async function Keys({ found, now, mayChange }: { found: Found; now: number; mayChange: boolean }) {
  const answer = await found
  if (!answer.ok) {
    return (
      <div className="grid flex-1 place-items-center border-t border-line p-4">
        <TroubleNotice trouble={answer.trouble} undone={undone} />
      </div>
    )
  }
  const { items } = answer.body
  return (
    <>
      <TimelineChart timeline={timelineOf(items, now)} />
      <div className="border-t border-line">
        <SigningKeysTable keys={items} mayChange={mayChange} />
      </div>
      <p className="px-4 py-3 text-table text-quiet">
        The keys sign access tokens. Verifiers fetch them from <code className="font-mono">/.well-known/jwks.json</code>, so a new one is
        published before it signs, and the one before is published until its last token has expired.
      </p>
    </>
  )
}
