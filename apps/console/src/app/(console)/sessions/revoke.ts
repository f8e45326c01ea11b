'use server'
import { RevokeSession, routes } from '@tessera/contract'
import { refresh } from 'next/cache'
import { redirect } from 'next/navigation'
import { onlyWords, refusalOf, type Refusal } from '../../../api/refusal'
import { withNext } from '../../../security/next-path'
import { askInAction, tokensOfRequest } from '../../../session/viewer'
import { checkOrigin, dropTokens } from '../../../session/write'

/** What became of it. `already`: somebody or something was faster, and the session keeps that end. */
export type Revoked =
  | { readonly outcome: 'revoked' }
  | { readonly outcome: 'already'; readonly by: string | null; readonly reason: string | null; readonly at: string | null }
  | { readonly outcome: 'refused'; readonly refusal: Refusal }

/**
 * Ends a session, with the reason that its event will carry. Whoever ends the one they are using lands on the sign-in page.
 */
export async function revokeSession(id: string, reason: string): Promise<Revoked> {
  await checkOrigin()
  const words = reason.trim()
  const body = RevokeSession.safeParse(words === '' ? {} : { reason: words })
  if (!body.success) {
    return { outcome: 'refused', refusal: { refused: `The session was not revoked: its reason ${body.error.issues[0]?.message}.` } }
  }

  const [who, own] = [await askInAction(routes.me), await tokensOfRequest()]
  const answer = await askInAction(routes.revokeSession, { params: { id }, body: body.data })
  if (!answer.ok) return { outcome: 'refused', refusal: onlyWords(refusalOf(answer.trouble, 'The session was not revoked.')) }
  if (own?.sessionId === id) {
    await dropTokens()
    redirect(withNext('/sign-in', { ended: 'ended_own' }))
  }
  refresh()
  const { end } = answer.body
  const byUs = end?.reason === 'revoked_by_admin' && who.ok && end.by?.id === who.body.id
  return byUs
    ? { outcome: 'revoked' }
    : { outcome: 'already', by: end?.by?.email ?? null, reason: end?.reason ?? null, at: end?.at ?? null }
}
