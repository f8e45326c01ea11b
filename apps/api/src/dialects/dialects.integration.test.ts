import { type HandedOut, type LoginRefusal, readDialects } from '@tessera/dialects'
import { legion } from '@tessera/dialects/testing'
import { testDatabase, type TestDatabase } from '@tessera/persistence/testing'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bootstrap, type Running } from '../bootstrap.js'
import { testConfiguration } from '../testing/configuration.js'

const owner = { email: 'owner@example.com', password: 'tall ships sail' }
const lines: string[] = []
let test: TestDatabase
let running: Running

beforeAll(async () => {
  test = await testDatabase()
  running = await bootstrap(
    testConfiguration({
      ...{ databaseUrl: test.url, firstOwner: owner, rateLimits: false, issuer: 'http://localhost' },
      dialects: [...(readDialects({ XERIAL_PREFIXES: '/api/v2' }).dialects ?? []), legion],
    }),
    pino({}, { write: (line: string) => void lines.push(line) }),
  )
})
afterAll(async () => {
  await running.close()
  await test.drop()
})

async function post(path: string, body?: unknown, headers: Record<string, string> = {}) {
  const json: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' }
  const sent = typeof body === 'string' ? body : JSON.stringify(body)
  const response = await fetch(running.url + path, { method: 'POST', headers: { ...json, ...headers }, body: sent ?? null })
  return { status: response.status, headers: response.headers, body: (await response.json()) as Record<string, unknown> }
}

async function loggedIn(): Promise<string> {
  const { body } = await post('/v1/sessions', owner)
  return String(body['refresh_token'])
}

describe('a fifth format that was added by the guide', () => {
  it('refreshes, and its successor is good at every other endpoint', async () => {
    const first = await post('/legion/watch/relieve', { watchword: await loggedIn() })
    expect(first).toMatchObject({ status: 200, body: { ok: true, seconds: 900 } })
    expect(first.headers.get('cache-control')).toBe('no-store')
    const second = await post('/auth/refresh-token', { refreshToken: first.body['watchword'] })
    expect(second.status).toBe(200)
    const third = await post('/legion/watch/relieve', { watchword: second.body['refreshToken'] })
    expect(third).toMatchObject({ status: 200, body: { ok: true } })
  })

  it('refuses in its own words, also what the server refuses by itself', async () => {
    expect(await post('/legion/watch/relieve', { watchword: 'garbage' })).toMatchObject({ status: 401, body: { ok: false } })
    expect(await post('/legion/watch/relieve', '{broken')).toMatchObject({ status: 400, body: { ok: false } })
    expect(await post('/legion/watch/relieve', 'a=1', { 'content-type': 'application/x-www-form-urlencoded' })).toMatchObject({
      status: 415,
      body: { ok: false },
    })
    expect(await post('/legion/watch/relieve/twice')).toMatchObject({ status: 404, body: { ok: false } })
    const got = await fetch(`${running.url}/legion/watch/relieve`)
    expect([got.status, got.headers.get('allow'), await got.json()]).toMatchObject([405, 'POST', { ok: false }])
  })

  it('is told apart from the addresses around it', async () => {
    const { status, body } = await post('/legion/watch')
    expect([status, body['code']]).toEqual([404, 'not_found'])
  })
})

