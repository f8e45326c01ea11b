import { routes } from '@tessera/contract'
import { describe, expect, it, vi } from 'vitest'
import { adasAccount, type Mishap, problemMishap, startApi } from '../testing/api.js'
import { credentials, faultOf } from '../testing/logged-in.js'
import { someTokens } from '../testing/tokens.js'
import { createClient } from './client.js'
import { ProblemError, UnreachableError } from './faults.js'

const id = '01940000-0000-7000-8000-000000000001'
const html = { status: 200, headers: { 'content-type': 'text/html' }, body: '<h1>Welcome to the hotel’s Wi-Fi</h1>' } satisfies Mishap

/** A client whose requests are kept and answered with one body. */
function listening(body: unknown = {}, status = 200) {
  const sent: { url: string; init: RequestInit }[] = []
  const client = createClient({
    baseUrl: 'https://api.example/auth/',
    headers: { 'x-trace': 'one' },
    accessToken: () => 'own-token',
    fetch: async (input, init = {}) => {
      sent.push({ url: String(input), init })
      return new Response(status === 204 ? null : JSON.stringify(body), { status })
    },
  })
  return { client, sent, header: (name: string) => new Headers(sent[0]?.init.headers).get(name) }
}

describe('a request', () => {
  it('has its parameters in the path, each encoded as one segment', async () => {
    const { client, sent } = listening(undefined, 204)
    await client.call(routes.endMySession, { params: { id: 'a/b?c#d é' } })
    expect(sent[0]?.url).toBe('https://api.example/auth/v1/me/sessions/a%2Fb%3Fc%23d%20%C3%A9')
    expect(sent[0]?.init.method).toBe('DELETE')
  })

  it('is not sent when a parameter is missing', async () => {
    const { client, sent } = listening()
    // @ts-expect-error the route needs its parameter
    await expect(client.call(routes.endMySession, { params: {} })).rejects.toThrow('needs the parameter id')
    expect(sent).toEqual([])
  })

  it.each([undefined, 'localhost:3333', 'auth.example.com', 'undefined/api', 'http:/localhost:3333'])(
    'is not sent where the base is no address, and says so: %j',
    async (baseUrl) => {
      const sent = vi.fn<typeof fetch>()
      const client = createClient({ baseUrl: baseUrl as string, fetch: sent })
      const fault = await faultOf(client.call(routes.live))
      expect(fault).toBeInstanceOf(TypeError)
      expect(fault).toHaveProperty(
        'message',
        `baseUrl must be where the API is, such as https://auth.example.com; it is ${JSON.stringify(baseUrl)}`,
      )
      expect(sent).not.toHaveBeenCalled()
    },
  )

  it.each(['', '/', '/tessera', '/tessera/'])('goes to the page’s own origin where the base is a path: %j', async (baseUrl) => {
    const sent = vi.fn<typeof fetch>().mockResolvedValue(Response.json({ status: 'ok' }))
    await createClient({ baseUrl, fetch: sent }).call(routes.live)
    expect(sent.mock.calls[0]?.[0]).toBe(`${baseUrl.replace(/\/$/, '')}/health/live`)
  })

  it('is not made, by its type, of a route that streams', () => {
    const { client } = listening()
    // @ts-expect-error the answer is no body that could be read whole
    const call = () => client.call(routes.stream)
    expect(call).toBeTypeOf('function')
  })

  it('has its query encoded, without the fields that are undefined', async () => {
    const { client, sent } = listening({ items: [], next: null, count: 0, count_capped: false })
    await client.call(routes.listSessions, { query: { q: 'a&b=c +', state: undefined, limit: 10 } })
    expect(sent[0]?.url).toBe('https://api.example/auth/v1/admin/sessions?q=a%26b%3Dc+%2B&limit=10')
  })

  it('has no body and no content type where the route takes none', async () => {
    const { client, sent, header } = listening(adasAccount)
    await client.call(routes.me)
    expect(sent[0]?.init).not.toHaveProperty('body')
    expect(header('content-type')).toBeNull()
  })

  it('has an empty object for a body whose every field was left out', async () => {
    const api = await startApi()
    const client = createClient({ baseUrl: api.url })
    await faultOf(client.call(routes.revokeSession, { params: { id } }))
    expect(api.seen[0]).toMatchObject({ body: '{}', headers: { 'content-type': 'application/json' } })
  })

  it('carries the access token, but not to routes that anyone may call', async () => {
    const me = listening(adasAccount)
    await me.client.call(routes.me)
    expect(me.header('authorization')).toBe('Bearer own-token')
    const logOut = listening(undefined, 204)
    await logOut.client.call(routes.logOut, { body: { refresh_token: 'r' } })
    expect(logOut.header('authorization')).toBeNull()
  })

  it('lets one call bring its own access token, or none', async () => {
    const other = listening(adasAccount)
    await other.client.call(routes.me, {}, { accessToken: 'other' })
    expect(other.header('authorization')).toBe('Bearer other')
    const none = listening(adasAccount)
    await none.client.call(routes.me, {}, { accessToken: null })
    expect(none.header('authorization')).toBeNull()
  })

  it('carries the client’s headers and the call’s, which go first', async () => {
    const { client, header } = listening(adasAccount)
    await client.call(routes.me, {}, { headers: { 'X-Trace': 'two', 'x-more': 'yes' } })
    expect([header('x-trace'), header('x-more')]).toEqual(['two', 'yes'])
  })
})

