import { Id, routes, userManagers } from '@tessera/contract'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { BackToList } from '../../../../lists/back-to-list'
import { ask, viewer } from '../../../../session/viewer'
import { TroubleNotice } from '../../../../ui/trouble-notice'
import { Clock } from '../../../../ui/when'
import { mayEnter, NoEntry } from '../../no-entry'
import { isBound } from '../../users/may'
import { KeyView } from './key-view'

/** Asked once for the page and its title. */
const read = cache(async (id: string) => (Id.safeParse(id).success ? ask(routes.readApiKey, { params: { id } }) : null))

export async function generateMetadata({ params }: PageProps<'/api-keys/[id]'>): Promise<Metadata> {
  const answer = await read((await params).id)
  return { title: answer?.ok ? `${answer.body.name} · API key` : 'API key' }
}

const undone = 'The API key was not loaded.'

export default async function ApiKeyPage({ params }: PageProps<'/api-keys/[id]'>) {
  const { id } = await params
  const who = await viewer()
  if (!mayEnter(who)) return <NoEntry who={who} undone={undone} />
  const answer = await read(id)
  if (answer === null || (!answer.ok && answer.trouble.kind === 'not_found')) notFound()

  return (
    <div className="relative flex-1 md:overflow-auto">
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
