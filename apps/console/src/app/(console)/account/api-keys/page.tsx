import { routes } from '@tessera/contract'
import type { Metadata } from 'next'
import Link from 'next/link'
import { ask, viewer } from '../../../../session/viewer'
import { buttonLook } from '../../../../ui/button'
import { TroubleNotice } from '../../../../ui/trouble-notice'
import { Clock } from '../../../../ui/when'
import { Section } from '../section'
import { KeyForm } from './key-form'
import { KeyList } from './key-list'

export const metadata: Metadata = { title: 'Your API keys' }

export default async function OwnApiKeysPage({ searchParams }: PageProps<'/account/api-keys'>) {
  const { after } = await searchParams
  const [who, answer] = await Promise.all([viewer(), ask(routes.myApiKeys, { query: { ...(typeof after === 'string' && { after }) } })])
  if (!answer.ok) return <TroubleNotice trouble={answer.trouble} undone="Your API keys were not loaded." />
  const { items, next } = answer.body
  return (
    <Clock at={new Date().getTime()}>
      <Section
        title="Create an API key"
        words="For a program of yours, which sends it as x-api-key. It speaks for you, within what you choose here."
      >
        <KeyForm roles={who.ok ? who.body.roles : []} />
      </Section>
      <KeyList keys={items} />
      {(next !== null || after !== undefined) && (
        <nav aria-label="Pages" className="flex gap-2">
          {after !== undefined && (
            <Link href="/account/api-keys" prefetch={false} className={buttonLook()}>
              First page
            </Link>
          )}
          {next !== null && (
            <Link href={`/account/api-keys?after=${next}`} prefetch={false} className={buttonLook()}>
              Older keys
            </Link>
          )}
        </nav>
      )}
    </Clock>
  )
}
