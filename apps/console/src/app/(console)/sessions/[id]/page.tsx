import { Id, routes } from '@tessera/contract'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { BackToList } from '../../../../lists/back-to-list'
import { ask, viewer } from '../../../../session/viewer'
import { TroubleNotice } from '../../../../ui/trouble-notice'
import { SessionHead } from './session-head'
import { SessionView } from './session-view'

export const metadata: Metadata = { title: 'Session' }

export default async function SessionPage({ params }: PageProps<'/sessions/[id]'>) {
  const { id } = await params
  const who = await viewer()
  if (!Id.safeParse(id).success) notFound()
  const answer = await ask(routes.readSession, { params: { id } })
  if (!answer.ok && answer.trouble.kind === 'not_found') notFound()

  return (
    <div className="flex-1 md:overflow-auto">
      <div className="mx-auto w-full max-w-5xl p-4">
        <BackToList page="/sessions">Sessions</BackToList>
        {answer.ok ? (
          <>
            <SessionHead session={answer.body} roles={who.ok ? who.body.roles : []} heading="h1" />
            <SessionView session={answer.body} />
          </>
        ) : (
          <div className="grid min-h-96 place-items-center">
            <TroubleNotice trouble={answer.trouble} heading="h1" undone="The session was not loaded." />
          </div>
        )}
      </div>
    </div>
  )
}
