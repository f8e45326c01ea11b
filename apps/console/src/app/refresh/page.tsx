import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { withNext } from '../../security/next-path'
import { tokensOfRequest } from '../../session/viewer'
import { Retry } from '../../ui/retry'
import { Notice } from '../../ui/notice'

export const metadata: Metadata = { title: 'Checking your session' }

/**
 * Where people come by when the API refused their access token. The proxy asks on the way here whether the session is over, and sends
 * them on or to the sign-in page; this page is seen only when the API did not say.
 */
export default async function RefreshPage() {
  if (!(await tokensOfRequest())) redirect(withNext('/sign-in', {}))
  return (
    <main className="grid min-h-dvh place-items-center p-4">
      <Notice title="The API cannot be reached" heading="h1" role="alert">
        <p>You are still signed in. The page you wanted was not loaded; it will be once the API answers again.</p>
        <Retry />
      </Notice>
    </main>
  )
}
