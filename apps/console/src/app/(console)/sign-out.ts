'use server'
import { routes } from '@tessera/contract'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { api } from '../../api/client'
import { troubleOf } from '../../api/trouble'
import { withNext } from '../../security/next-path'
import type { SignedOutReason } from '../../session/signed-out'
import { tokensOfRequest } from '../../session/viewer'
import { checkOrigin, dropTokens } from '../../session/write'

/** Ends the session at the API and forgets its tokens here. When the API cannot be told, they are forgotten all the same, and it says so. */
export async function signOut(): Promise<void> {
  await checkOrigin()
  const tokens = await tokensOfRequest()
  let ended: SignedOutReason = 'left'
  if (tokens) {
    try {
      await api(await headers()).call(routes.logOut, { body: { refresh_token: tokens.refreshToken } })
    } catch (thrown) {
      troubleOf(thrown)
      ended = 'left_unheard'
    }
  }
  await dropTokens()
  redirect(withNext('/sign-in', { ended }))
}
