import { Id, routes } from '@tessera/contract'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { BackToList } from '../../../../lists/back-to-list'
import { ask, viewer } from '../../../../session/viewer'
import { TroubleNotice } from '../../../../ui/trouble-notice'
import { Clock } from '../../../../ui/when'
import { mayEnter, NoEntry } from '../../no-entry'
import { UserView } from './user-view'

export const metadata: Metadata = { title: 'User' }

const undone = 'The user was not loaded.'

export default async function UserPage({ params, searchParams }: PageProps<'/users/[id]'>) {
  const [{ id }, { events }] = await Promise.all([params, searchParams])
  const who = await viewer()
  if (!mayEnter(who)) return <NoEntry who={who} undone={undone} />
  if (!Id.safeParse(id).success) notFound()
  const answer = await ask(routes.readUser, { params: { id } })
  if (!answer.ok && answer.trouble.kind === 'not_found') notFound()

  return (
    <div className="flex-1 md:overflow-auto">
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
