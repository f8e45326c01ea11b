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

describe('an access token', () => {
  const grant = {
    userId: '0199d2f5-0000-7000-8000-000000000001',
    sessionId: '0199d2f5-0000-7000-8000-000000000002',
    clientId: 'console',
    scope: 'account',
    roles: ['support'] as const,
    companyId: 1,
    sessionStartedAt: start - 5_000,
    audience: null,
    lifetime: 900,
    sessionEndsAt: start + 86_400_000,
  }
  const issuer = 'https://auth.example.com'

  it('is one that our own verifier takes, and says what RFC 9068 asks', async () => {
    const keys = await open()
    const verify = accessTokenVerifier({ issuer, keys: (kid) => keys.find(kid), now: () => now })
    const { token, expiresIn } = new AccessTokens(keys, issuer).sign(grant, start + 999)
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'ES256', typ: 'at+jwt', kid: keys.active.kid })
    const { claims } = await verify(token)
    expect(claims).toEqual({
      iss: issuer,
      sub: grant.userId,
      aud: issuer,
      exp: start / 1000 + 900,
      iat: start / 1000,
      jti: expect.stringMatching(/^[0-9a-f-]{36}$/),
      client_id: 'console',
      scope: 'account',
      sid: grant.sessionId,
      roles: ['support'],
      company_id: 1,
      session_started_at: start - 5_000,
    })
    expect(expiresIn).toBe(900)
  })

  it('never outlives its session, and is over at once in its last second', async () => {
    const tokens = new AccessTokens(await open(), issuer)
    const lives = (sessionEndsAt: number) => tokens.sign({ ...grant, sessionEndsAt }, start + 500).expiresIn
    expect(lives(start + 60_999)).toBe(60)
    expect(lives(start + 901_000)).toBe(900)
    expect(lives(start + 600)).toBe(0)
    expect(lives(start - 1)).toBe(0)
  })

  it('goes to the client’s own audience, and each has a name of its own', async () => {
    const keys = await open()
    const tokens = new AccessTokens(keys, issuer)
    const verify = accessTokenVerifier({ issuer, audience: 'https://api.example.com', keys: (kid) => keys.find(kid), now: () => now })
    const issued = [1, 2].map(() => tokens.sign({ ...grant, audience: 'https://api.example.com' }, start).token)
    const names = await Promise.all(issued.map(async (token) => (await verify(token)).claims?.jti))
    expect(new Set(names).size).toBe(2)
    expect(names).not.toContain(undefined)
  })
})
