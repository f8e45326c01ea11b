import type { Metadata } from 'next'
import { viewer } from '../../../session/viewer'
import { TroubleNotice } from '../../../ui/trouble-notice'
import { EmailForm } from './email-form'
import { NameForm } from './name-form'
import { Section } from './section'

export const metadata: Metadata = { title: 'Your account' }

export default async function ProfilePage() {
  const who = await viewer()
  if (!who.ok) return <TroubleNotice trouble={who.trouble} undone="Your profile was not loaded." />
  const { name, email } = who.body
  return (
    <>
      <Section title="Profile" words="Administrators see your name beside your address.">
        <NameForm name={name ?? ''} />
      </Section>
      <Section
        title="E-mail"
        words={
          <>
            You sign in with <bdi className="font-medium text-text">{email}</bdi>. A new address gets a code first, and this one is told.
          </>
        }
      >
        <EmailForm />
      </Section>
    </>
  )
}
