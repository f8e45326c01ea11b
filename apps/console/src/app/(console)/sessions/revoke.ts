'use server'
import { RevokeSession, routes } from '@tessera/contract'
import { refresh } from 'next/cache'
import { redirect } from 'next/navigation'
import { inWords } from '../../../api/trouble'
import { withNext } from '../../../security/next-path'
import { ask, tokensOfRequest, viewer } from '../../../session/viewer'
import { checkOrigin, dropTokens } from '../../../session/write'

/** What became of it. `already`: somebody or something was faster, and the session keeps that end. */
export type Revoked =
  | { readonly outcome: 'revoked' }
  | { readonly outcome: 'already'; readonly by: string | null; readonly reason: string | null; readonly at: string | null }
  | { readonly outcome: 'refused'; readonly sentence: string }

/**
 * Ends a session, with the reason that its event will carry. Whoever ends the one they are using lands on the sign-in page.
 */
export async function revokeSession(id: string, reason: string): Promise<Revoked> {
  await checkOrigin()
  const words = reason.trim()
  const body = RevokeSession.safeParse(words === '' ? {} : { reason: words })
  if (!body.success) {
    return { outcome: 'refused', sentence: `The session was not revoked: its reason ${body.error.issues[0]?.message}.` }
  }

  const [who, own] = [await viewer(), await tokensOfRequest()]
  const answer = await ask(routes.revokeSession, { params: { id }, body: body.data })
  if (!answer.ok) {
    const { title, advice } = inWords(answer.trouble)
    const done = answer.trouble.kind === 'unreachable' ? 'It is not known whether the session was revoked.' : 'The session was not revoked.'
    return { outcome: 'refused', sentence: `${title}. ${done} ${advice}` }
  }
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