describe('an answer', () => {
  it('is read with the schema of its status, and unknown fields of a newer server are left out', async () => {
    const { client } = listening({ ...adasAccount, invented_later: true })
    await expect(client.call(routes.me)).resolves.toEqual(adasAccount)
  })

  it('without a body is undefined', async () => {
    const api = await startApi()
    await expect(createClient({ baseUrl: api.url }).call(routes.logOut, { body: { refresh_token: 'r' } })).resolves.toBeUndefined()
  })

  it('that is a problem is thrown with its status and the seconds to wait', async () => {
    const api = await startApi()
    api.befall('/v1/sessions', problemMishap('too_many_requests', { 'retry-after': '17' }))
    const fault = await faultOf(createClient({ baseUrl: api.url }).call(routes.logIn, { body: credentials }))
    expect(fault).toBeInstanceOf(ProblemError)
    expect(fault).toMatchObject({ status: 429, retryAfter: 17, problem: { code: 'too_many_requests' } })
  })

  it('that gives an end reason of a newer server is still that problem, with the reason', async () => {
    const { client } = listening({ type: 't', title: 'T', status: 401, detail: 'd', code: 'session_ended', reason: 'moon_phase' }, 401)
    const fault = (await faultOf(client.call(routes.refresh, { body: { refresh_token: 'r' } }))) as ProblemError
    expect(fault.problem).toMatchObject({ code: 'session_ended', reason: 'moon_phase' })
  })

  it('with values that only a newer server knows is read, and they come through', async () => {
    const { client } = listening({ ...adasAccount, roles: ['owner', 'astronaut'], invented_later: true })
    await expect(client.call(routes.me)).resolves.toEqual({ ...adasAccount, roles: ['owner', 'astronaut'] })
  })

  it('with such a value and something wrong is not ours', async () => {
    const { client } = listening({ ...adasAccount, roles: ['astronaut'], email: 7 })
    await expect(client.call(routes.me)).rejects.toBeInstanceOf(UnreachableError)
  })

  it('with a token of a type that nobody here knows how to use is not ours', async () => {
    const { client } = listening({ ...someTokens, token_type: 'mac' }, 201)
    await expect(client.call(routes.logIn, { body: credentials })).rejects.toBeInstanceOf(UnreachableError)
  })

  it('that is a problem of a newer server is that problem', async () => {
    const { client } = listening({ type: 't', title: 'T', status: 409, detail: 'd', code: 'moon_full' }, 409)
    await expect(client.call(routes.me)).rejects.toMatchObject({ name: 'ProblemError', status: 409, problem: { code: 'moon_full' } })
  })

  const notOurs: Record<string, Exclude<Mishap, string>> = {
    'a page of a captive portal': html,
    'a proxy’s 502': { ...html, status: 502 },
    'a proxy’s JSON': { status: 503, body: '{"message":"upstream down"}' },
    'JSON of another shape': { status: 201, body: '{"access_token":"a"}' },
    'an empty body': { status: 201, body: '' },
    'a status that the route does not have': { status: 204, body: '' },
    'a redirect': { status: 307, headers: { location: '/elsewhere' }, body: '' },
    'a problem under a status of success': { ...problemMishap('unavailable'), status: 200 },
  }
  for (const [what, mishap] of Object.entries(notOurs)) {
    it(`that is not ours is unreachable: ${what}`, async () => {
      const api = await startApi()
      api.befall('/v1/sessions', mishap)
      const fault = await faultOf(createClient({ baseUrl: api.url }).call(routes.logIn, { body: credentials }))
      expect(fault).toBeInstanceOf(UnreachableError)
      expect(fault).toMatchObject({ status: mishap.status })
      expect(api.sentTo('/elsewhere')).toEqual([])
    })
  }

  it('that is not ours names the address that gave it, which may be another than the call’s, and never its query', async () => {
    const api = await startApi()
    api.befall('/elsewhere', { ...html, status: 404 })
    const client = createClient({ baseUrl: 'https://server.invalid', fetch: () => fetch(`${api.url}/elsewhere?q=ada@example.com`) })
    const message = `GET /health/live was answered 404 without JSON, by ${api.url}/elsewhere`
    expect(await faultOf(client.call(routes.live))).toMatchObject({ name: 'UnreachableError', message })
  })

  it('that is not ours still says how long to wait', async () => {
    const api = await startApi()
    api.befall('/v1/sessions', { ...html, status: 503, headers: { 'retry-after': '30' } })
    await expect(createClient({ baseUrl: api.url }).call(routes.logIn, { body: credentials })).rejects.toMatchObject({ retryAfter: 30 })
  })
})

