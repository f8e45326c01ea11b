import { Id, routes, userManagers } from '@tessera/contract'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { BackToList } from '../../../../lists/back-to-list'
import { ask, viewer } from '../../../../session/viewer'
import { TroubleNotice } from '../../../../ui/trouble-notice'
import { Clock } from '../../../../ui/when'
import { mayEnter, NoEntry } from '../../no-entry'
import { isBound } from '../../users/may'
import { KeyView } from './key-view'

export const metadata: Metadata = { title: 'API key' }

const undone = 'The API key was not loaded.'

export default async function ApiKeyPage({ params }: PageProps<'/api-keys/[id]'>) {
  const { id } = await params
  const who = await viewer()
  if (!mayEnter(who)) return <NoEntry who={who} undone={undone} />
  if (!Id.safeParse(id).success) notFound()
  const answer = await ask(routes.readApiKey, { params: { id } })
  if (!answer.ok && answer.trouble.kind === 'not_found') notFound()

  return (
    <div className="flex-1 md:overflow-auto">
      <div className="mx-auto w-full max-w-5xl p-4">
        <BackToList page="/api-keys">API keys</BackToList>
        {answer.ok ? (
          <Clock at={new Date().getTime()}>
            <KeyView
              apiKey={answer.body}
              bound={isBound(who.body)}
              mayRevoke={userManagers.some((role) => who.body.roles.includes(role))}
            />
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
