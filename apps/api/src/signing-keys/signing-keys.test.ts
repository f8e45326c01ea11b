import { createSecretKey, generateKeyPairSync } from 'node:crypto'
import { applyMigrations, type Database, openDatabase, signingKeyStore } from '@tessera/persistence'
import { testDatabase, type TestDatabase } from '@tessera/persistence/testing'
import { accessTokenVerifier } from '@tessera/verifier'
import { decodeProtectedHeader } from 'jose'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AccessTokens } from '../tokens/access-token.js'
import { KeyDoesNotOpen, seal } from './sealed-key.js'
import { SigningKeys } from './signing-keys.js'

const secret = createSecretKey(Buffer.alloc(32, 1))
const start = Date.parse('2026-11-20T12:00:00.000Z')
let now: number
let test: TestDatabase
let database: Database

const open = () => SigningKeys.open(signingKeyStore(database), secret, () => now)

/** As an administrator rotates: the active key retires, another takes over. */
async function rotate(kid: string, retiredAt: number): Promise<void> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { x, y } = publicKey.export({ format: 'jwk' }) as { x: string; y: string }
  await database.prisma.signingKey.updateMany({ where: { retiredAt: null }, data: { retiredAt: new Date(retiredAt) } })
  await database.prisma.signingKey.create({
    data: {
      kid,
      publicJwk: { kty: 'EC', crv: 'P-256', x, y, kid, use: 'sig', alg: 'ES256' },
      encryptedPrivateKey: seal(privateKey, kid, secret),
    },
  })
}

beforeEach(async () => {
  now = start
  test = await testDatabase()
  await applyMigrations(test.url)
  database = openDatabase({ url: test.url })
})
afterEach(async () => {
  await database.close()
  await test.drop()
})

describe('the first signing key', () => {
  it('is made once by many processes that start at once, and kept', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, open))
    const kids = new Set([...all, await open()].map(({ active }) => active.kid))
    expect(kids.size).toBe(1)
    expect(await database.prisma.signingKey.count()).toBe(1)
  })

  it('is published without its private part', async () => {
    const keys = await open()
    expect(await keys.published()).toEqual([
      { kty: 'EC', crv: 'P-256', x: expect.any(String), y: expect.any(String), kid: keys.active.kid, use: 'sig', alg: 'ES256' },
    ])
  })

  it('does not open under another master secret, and the start says so', async () => {
    await open()
    await expect(SigningKeys.open(signingKeyStore(database), createSecretKey(Buffer.alloc(32, 2)))).rejects.toThrow(KeyDoesNotOpen)
    expect(await database.prisma.signingKey.count()).toBe(1)
  })
})

describe('a key that took over', () => {
  it('is found by its kid without waiting, but not looked for at every invented one', async () => {
    const keys = await open()
    await rotate('second', start)
    expect(await keys.find('second')).toBe(undefined)
    now += 3_000
    expect(await keys.find('second')).toMatchObject({ kid: 'second' })
    await rotate('third', start)
    expect(await keys.find('third')).toBe(undefined)
  })

  it('signs within about a minute', async () => {
    const keys = await open()
    await rotate('second', start)
    now += 59_999
    expect(keys.active.kid).not.toBe('second')
    now += 1
    await expect.poll(() => keys.active.kid).toBe('second')
  })

  it('leaves the one before it published until its last token has expired, and no longer', async () => {
    const keys = await open()
    const first = keys.active.kid
    await rotate('second', start)
    now += 24 * 3_600_000
    expect((await keys.published()).map(({ kid }) => kid)).toEqual(['second', first])
    now += 13 * 3_600_000
    expect((await keys.published()).map(({ kid }) => kid)).toEqual(['second'])
  })
})

describe('without the database', () => {
  it('known keys go on to sign and verify, and an unknown kid is not said to be unknown', async () => {
    const keys = await open()
    const { kid } = keys.active
    await test.drop()
    now += 120_000
    expect(keys.active.kid).toBe(kid)
    expect(await keys.published()).toHaveLength(1)
    expect(await keys.find(kid)).toBeDefined()
    await expect(keys.find('invented')).rejects.toThrow()
  })
})

it('sign access tokens that our own verifier takes, and find the key for it', async () => {
  const keys = await open()
  const issuer = 'https://auth.example.com'
  const verify = accessTokenVerifier({ issuer, keys: (kid) => keys.find(kid), now: () => now })
  const client = { subject: 'console', clientId: 'console', scope: 'account', audience: null, lifetime: 900 }
  const { token } = new AccessTokens(keys, issuer).sign({ ...client, dpopThumbprint: null, session: null }, start)
  expect(decodeProtectedHeader(token)).toMatchObject({ kid: keys.active.kid })
  expect(await verify(token)).toHaveProperty('claims.sub', 'console')
})
