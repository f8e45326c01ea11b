import { routes } from '@tessera/contract'
import type { Metadata } from 'next'
import Link from 'next/link'
import { ask } from '../../../../session/viewer'
import { buttonLook } from '../../../../ui/button'
import { TroubleNotice } from '../../../../ui/trouble-notice'
import { Clock } from '../../../../ui/when'
import { SessionList } from './session-list'

export const metadata: Metadata = { title: 'Your sessions' }

export default async function OwnSessionsPage({ searchParams }: PageProps<'/account/sessions'>) {
  const { after } = await searchParams
  const answer = await ask(routes.mySessions, { query: { state: 'active', ...(typeof after === 'string' && { after }) } })
  if (!answer.ok) return <TroubleNotice trouble={answer.trouble} undone="Your sessions were not loaded." />
  const { items, next } = answer.body
  return (
    <Clock at={new Date().getTime()}>
      <SessionList sessions={items} first={after === undefined} />
      {(next !== null || after !== undefined) && (
        <nav aria-label="Pages" className="flex gap-2">
          {after !== undefined && (
            <Link href="/account/sessions" prefetch={false} className={buttonLook()}>
              First page
            </Link>
          )}
          {next !== null && (
            <Link href={`/account/sessions?after=${next}`} prefetch={false} className={buttonLook()}>
              Older sessions
            </Link>
          )}
        </nav>
      )}
    </Clock>
  )
}
