import { routes } from '@tessera/contract'
import { describe, expect, it, vi } from 'vitest'
import { adasAccount } from '../testing/api.js'
import { faultOf, loggedIn, refreshPath } from '../testing/logged-in.js'
import { createClient } from './client.js'
import { SignedOut, UnreachableError } from './faults.js'

const stream = (text: string) => new Blob([text]).stream()

describe('a session’s fetch', () => {
  it('adds the access token to what it is given', async () => {
    const { api, session, resource } = await loggedIn()
    const answer = await session.fetch(resource, { method: 'POST', body: 'hello', headers: { 'x-mine': 'yes' } })
    expect(await answer.json()).toEqual({ method: 'POST', body: 'hello', token: 'access-1' })
    expect(api.sentTo('/resource')[0]?.headers).toMatchObject({ authorization: 'Bearer access-1', 'x-mine': 'yes' })
  })

  it('keeps the headers of a Request', async () => {
    const { api, session, resource } = await loggedIn()
    await session.fetch(new Request(resource, { headers: { 'x-mine': 'yes' } }))
    expect(api.sentTo('/resource')[0]?.headers).toMatchObject({ authorization: 'Bearer access-1', 'x-mine': 'yes' })
  })

  it('refreshes before the access token ends, so that nothing is refused', async () => {
    const { api, time, session, resource } = await loggedIn()
    time.advance(850)
    expect(await (await session.fetch(resource)).json()).toMatchObject({ token: 'access-2' })
    expect(api.sentTo('/resource')).toHaveLength(1)
  })

  it('sends no token when nobody is logged in, and gives the refusal as it is', async () => {
    const { api, session, resource } = await loggedIn()
    await session.logOut()
    expect((await session.fetch(resource)).status).toBe(401)
    expect(api.sentTo('/resource')[0]?.headers.authorization).toBeUndefined()
    expect(api.presented()).toEqual([])
  })

  it('hands on a network error of the called service as it is', async () => {
    const { session } = await loggedIn()
    expect(await faultOf(session.fetch('http://127.0.0.1:1/'))).toBeInstanceOf(TypeError)
  })
})

describe('whoever gives up', () => {
  it('does not wait for a refresh, which goes on for everybody else', async () => {
    const { api, time, session, resource } = await loggedIn()
    time.advance(900)
    const release = api.hold(refreshPath)
    const caller = new AbortController()
    const given = faultOf(session.fetch(new Request(resource, { signal: caller.signal })))
    await vi.waitFor(() => expect(api.presented()).toHaveLength(1))
    const reason = new Error('the page was left')
    caller.abort(reason)
    expect(await given).toBe(reason)
    release()
    expect(await session.accessToken()).toBe('access-2')
    expect([api.sentTo('/resource').length, api.presented().length]).toEqual([0, 1])
  })

  it('does not wait for the one after a 401 either, and lets the refused answer go', async () => {
    const letGo = vi.fn()
    const { api, session, resource } = await loggedIn({
      fetch: async (input, init) =>
        String(input).endsWith('/resource') ? new Response(new ReadableStream({ cancel: letGo }), { status: 401 }) : fetch(input, init),
    })
    const release = api.hold(refreshPath)
    const caller = new AbortController()
    const given = faultOf(session.fetch(resource, { signal: caller.signal }))
    await vi.waitFor(() => expect(api.presented()).toHaveLength(1))
    caller.abort('enough')
    expect(await given).toBe('enough')
    expect(letGo).toHaveBeenCalledOnce()
    release()
  })

  it('beforehand has nothing sent', async () => {
    const { api, time, session, resource } = await loggedIn()
    time.advance(900)
    expect(await faultOf(session.fetch(resource, { signal: AbortSignal.abort('enough') }))).toBe('enough')
    expect(api.presented()).toEqual([])
  })
})

