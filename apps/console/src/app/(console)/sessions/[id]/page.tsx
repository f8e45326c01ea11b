import { Id, routes } from '@tessera/contract'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { BackToList } from '../../../../lists/back-to-list'
import { ask, viewer } from '../../../../session/viewer'
import { TroubleNotice } from '../../../../ui/trouble-notice'
import { personTitle } from '../../users/user-words'
import { deviceWords } from '../device'
import { SessionHead } from './session-head'
import { SessionView } from './session-view'

/** Asked once for the page and its title. */
const read = cache(async (id: string) => (Id.safeParse(id).success ? ask(routes.readSession, { params: { id } }) : null))

export async function generateMetadata({ params }: PageProps<'/sessions/[id]'>): Promise<Metadata> {
  const answer = await read((await params).id)
  return { title: answer?.ok ? `${personTitle(answer.body.user)}, ${deviceWords(answer.body.device)} · Session` : 'Session' }
}

export default async function SessionPage({ params }: PageProps<'/sessions/[id]'>) {
  const { id } = await params
  const who = await viewer()
  const answer = await read(id)
  if (answer === null || (!answer.ok && answer.trouble.kind === 'not_found')) notFound()

  return (
    <div className="relative flex-1 md:overflow-auto">
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
