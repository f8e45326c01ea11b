import 'server-only'
import { routes, type Me, type Route, type RouteBody, type RouteCall, type StreamType, type WholeRoute } from '@tessera/contract'
import { ProblemError } from '@tessera/sdk'
import { cookies, headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import type { Answer } from '../api/answer'
import { api } from '../api/client'
import { beginStream, type StreamQuery } from '../api/begin-stream'
import { troubleOf } from '../api/trouble'
import { nextPath, withNext } from '../security/next-path'
import { settings } from '../settings'
import { cookieName } from './cookie'
import { fromProxy } from './from-proxy'
import { unseal } from './seal'
import { renewTokens } from './renew'
import { isSpent, wasInsistedOn, type Tokens } from './tokens'

/** The tokens in this request's cookie; null when nobody is signed in. */
export async function tokensOfRequest(): Promise<Tokens | null> {
  const sealed = (await cookies()).get(cookieName(settings()))?.value
  return sealed === undefined ? null : unseal(sealed, settings().secret, Date.now())
}

/**
 * Calls the API as the person who is signed in. This is the guard of every page and action: whoever is not signed in lands on the
 * sign-in page, and what they may see is for the API to say.
 *
 * When the API refuses the access token, an action takes another one and goes on; anybody else goes by way of /refresh, where it turns out whether the
 * session is over.
 */
export async function ask<const R extends WholeRoute>(
  route: R,
  ...[request]: object extends RouteCall<R> ? [request?: RouteCall<R>] : [request: RouteCall<R>]
): Promise<Answer<RouteBody<R>>> {
  const call = api(await headers()).call as (route: Route, request: unknown, options: { accessToken: string }) => Promise<RouteBody<R>>
  return withToken((accessToken) => call(route, request, { accessToken }))
}

/**
 * Opens one of the API's streams as the person who is signed in, under the same guard as `ask`. The answer is for whoever asked to read:
 * it is not awaited further than its beginning, and it ends when `signal` does.
 */
export async function openStream(route: Route, query: StreamQuery, type: StreamType, signal: AbortSignal): Promise<Answer<Response>> {
  const came = await headers()
  return withToken((accessToken) => beginStream(came, route, query, { accessToken, type, signal }))
}

async function withToken<T>(call: (accessToken: string) => Promise<T>): Promise<Answer<T>> {
  const came = await headers()
  const { path, ended } = fromProxy.read(came)
  const next = nextPath(path)
  const tokens = await tokensOfRequest()
  if (tokens === null) redirect(withNext('/sign-in', { ended, next }))
  // The proxy has tried to refresh them, and nobody answered.
  if (isSpent(tokens, Date.now())) return { ok: false, trouble: { kind: 'unreachable' } }
  try {
    return { ok: true, body: await call(tokens.accessToken) }
  } catch (thrown) {
    if (!(thrown instanceof ProblemError && thrown.status === 401)) return { ok: false, trouble: troubleOf(thrown) }
    if (wasInsistedOn(tokens, Date.now())) return { ok: false, trouble: { kind: 'refused', problem: thrown.problem } }
    // Led away, it would leave undone what was asked for, and the page would lose what was typed.
    const renewed = came.has('next-action') ? await renewTokens(tokens) : 'not kept'
    if (renewed === 'not kept') redirect(withNext('/refresh', { next }))
    if (renewed.outcome === 'over') redirect(withNext('/sign-in', { ended: renewed.reason, next }))
    return renewed.outcome === 'refreshed' ? withToken(call) : { ok: false, trouble: { kind: 'unreachable' } }
  }
}

/** Who is looking, as the API knows them at this moment. Asked once per request, however many parts of the page want to know. */
export const viewer = cache((): Promise<Answer<Me>> => ask(routes.me))
