import { routes } from '@tessera/contract'
import type { Metadata } from 'next'
import { Suspense } from 'react'
import { ask, viewer } from '../../../../../session/viewer'
import { Waiting } from '../../../../../ui/mark'
import { TroubleNotice } from '../../../../../ui/trouble-notice'
import { SessionHead } from '../../[id]/session-head'
import { SessionView } from '../../[id]/session-view'
import { SidePanel } from './side-panel'

export const metadata: Metadata = { title: 'Session' }

export default async function SessionPanel({ params }: PageProps<'/sessions/[id]'>) {
  const { id } = await params
  return (
    <SidePanel address={`/sessions/${id}`}>
      <Suspense fallback={<Waiting>Loading the session…</Waiting>}>
        <Session id={id} />
      </Suspense>
    </SidePanel>
  )
}

async function Session({ id }: { id: string }) {
  const [who, answer] = await Promise.all([viewer(), ask(routes.readSession, { params: { id } })])
  if (!answer.ok) return <TroubleNotice trouble={answer.trouble} undone="The session was not loaded." />
  return (
    <>
      <SessionHead session={answer.body} roles={who.ok ? who.body.roles : []} heading="h2" />
      <SessionView session={answer.body} />
    </>
  )
}
