import { routes } from '@tessera/contract'
import type { Metadata } from 'next'
import { Suspense } from 'react'
import { ask, viewer } from '../../../../session/viewer'
import { TroubleNotice } from '../../../../ui/trouble-notice'
import { Clock } from '../../../../ui/when'
import { Waiting } from '../../../../ui/mark'
import { Section } from '../section'
import { PasswordForm } from './password-form'
import { SecondFactor } from './second-factor'

export const metadata: Metadata = { title: 'Security' }

export default async function SecurityPage() {
  const who = await viewer()
  if (!who.ok) return <TroubleNotice trouble={who.trouble} undone="Nothing about your security was loaded." />
  return (
    <Clock at={new Date().getTime()}>
      <Section title="Password" words="A new password signs you out everywhere else, and your address is told.">
        <PasswordForm email={who.body.email} />
      </Section>
      <Section
        title="Second factor"
        id="second-factor"
        words="With one, signing in takes your password and a code that an authenticator app on your phone shows."
      >
        <Suspense fallback={<Waiting>Loading…</Waiting>}>
          <LoadedSecondFactor />
        </Suspense>
      </Section>
    </Clock>
  )
}

async function LoadedSecondFactor() {
  const answer = await ask(routes.mySecondFactor)
  if (!answer.ok) return <TroubleNotice trouble={answer.trouble} undone="Whether you have a second factor was not loaded." />
  return <SecondFactor has={answer.body} />
}
