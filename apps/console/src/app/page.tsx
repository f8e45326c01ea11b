import { redirect } from 'next/navigation'
import { landingOf } from '../security/next-path'
import { viewer } from '../session/viewer'
import { TroubleNotice } from '../ui/trouble-notice'

/** Sends each to their own place. */
export default async function Start() {
  const who = await viewer()
  if (who.ok) redirect(landingOf(who.body.roles))
  return (
    <main className="grid min-h-dvh place-items-center p-4">
      <TroubleNotice trouble={who.trouble} heading="h1" undone="Your start page was not loaded." />
    </main>
  )
}
