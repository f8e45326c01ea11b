import { Id, routes } from '@tessera/contract'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { BackToList } from '../../../../lists/back-to-list'
import { ask, viewer } from '../../../../session/viewer'
import { TroubleNotice } from '../../../../ui/trouble-notice'
import { Clock } from '../../../../ui/when'
import { mayEnter, NoEntry } from '../../no-entry'
import { userTitle } from '../user-words'
import { UserView } from './user-view'

/** Asked once for the page and its title. */
const read = cache(async (id: string) => (Id.safeParse(id).success ? ask(routes.readUser, { params: { id } }) : null))

export async function generateMetadata({ params }: PageProps<'/users/[id]'>): Promise<Metadata> {
  const answer = await read((await params).id)
  return { title: answer?.ok ? `${userTitle(answer.body)} · User` : 'User' }
}

const undone = 'The user was not loaded.'

export default async function UserPage({ params, searchParams }: PageProps<'/users/[id]'>) {
  const [{ id }, { events }] = await Promise.all([params, searchParams])
  const who = await viewer()
  if (!mayEnter(who)) return <NoEntry who={who} undone={undone} />
  const answer = await read(id)
  if (answer === null || (!answer.ok && answer.trouble.kind === 'not_found')) notFound()

  return (
    <div className="relative flex-1 md:overflow-auto">
      <div className="mx-auto w-full max-w-5xl p-4">
        <BackToList page="/users">Users</BackToList>
        {answer.ok ? (
          <Clock at={new Date().getTime()}>
            <UserView user={answer.body} viewer={who.body} eventsAfter={typeof events === 'string' ? Number(events) : null} />
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