describe('the formats', () => {
  it('serves Xerial under the prefixes of the setting too, and takes forms there', async () => {
    const form = new URLSearchParams({ refreshToken: await loggedIn() })
    const response = await fetch(`${running.url}/api/v2/auth/refresh-tokens`, { method: 'POST', body: form })
    expect(response.status).toBe(200)
    expect(await response.json()).toHaveProperty('refresh.token')
  })

  it('refuses a form that has a field twice, in the format’s shape', async () => {
    const response = await fetch(`${running.url}/auth/refresh-tokens`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'refreshToken=a&refreshToken=b',
    })
    expect([response.status, await response.json()]).toMatchObject([400, { code: 400 }])
  })

  it('answers a token that a thief cannot have guessed and a token that is none alike', async () => {
    const good = await loggedIn()
    const forged = good.slice(0, -1) + (good.endsWith('A') ? 'B' : 'A')
    const answers = await Promise.all([forged, 'none'].map((refresh_token) => post('/v1/auth/refresh', { refresh_token })))
    expect(answers.map(({ status, body }) => [status, body])).toEqual([
      [401, { detail: 'Invalid refresh token' }],
      [401, { detail: 'Invalid refresh token' }],
    ])
  })

  it('serves an address that a document writes with a slash at its end, and no other with one', async () => {
    const headers = { 'x-api-key': 'tessera_ak_nothing' }
    for (const path of ['/auth/token', '/auth/token/']) {
      expect(await post(`${path}?email=a@b.example&password=p`, undefined, headers)).toMatchObject({ status: 401, body: {} })
      expect((await fetch(running.url + path)).status).toBe(405)
    }
    expect((await post('/auth/refresh-token/')).status).toBe(404)
  })

  it('refuses in the format’s shape, however the address is spelled that leads to it', async () => {
    expect(await post('/auth/refresh-tok%65n', '{broken')).toMatchObject({ status: 400, body: { statusCode: 400 } })
    expect(await post('/v1/auth/refres%68', 'a', { 'content-type': 'text/plain' })).toMatchObject({
      status: 415,
      body: { detail: 'Unsupported Media Type' },
    })
    expect(await post('/%61uth/token/refresh/xyz')).toMatchObject({ status: 404, body: { detail: 'Not Found' } })
    const got = await fetch(`${running.url}/auth/%72efresh-token`)
    expect([got.status, got.headers.get('allow'), await got.json()]).toMatchObject([405, 'POST', { statusCode: 405 }])
    // Another address than `/auth/refresh-token`, at which nobody serves anything.
    expect(await post('//auth/refresh-token', {})).toMatchObject({ status: 404, body: { code: 'not_found' } })
  })

  it('never lets a token in a query reach the log', async () => {
    const token = await loggedIn()
    lines.length = 0 // The start, which names the first owner.
    await post(`/auth/token/refresh?refresh_token=${token}`, undefined, { 'x-api-key': 'tessera_ak_nothing' })
    await post(`/auth/token?email=${owner.email}&password=wrong-password`, undefined, { 'x-api-key': 'tessera_ak_nothing' })
    const logged = lines.join('')
    expect(logged).toContain('/auth/token/refresh')
    for (const secret of [token, 'wrong-password', 'tessera_ak_nothing', owner.email]) expect(logged).not.toContain(secret)
  })
})

describe('a login in a format', () => {
  const refusals: readonly (readonly [string, string, string, LoginRefusal])[] = [
    ['an address without an account', 'nobody@example.com', 'tall ships sail', 'user_unknown'],
    ['what is no address', 'nobody\u0000', 'tall ships sail', 'user_unknown'],
    ['a wrong password', owner.email, 'wrong', 'wrong_password'],
    ['what is no password', owner.email, 'x'.repeat(2000), 'wrong_password'],
  ]
  it.each(refusals)('answers %s with 401', async (_what, email, password) => {
    expect((await post('/auth/login', { email, password })).status).toBe(401)
  })

  it('starts a session whose format is known, and whose access token lives as long as the format says', async () => {
    const { status, body } = await post('/auth/login', { email: ` ${owner.email.toUpperCase()} `, password: owner.password })
    expect([status, body['loginStatus']]).toEqual([200, 'success'])
    const expiresAt: HandedOut['accessTokenExpiresAt'] = Date.parse(String(body['expirationTime']))
    expect(Math.abs(expiresAt - Date.now() - 7_200_000)).toBeLessThan(60_000)
    const sessions = await fetch(`${running.url}/v1/admin/sessions?limit=1`, {
      headers: { authorization: `Bearer ${String(body['token'])}` },
    })
    expect(await sessions.json()).toMatchObject({ items: [{ dialect: 'talkstack' }] })
  })
})
