import { describe, expect, it, vi } from 'vitest'
import { problemMishap, startApi } from '../../testing/api.js'
import { clock } from '../../testing/clock.js'
import { cookieJar } from '../../testing/cookies.js'
import { credentials, faultOf, refreshPath } from '../../testing/logged-in.js'
import type { Fetch } from '../client.js'
import { cookieStore } from '../cookie-store.js'
import { ProblemError, SignedOut, UnreachableError } from '../faults.js'
import { remoteSession } from '../remote-session.js'
import { createSession } from '../session.js'
import { handOut } from './hand-out.js'

/** A browser with one cookie jar, and the server of its pages, which keeps sessions in it. */
async function site() {
  const api = await startApi()
  const time = clock()
  const { jar, kept } = cookieJar()
  const answers: string[] = []

  const ask = (call: string, init: RequestInit = {}) => {
    const store = cookieStore(jar)
    const session = createSession({ baseUrl: api.url, store, now: time.now })
    return handOut(new Request(`https://app.example/session/refresh?call=${call}`, { method: 'POST', ...init }), session, store, time.now)
  }
  const send: Fetch = async (input, init) => {
    if (!String(input).startsWith('/')) return fetch(input, init)
    const answer = await ask(new URL(String(input), 'https://app.example').searchParams.get('call') ?? '', init)
    answers.push(await answer.clone().text())
    return answer
  }
  // Each with a path of its own, so that tests hear nothing of each other.
  const path = `/${crypto.randomUUID()}`
  const page = () => remoteSession({ path, fetch: send, now: time.now })
  return { api, time, kept, ask, answers, page, resource: `${api.url}/resource` }
}

describe('a page whose server keeps the session', () => {
  it('logs in, is known when it comes again, and never sees a refresh token', async () => {
    const { kept, answers, page } = await site()
    expect((await page().logIn(credentials)).email).toBe('ada@example.com')
    expect([...kept.keys()]).toEqual(['__Host-tessera'])
    expect((await page().current())?.user.email).toBe('ada@example.com')
    expect(await page().accessToken()).toBe('access-1')
    expect(answers.join()).not.toContain('000000000001.1')
  })

  it('whom nobody is signed in on finds nobody', async () => {
    const { page } = await site()
    expect(await page().current()).toBeNull()
    expect(await page().accessToken()).toBeNull()
  })

  it('gets another access token when its time is near, counted from when the server got it', async () => {
    const { api, time, page } = await site()
    await page().logIn(credentials)
    time.advance(800)
    const late = page()
    expect(await late.accessToken()).toBe('access-1')
    time.advance(85)
    expect(await late.accessToken()).toBe('access-2')
    expect(api.presented()).toHaveLength(1)
  })

  it('is not told that a token lives longer than it does, where the process that received it had a clock ahead', async () => {
    const { time, ask, page } = await site()
    await page().logIn(credentials)
    time.advance(-30)
    const answer = await ask('/look', { headers: { 'x-tessera-page': 'yes' } })
    expect(await answer.json()).toMatchObject({ expires_in: 900, refresh_token_expires_in: 1_209_600 })
  })

  it('gets the one that another tab was given already', async () => {
    const { api, time, page } = await site()
    const [one, other] = [page(), page()]
    await one.logIn(credentials)
    await other.current()
    time.advance(900)
    expect(await one.accessToken()).toBe('access-2')
    expect(await other.accessToken()).toBe('access-2')
    expect(api.presented()).toHaveLength(1)
  })

  it('repeats once after a 401, with a new token', async () => {
    const { api, page, resource } = await site()
    const session = page()
    await session.logIn(credentials)
    api.refuseAccessTokens()
    expect(await (await session.fetch(resource)).json()).toMatchObject({ token: 'access-2' })
    expect(api.presented()).toHaveLength(1)
  })

  it('is told why the session is over, in every tab', async () => {
    const { api, time, kept, page } = await site()
    const [one, other] = [page(), page()]
    await one.logIn(credentials)
    await other.current()
    const heard = vi.fn()
    other.on('signed-out', heard)
    api.endAll('revoked_by_admin')
    time.advance(900)
    expect(await faultOf(one.accessToken())).toMatchObject({ name: 'SignedOut', reason: 'revoked_by_admin' })
    expect(kept.size).toBe(0)
    await vi.waitFor(() => expect(heard).toHaveBeenCalledWith({ reason: 'revoked_by_admin' }))
    await vi.waitFor(async () => expect(await other.current()).toBeNull())
  })

  it('that comes when the session is over finds nobody', async () => {
    const { api, time, page } = await site()
    await page().logIn(credentials)
    api.endAll('expired')
    time.advance(900)
    expect(await page().current()).toBeNull()
  })

  it('whose cookie is gone is signed out at its next refresh', async () => {
    const { kept, time, page } = await site()
    const session = page()
    await session.logIn(credentials)
    kept.clear()
    time.advance(900)
    expect(await faultOf(session.accessToken())).toBeInstanceOf(SignedOut)
  })

  it('is signed out, and given nobody else’s token, where another session began meanwhile and no tab was told', async () => {
    const { time, page } = await site()
    const [one, other] = [page(), page()]
    await one.logIn(credentials)
    const stale = vi.spyOn(BroadcastChannel.prototype, 'postMessage').mockImplementation(() => {})
    await other.logIn(credentials)
    stale.mockRestore()
    time.advance(900)
    expect(await faultOf(one.accessToken())).toBeInstanceOf(SignedOut)
    expect(await one.current()).toEqual(await other.current())
  })

  it('keeps its session when nobody answers', async () => {
    const { api, time, page } = await site()
    const session = page()
    await session.logIn(credentials)
    time.advance(900)
    api.befall(refreshPath, 'connection broken', problemMishap('too_many_requests', { 'retry-after': '7' }))
    expect(await faultOf(session.accessToken())).toMatchObject({ status: 503 })
    expect(await faultOf(session.accessToken())).toMatchObject({ status: 429, retryAfter: 7 })
    time.advance(10)
    expect(await session.accessToken()).toBe('access-2')
  })

  it('logs out, but nobody who came after it', async () => {
    const { api, kept, page } = await site()
    const [one, other] = [page(), page()]
    await one.logIn(credentials)
    const stale = vi.spyOn(BroadcastChannel.prototype, 'postMessage').mockImplementation(() => {})
    await other.logIn(credentials)
    await one.logOut()
    stale.mockRestore()
    expect(api.ends()).toEqual(['logout', null])
    expect(kept.size).toBe(1)
    await other.logOut()
    expect(api.ends()).toEqual(['logout', 'logout'])
    expect(kept.size).toBe(0)
  })

  it('is refused with the API’s own problem', async () => {
    const { page } = await site()
    expect(await faultOf(page().logIn({ ...credentials, password: 'wrong' }))).toMatchObject({ problem: { code: 'invalid_credentials' } })
    expect(await faultOf(page().logIn(null as never))).toBeInstanceOf(ProblemError)
    expect(await faultOf(remoteSession({ fetch: () => Promise.reject(new TypeError()) }).current())).toBeInstanceOf(UnreachableError)
  })
})

it('another site’s page is refused, and so is a call that there is not', async () => {
  const { ask } = await site()
  expect((await ask('/look')).status).toBe(403)
  expect((await ask('/v1/me', { headers: { 'x-tessera-page': 'yes' } })).status).toBe(404)
})
