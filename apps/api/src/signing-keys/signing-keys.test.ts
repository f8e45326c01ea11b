import { createSecretKey, randomUUID } from 'node:crypto'
import { applyMigrations, type Database, openDatabase, signingKeyStore } from '@tessera/persistence'
import { testDatabase, type TestDatabase } from '@tessera/persistence/testing'
import { accessTokenVerifier } from '@tessera/verifier'
import { decodeProtectedHeader } from 'jose'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AccessTokens } from '../tokens/access-token.js'
import { notice } from './notice.js'
import { KeyDoesNotOpen } from './sealed-key.js'
import { lookEvery, SigningKeys } from './signing-keys.js'

const secret = createSecretKey(Buffer.alloc(32, 1))
const start = Date.parse('2026-11-20T12:00:00.000Z')
/** The process's time, and how far the database's clock was moved. */
let now: number
let offset: number
let test: TestDatabase
let database: Database

const store = () => signingKeyStore(database, () => offset)
const log = { warn: vi.fn() }
const open = () => SigningKeys.open(store(), secret, log, () => now)
const rotate = async (keys: SigningKeys, seconds = notice) =>
  store().rotate({ notice: seconds, make: () => keys.make(), by: randomUUID(), origin: { ip: null, userAgent: null } })
const kids = (keys: SigningKeys) => keys.published.map(({ kid }) => kid)

beforeEach(async () => {
  now = start
  offset = 0
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
    const made = new Set([...all, await open()].flatMap(kids))
    expect(made.size).toBe(1)
    expect(await database.prisma.signingKey.count()).toBe(1)
  })

  it('signs in processes that start when the database’s clock was set back since it was made', async () => {
    const [first] = kids(await open())
    offset = -3_600_000
    const keys = await open()
    expect(kids(keys)).toEqual([first])
    expect(keys.activeAt(start + offset).kid).toBe(first)
  })

  it('is published without its private part', async () => {
    const keys = await open()
    expect(keys.published).toEqual([
      { kty: 'EC', crv: 'P-256', x: expect.any(String), y: expect.any(String), kid: keys.activeAt(start).kid, use: 'sig', alg: 'ES256' },
    ])
  })

  it('does not open under another master secret, and the start says so', async () => {
    await open()
    await expect(SigningKeys.open(signingKeyStore(database), createSecretKey(Buffer.alloc(32, 2)), log)).rejects.toThrow(KeyDoesNotOpen)
    expect(await database.prisma.signingKey.count()).toBe(1)
  })
})

describe('a key that takes over', () => {
  it('is published at once, and signs what is issued from its instant on, in a process that looked long before', async () => {
    const keys = await open()
    const [first] = kids(keys)
    const { kid, activatesAt } = await rotate(keys)
    await keys.lookAgain()
    expect(kids(keys)).toEqual([kid, first])
    expect(keys.activeAt(activatesAt - 1).kid).toBe(first)
    expect(keys.activeAt(activatesAt).kid).toBe(kid)
  })

  it('is found by its kid without waiting, but not looked for at every invented one', async () => {
    const keys = await open()
    const { kid } = await rotate(keys, 0)
    expect(await keys.find(kid)).toBe(undefined)
    now += 1_000
    expect(await keys.find(kid)).toMatchObject({ kid })
    offset += 1
    const third = await rotate(keys, 0)
    expect(await keys.find(third.kid)).toBe(undefined)
  })

  it('is found by its kid though the process’s clock was set back since the last look', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: start })
    try {
      const keys = await SigningKeys.open(store(), secret, log)
      const { kid } = await rotate(keys)
      vi.setSystemTime(start - 3_600_000)
      await expect.poll(() => keys.find(kid), { timeout: 3_000 }).toMatchObject({ kid })
    } finally {
      vi.useRealTimers()
    }
  })

  it('leaves the one before it published until its last token has expired, and no longer', async () => {
    const keys = await open()
    const [first] = kids(keys)
    const { kid } = await rotate(keys, 0)
    offset += 24 * 3_600_000
    await keys.lookAgain()
    expect(kids(keys)).toEqual([kid, first])
    offset += 13 * 3_600_000
    await keys.lookAgain()
    expect(kids(keys)).toEqual([kid])
  })
})

describe('a look', () => {
  it('that was asked for after a change knows of it, whatever look was under way', async () => {
    const keys = await open()
    now += 1_000
    const underWay = keys.find('invented')
    const { kid } = await rotate(keys, 0)
    await Promise.all([underWay, keys.lookAgain()])
    expect(keys.activeAt(Date.now()).kid).toBe(kid)
  })

  it('is taken every few seconds', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    const published = vi.fn(store().published)
    const keys = await SigningKeys.open({ ...store(), published }, secret, log)
    keys.onModuleInit()
    vi.advanceTimersByTime(lookEvery)
    expect(published).toHaveBeenCalledTimes(2)
    await keys.lookAgain()
    keys.onModuleDestroy()
    vi.advanceTimersByTime(lookEvery * 10)
    expect(published).toHaveBeenCalledTimes(3)
    vi.useRealTimers()
  })

  it('that finds keys of another TESSERA_SECRET, or none, is told of once, and the keys of before go on', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    log.warn.mockClear()
    const keys = await open()
    const known = kids(keys)
    keys.onModuleInit()
    const looked = async () => {
      vi.advanceTimersByTime(lookEvery)
      await keys.lookAgain().catch(() => undefined)
    }
    await database.prisma.signingKey.deleteMany()
    await looked()
    await SigningKeys.open(store(), createSecretKey(Buffer.alloc(32, 2)), log)
    await looked()
    expect(log.warn).toHaveBeenCalledTimes(1)
    expect(kids(keys)).toEqual(known)

    await database.prisma.signingKey.deleteMany()
    const [made] = kids(await open())
    await looked()
    expect(kids(keys)).toEqual([made])
    await database.prisma.signingKey.deleteMany()
    await looked()
    expect(log.warn).toHaveBeenCalledTimes(2)
    keys.onModuleDestroy()
    vi.useRealTimers()
  })
})

describe('without the database', () => {
  it('known keys go on to sign and verify, and an unknown kid is not said to be unknown', async () => {
    const keys = await open()
    const { kid, activatesAt } = await rotate(keys)
    await keys.lookAgain()
    await test.drop()
    now += 120_000
    await expect(keys.lookAgain()).rejects.toThrow()
    expect(kids(keys)).toHaveLength(2)
    expect(keys.activeAt(activatesAt - 1).kid).not.toBe(kid)
    expect(keys.activeAt(activatesAt).kid).toBe(kid)
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
  expect(decodeProtectedHeader(token)).toMatchObject({ kid: keys.activeAt(start).kid })
  expect(await verify(token)).toHaveProperty('claims.sub', 'console')
})
