import { bulkRevokers, Id, routes } from '@tessera/contract'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { ask, viewer } from '../../../../session/viewer'
import { TroubleNotice } from '../../../../ui/trouble-notice'
import { Clock } from '../../../../ui/when'
import { mayEnter, NoEntry } from '../../no-entry'
import { namesFor } from '../names-for'
import { Sheet } from '../sheet'
import { targetWords } from '../words'
import { ProgressView } from './progress-view'

/** Asked once for the page and its title. */
const read = cache(async (id: string) => (Id.safeParse(id).success ? ask(routes.readRevocation, { params: { id } }) : null))
const knownOf = cache(namesFor)

export async function generateMetadata({ params }: PageProps<'/revocations/[id]'>): Promise<Metadata> {
  const answer = await read((await params).id)
  return { title: answer?.ok ? `${targetWords(answer.body, await knownOf(answer.body), 'UTC')} · Revocation` : 'Revocation' }
}

const undone = 'The revocation was not loaded. If it runs, it goes on.'

export default async function RevocationPage({ params }: PageProps<'/revocations/[id]'>) {
  const who = await viewer()
  if (!mayEnter(who)) return <NoEntry who={who} undone={undone} />
  const { id } = await params
  const answer = await read(id)
  if (answer === null || (!answer.ok && answer.trouble.kind === 'not_found')) notFound()
  if (!answer.ok) {
    return (
      <div className="grid flex-1 place-items-center p-4">
        <TroubleNotice trouble={answer.trouble} heading="h1" undone={undone} />
      </div>
    )
  }
  const known = await knownOf(answer.body)
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
