import { bulkRevokers, Id, routes } from '@tessera/contract'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { ask, viewer } from '../../../../session/viewer'
import { TroubleNotice } from '../../../../ui/trouble-notice'
import { Clock } from '../../../../ui/when'
import { mayEnter, NoEntry } from '../../no-entry'
import { namesFor } from '../names-for'
import { Sheet } from '../sheet'
import { ProgressView } from './progress-view'

export const metadata: Metadata = { title: 'Revocation' }

const undone = 'The revocation was not loaded. If it runs, it goes on.'

export default async function RevocationPage({ params }: PageProps<'/revocations/[id]'>) {
  const who = await viewer()
  if (!mayEnter(who)) return <NoEntry who={who} undone={undone} />
  const { id } = await params
  if (!Id.safeParse(id).success) notFound()
  const answer = await ask(routes.readRevocation, { params: { id } })
  if (!answer.ok && answer.trouble.kind === 'not_found') notFound()
  if (!answer.ok) {
    return (
      <div className="grid flex-1 place-items-center p-4">
        <TroubleNotice trouble={answer.trouble} heading="h1" undone={undone} />
      </div>
    )
  }
  const known = await namesFor(answer.body)
  const now = new Date().getTime()
  return (
    <Clock at={now}>
      <Sheet title="Revocation of many sessions">
        <ProgressView
          key={id}
          first={answer.body}
          known={known}
          renderedAt={now}
          mayStop={bulkRevokers.some((role) => who.body.roles.includes(role))}
        />
      </Sheet>
    </Clock>
  )
}