describe('no answer', () => {
  it('because nobody listens is unreachable, with the cause', async () => {
    const api = await startApi()
    await api.stop()
    const fault = await faultOf(createClient({ baseUrl: api.url }).call(routes.live))
    expect(fault).toBeInstanceOf(UnreachableError)
    expect(fault).toMatchObject({ status: null, retryAfter: null, cause: expect.any(TypeError) })
  })

  it('in time is unreachable', async () => {
    const api = await startApi()
    api.befall('/health/live', 'never answered')
    const fault = await faultOf(createClient({ baseUrl: api.url, timeout: 50 }).call(routes.live))
    expect(fault).toBeInstanceOf(UnreachableError)
    expect(fault).toMatchObject({ cause: { name: 'TimeoutError' } })
  })

  it('in time is unreachable when only the body is missing', async () => {
    const neverEnding = new Response(new ReadableStream(), { status: 200 })
    const client = createClient({ baseUrl: 'https://api.example', timeout: 50, fetch: async () => neverEnding })
    await expect(client.call(routes.live)).rejects.toBeInstanceOf(UnreachableError)
  })

  it('in time is unreachable when the access token is still to come, and nothing is sent when it does', async () => {
    const send = vi.fn(() => Promise.resolve(new Response('{}')))
    let come = (_: string) => {}
    const accessToken = () => new Promise<string>((given) => (come = given))
    const call = faultOf(createClient({ baseUrl: 'https://api.example', timeout: 50, accessToken, fetch: send }).call(routes.me))
    expect(await call).toBeInstanceOf(UnreachableError)
    come('late')
    await new Promise(setImmediate)
    expect(send).not.toHaveBeenCalled()
  })

  it('because the caller gave up while the access token was still to come is the caller’s own reason', async () => {
    const caller = new AbortController()
    const client = createClient({ baseUrl: 'https://api.example', accessToken: () => new Promise(() => {}) })
    const call = faultOf(client.call(routes.me, {}, { signal: caller.signal }))
    const reason = new Error('the page was left')
    caller.abort(reason)
    expect(await call).toBe(reason)
  })

  it('because there is no access token to be had is whatever its source throws', async () => {
    const reason = new Error('nobody is logged in')
    const accessToken = () => Promise.reject(reason)
    expect(await faultOf(createClient({ baseUrl: 'https://api.example', accessToken }).call(routes.me))).toBe(reason)
  })

  it('in time is unreachable even if the given fetch does not listen to signals', async () => {
    const client = createClient({ baseUrl: 'https://api.example', timeout: 50, fetch: () => new Promise(() => {}) })
    await expect(client.call(routes.live)).rejects.toBeInstanceOf(UnreachableError)
  })

  it('because the caller gave up is the caller’s own reason, not a fault', async () => {
    const api = await startApi()
    const caller = new AbortController()
    const release = api.hold('/health/live')
    const call = faultOf(createClient({ baseUrl: api.url }).call(routes.live, {}, { signal: caller.signal }))
    const reason = new Error('the page was left')
    caller.abort(reason)
    expect(await call).toBe(reason)
    release()
  })

  it('is asked for when the caller had given up before', async () => {
    const { client, sent } = listening(adasAccount)
    await expect(client.call(routes.me, {}, { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' })
    expect(sent).toEqual([])
  })
})
