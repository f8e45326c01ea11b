import { Id, receiverManagers, routes, webhookKinds } from '@tessera/contract'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache, Suspense } from 'react'
import { pageSize } from '../../../../lists/search'
import { BackToList } from '../../../../lists/back-to-list'
import { ask, viewer } from '../../../../session/viewer'
import { TroubleNotice } from '../../../../ui/trouble-notice'
import { Clock } from '../../../../ui/when'
import { mayEnter, NoEntry } from '../../no-entry'
import { isBound } from '../../users/may'
import { Deliveries, DeliveriesToCome } from './deliveries'
import { ReceiverView } from './receiver-view'
import { loadSearch } from './search-params'

/** Asked once for the page and its title. */
const read = cache(async (id: string) => (Id.safeParse(id).success ? ask(routes.readReceiver, { params: { id } }) : null))

export async function generateMetadata({ params }: PageProps<'/receivers/[id]'>): Promise<Metadata> {
  const answer = await read((await params).id)
  return { title: answer?.ok ? `${answer.body.name} · Receiver` : 'Receiver' }
}

const undone = 'The receiver was not loaded.'

export default async function ReceiverPage({ params, searchParams }: PageProps<'/receivers/[id]'>) {
  const { id } = await params
  const who = await viewer()
  if (!mayEnter(who)) return <NoEntry who={who} undone={undone} />
  if (!Id.safeParse(id).success) notFound()
  const { state, after } = await loadSearch(searchParams)
  const deliveries = ask(routes.listDeliveries, {
    params: { id },
    query: { limit: pageSize, ...(state && { state }), ...(after !== null && { after }) },
  })
  const answer = await read(id)
  if (answer === null || (!answer.ok && answer.trouble.kind === 'not_found')) notFound()

  const mayChange = receiverManagers.some((role) => who.body.roles.includes(role))
  return (
    <div className="relative flex-1 md:overflow-auto">
      <div className="mx-auto w-full max-w-5xl p-4">
        <BackToList page="/receivers">Receivers</BackToList>
        {answer.ok ? (
          <Clock at={new Date().getTime()}>
            <ReceiverView receiver={answer.body} bound={isBound(who.body)} mayChange={mayChange} kinds={webhookKinds} />
            <Suspense key={`${state} ${after}`} fallback={<DeliveriesToCome receiver={answer.body} state={state} />}>
              <Deliveries receiver={answer.body} found={deliveries} state={state} later={after !== null} mayChange={mayChange} />
            </Suspense>
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
