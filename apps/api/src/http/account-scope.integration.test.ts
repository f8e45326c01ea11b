import { routes } from '@tessera/contract'
import { testDatabase, type TestDatabase } from '@tessera/persistence/testing'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bootstrap, type Running } from '../bootstrap.js'
import { testConfiguration } from '../testing/configuration.js'

const owner = { email: 'owner@example.com', password: 'tall ships sail' }
let test: TestDatabase
let running: Running

beforeAll(async () => {
  test = await testDatabase()
  running = await bootstrap(
    testConfiguration({ databaseUrl: test.url, firstOwner: owner, rateLimits: false, issuer: 'http://localhost' }),
    pino({ level: 'silent' }),
  )
})
afterAll(async () => {
  await running.close()
  await test.drop()
})

async function call(method: string, path: string, body?: object, accessToken = '') {
  const headers = { ...(body && { 'content-type': 'application/json' }), ...(accessToken && { authorization: `Bearer ${accessToken}` }) }
  const response = await fetch(running.url + path, { method, headers, body: body ? JSON.stringify(body) : null })
  return { status: response.status, headers: response.headers, body: (await response.json()) as Record<string, unknown> }
}

describe('an access token for other things than the account', () => {
  it('is refused by every call of ours, which says what it lacks; the whole scope is taken', async () => {
    const first = await call('POST', routes.logIn.path, owner)
    const client = { client_id: 'orders', name: 'Orders', scope: 'account orders:read' }
    await call('POST', routes.createClient.path, client, String(first.body['access_token']))
    const { body: login } = await call('POST', routes.logIn.path, { ...owner, client_id: 'orders' })
    const narrowed = await call('POST', routes.refresh.path, { refresh_token: login['refresh_token'], scope: 'orders:read' })
    expect(narrowed).toMatchObject({ status: 200, body: { scope: 'orders:read' } })

    for (const [method, path, body] of [
      ['GET', routes.me.path],
      ['GET', routes.listSessions.path],
      ['POST', routes.createMyApiKey.path, { name: 'k', scopes: ['introspect'] }],
    ] as const) {
      const refused = await call(method, path, body, String(narrowed.body['access_token']))
      expect([refused.status, refused.body['code']]).toEqual([403, 'insufficient_scope'])
      expect(refused.headers.get('www-authenticate')).toBe('Bearer realm="tessera", error="insufficient_scope", scope="account"')
    }
    const whole = await call('POST', routes.refresh.path, { refresh_token: narrowed.body['refresh_token'] })
    expect((await call('GET', routes.me.path, undefined, String(whole.body['access_token']))).status).toBe(200)
  })

  it('is not one whose scope merely begins with the word', async () => {
    const first = await call('POST', routes.logIn.path, owner)
    await call(
      'POST',
      routes.createClient.path,
      { client_id: 'other', name: 'Other', scope: 'accounts' },
      String(first.body['access_token']),
    )
    const { body } = await call('POST', routes.logIn.path, { ...owner, client_id: 'other' })
    expect((await call('GET', routes.me.path, undefined, String(body['access_token']))).status).toBe(403)
  })
})
