import { testDatabase, type TestDatabase } from '@tessera/persistence/testing'
import { type KeyHolder, keyHolder } from '@tessera/verifier/testing'
import { decodeJwt } from 'jose'
import pino from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { bootstrap, type Running } from '../bootstrap.js'
import { testConfiguration } from '../testing/configuration.js'

const issuer = 'http://localhost'
const owner = { email: 'owner@example.com', password: 'tall ships sail' }
let test: TestDatabase
let running: Running
let holder: KeyHolder

beforeAll(async () => {
  test = await testDatabase()
  running = await bootstrap(
    testConfiguration({ databaseUrl: test.url, firstOwner: owner, rateLimits: false, issuer }),
    pino({ level: 'silent' }),
  )
})
beforeEach(async () => {
  holder = await keyHolder()
})
afterAll(async () => {
  await running.close()
  await test.drop()
})

async function post(path: string, body: object, proof?: string) {
  const headers = { 'content-type': 'application/json', ...(proof !== undefined && { dpop: proof }) }
  const response = await fetch(running.url + path, { method: 'POST', headers, body: JSON.stringify(body) })
  return { status: response.status, headers: response.headers, body: (await response.json()) as Record<string, unknown> }
}

/** As a client does that proves its key: once more, with the nonce of the answer that asks for one. */
async function proved(path: string, body: object) {
  const prove = (nonce?: string) => holder.prove({ method: 'POST', url: issuer + path, ...(nonce && { nonce }) })
  const first = await post(path, body, await prove())
  expect([first.status, first.headers.get('www-authenticate')]).toEqual([401, expect.stringContaining('error="use_dpop_nonce"')])
  return post(path, body, await prove(first.headers.get('dpop-nonce') ?? ''))
}

/** The headers of an answer that the reference names. */
async function namedHeaders(path: string, status: number): Promise<readonly string[]> {
  const { paths } = (await (await fetch(`${running.url}/openapi.json`)).json()) as Reference
  return Object.keys(paths[path]?.post.responses[status]?.headers ?? {})
}
interface Reference {
  readonly paths: Readonly<
    Record<string, { readonly post: { readonly responses: Readonly<Record<number, { readonly headers?: object }>> } }>
  >
}

const formats = [
  ['/auth/refresh-token', 'refreshToken'],
  ['/v1/auth/refresh-tokens', 'refreshToken'],
  ['/v1/auth/refresh', 'refresh_token'],
] as const

describe('a session that is bound to a key', () => {
  it.each(formats)('refreshes at %s where the key is proved', async (path, field) => {
    const { body } = await proved('/v1/sessions', owner)
    expect((await proved(path, { [field]: body['refresh_token'] })).status).toBe(200)
  })

  it.each(formats)('does not refresh at %s without, and its token stays good', async (path, field) => {
    const { body } = await proved('/v1/sessions', owner)
    const refused = await post(path, { [field]: body['refresh_token'] })
    expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, expect.stringMatching(/^DPoP .*invalid_dpop_proof/)])
    const other = await keyHolder()
    const stolen = await other.prove({ method: 'POST', url: issuer + path })
    expect((await post(path, { [field]: body['refresh_token'] }, stolen)).status).toBe(401)
    expect((await proved(path, { [field]: body['refresh_token'] })).status).toBe(200)
  })

  it('is started by a login in a format that proves a key', async () => {
    const { status, body } = await proved('/auth/login', owner)
    expect(status).toBe(200)
    expect(decodeJwt(String(body['token']))['cnf']).toEqual({ jkt: expect.any(String) })
    expect((await post('/auth/refresh-token', { refreshToken: body['refreshToken'] })).status).toBe(401)
  })

  it('is not started by a login whose proof is none', async () => {
    const { status, headers } = await post('/auth/login', owner, 'garbage')
    expect([status, headers.get('www-authenticate')]).toEqual([401, expect.stringContaining('invalid_dpop_proof')])
  })
})

describe('the reference of a format', () => {
  it.each([
    ['/auth/login', owner],
    ['/auth/refresh-token', { refreshToken: 'garbage' }],
    ['/v1/auth/refresh', { refresh_token: 'garbage' }],
    ['/auth/change-password', {}],
  ])('names the headers that %s answers a proof with', async (path, body) => {
    const { status, headers } = await post(path, body, await holder.prove({ method: 'POST', url: issuer + path }))
    const named = await namedHeaders(path, status)
    for (const name of ['www-authenticate', 'dpop-nonce']) expect([name, named.includes(name)]).toEqual([name, headers.has(name)])
  })
})

describe('a session that is bound to none', () => {
  it('has no challenge among its refusals', async () => {
    expect((await post('/auth/refresh-token', { refreshToken: 'garbage' })).headers.has('www-authenticate')).toBe(false)
  })
})
