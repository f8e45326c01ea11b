import { ClientId, routes } from '@tessera/contract'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { BackToList } from '../../../../lists/back-to-list'
import { ask, viewer } from '../../../../session/viewer'
import { TroubleNotice } from '../../../../ui/trouble-notice'
import { Clock } from '../../../../ui/when'
import { mayEnter, NoEntry } from '../../no-entry'
import { ClientView } from './client-view'

export const metadata: Metadata = { title: 'Client' }

const undone = 'The client was not loaded.'

export default async function ClientPage({ params }: PageProps<'/clients/[id]'>) {
  const { id } = await params
  const who = await viewer()
  if (!mayEnter(who)) return <NoEntry who={who} undone={undone} />
  if (!ClientId.safeParse(id).success) notFound()
  const answer = await ask(routes.readClient, { params: { id } })
  if (!answer.ok && answer.trouble.kind === 'not_found') notFound()

  return (
    <div className="flex-1 md:overflow-auto">
      <div className="mx-auto w-full max-w-5xl p-4">
        <BackToList page="/clients">Clients</BackToList>
        {answer.ok ? (
          <Clock at={new Date().getTime()}>
            <ClientView client={answer.body} roles={who.body.roles} />
          </Clock>
        ) : (
          <div className="grid min-h-96 place-items-center">
            <TroubleNotice trouble={answer.trouble} heading="h1" undone={undone} />
          </div>
        )}
      </div>
    </div>
  )
}