describe('after a 401', () => {
  it('the request is repeated with a new access token', async () => {
    const { api, session, resource } = await loggedIn()
    api.refuseAccessTokens()
    const answer = await session.fetch(resource, { method: 'POST', body: 'hello' })
    expect(await answer.json()).toEqual({ method: 'POST', body: 'hello', token: 'access-2' })
    expect(api.presented()).toHaveLength(1)
  })

  it('the refused answer is let go, so that its connection is not held', async () => {
    const letGo = vi.fn()
    let asked = 0
    const { session, resource } = await loggedIn({
      fetch: async (input, init) => {
        if (!String(input).endsWith('/resource')) return fetch(input, init)
        asked += 1
        return asked === 1 ? new Response(new ReadableStream({ cancel: letGo }), { status: 401 }) : new Response('yes')
      },
    })
    expect(await (await session.fetch(resource)).text()).toBe('yes')
    expect(letGo).toHaveBeenCalledOnce()
  })

  it('a hundred requests refresh once between them', async () => {
    const { api, session, resource } = await loggedIn()
    api.refuseAccessTokens()
    const answers = await Promise.all(Array.from({ length: 100 }, () => session.fetch(resource)))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    expect(api.presented()).toHaveLength(1)
  })

  it('the request is repeated only once, and the second refusal is the answer', async () => {
    const { api, session, resource } = await loggedIn()
    const no = { status: 401, body: 'no' }
    api.befall('/resource', no, no, no)
    const answer = await session.fetch(resource)
    expect([answer.status, await answer.text()]).toEqual([401, 'no'])
    expect(api.sentTo('/resource')).toHaveLength(2)
  })

  it('a service that refuses new tokens too does not cause a refresh at every request', async () => {
    const { api, time, session, resource } = await loggedIn()
    const no = { status: 401, body: 'no' }
    api.befall('/resource', no, no, no, no, no)
    await session.fetch(resource)
    await session.fetch(resource)
    expect(api.presented()).toHaveLength(1)
    time.advance(10)
    await session.fetch(resource)
    expect(api.presented()).toHaveLength(2)
  })

  it('a service that refused new tokens is believed for seconds, and not for hours where the clock was set back', async () => {
    const { api, time, session, resource } = await loggedIn()
    const no = { status: 401, body: 'no' }
    api.befall('/resource', no, no)
    await session.fetch(resource)
    time.advance(-3600)
    await session.accessToken()
    api.refuseAccessTokens()
    expect((await session.fetch(resource)).status).toBe(200)
  })

  it('no token is rotated past a refresh that was lost and may still arrive', async () => {
    const { api, time, session, resource } = await loggedIn({ timeout: 1000 })
    time.advance(900)
    api.befall(refreshPath, 'never answered')
    await faultOf(session.accessToken())
    await session.accessToken()
    api.refuseAccessTokens()
    expect((await session.fetch(resource)).status).toBe(401)
    expect(api.presented()).toHaveLength(2)
    time.advance(10)
    expect((await session.fetch(resource)).status).toBe(200)
  })

  it('a refresh that was lost a moment ago is made again, since it presents the same token', async () => {
    const { api, time, session, resource } = await loggedIn()
    time.advance(850)
    api.refuseAccessTokens()
    api.befall(refreshPath, 'connection broken')
    expect((await session.fetch(resource)).status).toBe(200)
    const [first, second] = api.presented()
    expect(second).toBe(first)
  })

  it.each([403, 404, 500])('only: a %d is the answer', async (status) => {
    const { api, session, resource } = await loggedIn()
    api.befall('/resource', { status, body: '' })
    expect((await session.fetch(resource)).status).toBe(status)
    expect(api.presented()).toEqual([])
  })

  it('the end of the session is thrown with its reason', async () => {
    const { api, session, resource } = await loggedIn()
    api.endAll('revoked_by_admin')
    api.refuseAccessTokens()
    const fault = await faultOf(session.fetch(resource))
    expect(fault).toBeInstanceOf(SignedOut)
    expect(fault).toMatchObject({ reason: 'revoked_by_admin' })
  })

  it('a refresh that nobody answers is thrown: a 401 would look as if the user were signed out', async () => {
    const { api, session, store, resource } = await loggedIn()
    api.refuseAccessTokens()
    api.befall(refreshPath, 'connection broken')
    expect(await faultOf(session.fetch(resource))).toBeInstanceOf(UnreachableError)
    expect(await store.load()).not.toBeNull()
  })

  const form = new FormData()
  form.set('word', 'hello')
  it.each([
    ['a string', 'hello'],
    ['a form', form],
    ['search parameters', new URLSearchParams({ word: 'hello' })],
    ['a blob', new Blob(['hello'])],
    ['bytes', new TextEncoder().encode('hello')],
    ['a buffer', new TextEncoder().encode('hello').buffer],
  ])('a body that is %s is sent whole again', async (_, body) => {
    const { api, session, resource } = await loggedIn()
    api.refuseAccessTokens()
    expect((await session.fetch(resource, { method: 'POST', body })).status).toBe(200)
    const bodies = api.sentTo('/resource').map((one) => one.body)
    expect(bodies).toHaveLength(2)
    for (const sent of bodies) expect(sent).toContain('hello')
  })

  it('a Request without a body is repeated', async () => {
    const { api, session, resource } = await loggedIn()
    api.refuseAccessTokens()
    expect((await session.fetch(new Request(resource, { method: 'DELETE' }))).status).toBe(200)
  })

  it('a body that was a stream is not sent again, and the next request has a new token', async () => {
    const { api, session, resource } = await loggedIn()
    api.refuseAccessTokens()
    const init = { method: 'POST', body: stream('hello'), duplex: 'half' } as RequestInit
    expect((await session.fetch(resource, init)).status).toBe(401)
    expect(api.sentTo('/resource').map(({ body }) => body)).toEqual(['hello'])
    expect(await session.accessToken()).toBe('access-2')
  })

  it('a Request with a body is not sent again', async () => {
    const { api, session, resource } = await loggedIn()
    api.refuseAccessTokens()
    expect((await session.fetch(new Request(resource, { method: 'POST', body: 'hello' }))).status).toBe(401)
    expect(api.sentTo('/resource')).toHaveLength(1)
  })
})

describe('a client on a session’s fetch', () => {
  it('makes typed calls that refresh and repeat by themselves', async () => {
    const { api, session, baseUrl } = await loggedIn()
    api.refuseAccessTokens()
    await expect(createClient({ baseUrl, fetch: session.fetch }).call(routes.me)).resolves.toEqual(adasAccount)
    expect(api.sentTo('/v1/me')).toHaveLength(2)
  })

  it('throws the end of the session as what it is', async () => {
    const { api, time, session, baseUrl } = await loggedIn()
    api.endAll('password_changed')
    time.advance(900)
    expect(await faultOf(createClient({ baseUrl, fetch: session.fetch }).call(routes.me))).toBeInstanceOf(SignedOut)
  })

  it('keeps its own time, however long the refresh takes', async () => {
    const { api, time, session, baseUrl } = await loggedIn()
    time.advance(900)
    const release = api.hold(refreshPath)
    const call = createClient({ baseUrl, fetch: session.fetch, timeout: 50 }).call(routes.me)
    expect(await faultOf(call)).toBeInstanceOf(UnreachableError)
    release()
    await vi.waitFor(async () => expect(await session.accessToken()).toBe('access-2'))
  })
})
