import { routes } from '@tessera/contract'
import { testDatabase, type TestDatabase } from '@tessera/persistence/testing'
import { type KeyHolder, keyHolder } from '@tessera/verifier/testing'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bootstrap, type Running } from '../bootstrap.js'
import { testConfiguration } from '../testing/configuration.js'

const issuer = 'http://localhost'
const owner = { email: 'owner@example.com', password: 'tall ships sail' }
let test: TestDatabase
/** Two processes: each remembers for itself which proofs it has seen. */
let one: Running
let other: Running
let holder: KeyHolder
let accessToken: string
let nonce: string

beforeAll(async () => {
  test = await testDatabase()
  const configuration = testConfiguration({ databaseUrl: test.url, firstOwner: owner, rateLimits: false, issuer })
  one = await bootstrap(configuration, pino({ level: 'silent' }))
  other = await bootstrap(configuration, pino({ level: 'silent' }))
  holder = await keyHolder()
  const path = routes.logIn.path
  const logIn = async (proof: string) => fetch(one.url + path, post({ dpop: proof }, owner))
  const challenge = await logIn(await holder.prove({ method: 'POST', url: issuer + path }))
  nonce = challenge.headers.get('dpop-nonce') ?? ''
  const answer = await logIn(await holder.prove({ method: 'POST', url: issuer + path, nonce }))
  accessToken = ((await answer.json()) as { access_token: string }).access_token
})
afterAll(async () => {
  await one.close()
  await other.close()
  await test.drop()
})

function post(headers: Record<string, string>, body: object): RequestInit {
  return { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) }
}

const shown = async (method: 'GET' | 'POST', path: string) => ({
  authorization: `DPoP ${accessToken}`,
  dpop: await holder.prove({ method, url: issuer + path, nonce, accessToken }),
})
const key = (name: string) => ({ name, scopes: ['introspect'] })

describe('a recorded call that writes', () => {
  it('is not made again at another process, with whatever body', async () => {
    const { path } = routes.createMyApiKey
    const recorded = await shown('POST', path)
    expect((await fetch(one.url + path, post(recorded, key('mine')))).status).toBe(201)
    const again = await fetch(other.url + path, post(recorded, key('theirs')))
    expect([again.status, ((await again.json()) as { code: string }).code]).toEqual([401, 'invalid_dpop_proof'])
    const keys = await fetch(one.url + path, { headers: await shown('GET', path) })
    expect(await keys.json()).toMatchObject({ items: [{ name: 'mine' }] })
  })

  it('is made once, of many at the same time at both', async () => {
    const { path } = routes.createMyApiKey
    const recorded = await shown('POST', path)
    const calls = Array.from({ length: 10 }, (_, i) => fetch((i % 2 ? one : other).url + path, post(recorded, key(`${i}`))))
    const statuses = (await Promise.all(calls)).map(({ status }) => status)
    expect(statuses.filter((status) => status === 201)).toHaveLength(1)
  })
})
