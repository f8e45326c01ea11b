import { type Problem, type ProblemCode, problems } from '@tessera/contract'
import { isOurs, KeyLost, ProblemError, SignedOut } from '../faults.js'
import { calls, pageHeader, type Seen, seen } from '../remote-session.js'
import type { Credentials, TesseraSession } from '../session.js'
import type { TokenStore } from '../store.js'
import type { Tokens } from '../tokens.js'

/** Answers what `remoteSession` asks in the browser, for the session in the cookie of the request. Refresh tokens stay here. */
export async function handOut(request: Request, session: TesseraSession, store: TokenStore, now: () => number): Promise<Response> {
  if (!request.headers.has(pageHeader)) return refused('forbidden', 'Only pages of this site may ask.')
  const call = new URL(request.url).searchParams.get('call')
  try {
    const given = call === calls.look ? {} : await bodyOf(request)
    switch (call) {
      case calls.look:
        await session.accessToken()
        return handed(200, await store.load(), now)
      case calls.logIn:
        await session.logIn(given as unknown as Credentials)
        return handed(201, await store.load(), now)
      case calls.refresh:
        return await another(seen.read(given['refresh_token']), session, store, now)
      case calls.logOut:
        // What was seen may be another session than the one of now, which nobody asked to end.
        if (seen.read(given['refresh_token']).sessionId === (await store.load())?.session_id) await session.logOut()
        return new Response(null, { status: 204, headers: { 'cache-control': 'no-store' } })
      default:
        return refused('not_found', 'There is no such call.')
    }
  } catch (thrown) {
    if (!isOurs(thrown) || thrown instanceof KeyLost) throw thrown
    if (thrown instanceof SignedOut) return problemAnswer(401, thrown.problem)
    if (thrown instanceof ProblemError) return problemAnswer(thrown.status, thrown.problem, thrown.retryAfter)
    return refused('unavailable', 'The sign-in service does not answer right now. The session goes on.', thrown.retryAfter)
  }
}

/** Another access token than the one the page has: perhaps there is one already. */
async function another(had: Seen, session: TesseraSession, store: TokenStore, now: () => number): Promise<Response> {
  // Somebody else may have signed in here since: their token would speak for them under the name that the page shows.
  if (had.sessionId !== undefined && had.sessionId !== (await store.load())?.session_id) return gone()
  if ((await session.accessToken()) === had.accessToken) await session.refresh()
  const tokens = await store.load()
  return tokens ? handed(200, tokens, now) : gone()
}

function gone(): Response {
  return refused('invalid_refresh_token', 'The session that this page shows is not the one that is signed in here now.')
}

function handed(status: number, tokens: Tokens | null, now: () => number): Response {
  const headers = { 'cache-control': 'no-store' }
  if (tokens === null) return new Response(null, { status: 204, headers })
  const { received_at, expires_in, refresh_token_expires_in, ...rest } = tokens
  // Never negative: the process that received them may have a clock ahead of this one's.
  const age = Math.max(0, Math.ceil((now() - received_at) / 1000))
  const left = (seconds: number) => Math.max(0, seconds - age)
  const body = {
    ...rest,
    refresh_token: seen.write(tokens),
    expires_in: left(expires_in),
    refresh_token_expires_in: left(refresh_token_expires_in),
  }
  return Response.json(body, { status, headers })
}

async function bodyOf(request: Request): Promise<Record<string, unknown>> {
  const body: unknown = await request.json().catch(() => null)
  return typeof body === 'object' && body !== null ? { ...body } : {}
}

function refused(code: ProblemCode, detail: string, retryAfter: number | null = null): Response {
  return problemAnswer(problems[code].status, { type: 'about:blank', ...problems[code], detail, code }, retryAfter)
}

function problemAnswer(status: number, problem: Problem, retryAfter: number | null = null): Response {
  const headers = { 'content-type': 'application/problem+json', 'cache-control': 'no-store' }
  return Response.json(problem, { status, headers: { ...headers, ...(retryAfter !== null && { 'retry-after': String(retryAfter) }) } })
}
