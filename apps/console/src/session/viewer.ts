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
 * Calls the API as the person who is signed in. This is the guard of every page: whoever is not signed in lands on the sign-in page, and what they may see
 * is for the API to say. When the API refuses the access token, the way leads by /refresh, where it turns out whether the session is over.
 */
export async function ask<const R extends WholeRoute>(route: R, ...[request]: Asked<R>): Promise<Answer<RouteBody<R>>> {
  return withToken(await callOf(route, request))
}

/**
 * Calls the API in an action, as the person who is signed in. Whoever is not any more stays on the page, with what was typed there, and is told. No cookie
 * is taken away, either: with one in it, an action’s answer brings the page anew. Whoever signs in replaces it.
 */
export async function askInAction<const R extends WholeRoute>(route: R, ...[request]: Asked<R>): Promise<Answer<RouteBody<R>>> {
  const call = await callOf(route, request)
  const { path, ended } = fromProxy.read(await headers())
  const signedOut = (reason?: string) =>
    ({ ok: false, trouble: { kind: 'signed_out', signIn: withNext('/sign-in', { ended: reason, next: nextPath(path) }) } }) as const
  const tokens = await tokensOfRequest()
  if (tokens === null) return signedOut(ended)
  const answer = await tried(call, tokens)
  if (answer !== 'other tokens') return answer
  const renewed = await renewTokens(tokens)
  if (renewed.outcome === 'over') return signedOut(renewed.reason)
  if (renewed.outcome === 'unknown') return unreachable
  const again = await tried(call, renewed.tokens)
  return again === 'other tokens' ? unreachable : again
}

type Asked<R extends WholeRoute> = object extends RouteCall<R> ? [request?: RouteCall<R>] : [request: RouteCall<R>]
type Call<T> = (accessToken: string) => Promise<T>

async function callOf<const R extends WholeRoute>(route: R, request: unknown): Promise<Call<RouteBody<R>>> {
  const call = api(await headers()).call as (route: Route, request: unknown, options: { accessToken: string }) => Promise<RouteBody<R>>
  return (accessToken) => call(route, request, { accessToken })
}

/**
 * Opens one of the API's streams as the person who is signed in, under the same guard as `ask`. The answer is for whoever asked to read:
 * it is not awaited further than its beginning, and it ends when `signal` does.
 */
export async function openStream(route: Route, query: StreamQuery, type: StreamType, signal: AbortSignal): Promise<Answer<Response>> {
  const came = await headers()
  return withToken((accessToken) => beginStream(came, route, query, { accessToken, type, signal }))
}

async function withToken<T>(call: Call<T>): Promise<Answer<T>> {
  const { path, ended } = fromProxy.read(await headers())
  const next = nextPath(path)
  const tokens = await tokensOfRequest()
  if (tokens === null) redirect(withNext('/sign-in', { ended, next }))
  const answer = await tried(call, tokens)
  if (answer === 'other tokens') redirect(withNext('/refresh', { next }))
  return answer
}

/** `other tokens`: the API refused the access token, and there may be another. */
async function tried<T>(call: Call<T>, tokens: Tokens): Promise<Answer<T> | 'other tokens'> {
  // The proxy has tried to refresh them, and nobody answered.
  if (isSpent(tokens, Date.now())) return unreachable
  try {
    return { ok: true, body: await call(tokens.accessToken) }
  } catch (thrown) {
    if (!(thrown instanceof ProblemError && thrown.status === 401)) return { ok: false, trouble: troubleOf(thrown) }
    return wasInsistedOn(tokens, Date.now()) ? { ok: false, trouble: { kind: 'refused', problem: thrown.problem } } : 'other tokens'
  }
}

const unreachable = { ok: false, trouble: { kind: 'unreachable' } } as const

/** Who is looking, as the API knows them at this moment. Asked once per request, however many parts of the page want to know. */
export const viewer = cache((): Promise<Answer<Me>> => ask(routes.me))
