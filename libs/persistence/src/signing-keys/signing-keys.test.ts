import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { origin, testStore, type TestStore } from '../testing/store.js'
import { type NewSigningKey, signingKeyStore, type SigningKeyStore } from './index.js'

let at: TestStore
let keys: SigningKeyStore
let owner: string
let made: number
beforeEach(async () => {
  at = await testStore()
  keys = signingKeyStore(at.database, () => at.passed() * 1000)
  owner = await at.createUser()
  made = 0
  await keys.createFirst(make)
  return () => at.close()
})

const notice = 900
const make = (): Promise<NewSigningKey> => {
  const kid = `${++made}-${randomUUID()}`
  const publicJwk = { kty: 'EC', crv: 'P-256', x: 'x', y: 'y', kid, use: 'sig', alg: 'ES256' } as const
  return Promise.resolve({ kid, publicJwk, encryptedPrivateKey: Buffer.from(kid) })
}
const rotate = (given: { notice?: number } = {}) => keys.rotate({ notice, make, by: owner, origin, ...given })
const rotateOld = (age: number) => keys.rotateOld(age, { notice, make, by: null, origin: { ip: null, userAgent: null } })
const withdraw = (kid: string) => keys.withdraw({ kid, by: owner, origin })
const states = async () => (await keys.list()).map(({ state }) => state)
const published = async () => (await keys.published()).keys.map(({ kid }) => kid)
const events = async () => (await at.pool.query(`SELECT * FROM events WHERE kind LIKE 'signing_key%' ORDER BY id`)).rows as object[]

describe('rotating', () => {
  it('publishes a key at once that signs after the notice, from when on the one before is only published', async () => {
    const [first] = await keys.list()
    const next = await rotate()
    expect(next).toMatchObject({ state: 'next', retiredAt: null, publishedUntil: null, withdrawnAt: null })
    expect(next.activatesAt - next.createdAt).toBe(notice * 1000)
    expect(await published()).toEqual([next.kid, first?.kid])
    expect(await keys.list()).toMatchObject([{ state: 'next' }, { state: 'active', retiredAt: next.activatesAt }])
    at.pass(notice)
    expect(await states()).toEqual(['active', 'retiring'])
    at.pass(36 * 3600 - 60)
    expect(await published()).toEqual([next.kid, first?.kid])
    at.pass(60)
    expect(await published()).toEqual([next.kid])
    expect(await states()).toEqual(['active', 'retired'])
  })

  it('answers the key that waits already, and makes it sign now when that is asked', async () => {
    const next = await rotate()
    expect(await rotate()).toEqual(next)
    const hastened = await rotate({ notice: 0 })
    expect(hastened).toMatchObject({ kid: next.kid, state: 'active' })
    expect(hastened.activatesAt).toBeLessThan(next.activatesAt)
    expect(await keys.list()).toMatchObject([{ kid: next.kid }, { state: 'retiring', retiredAt: hastened.activatesAt }])
    expect(await events()).toMatchObject([
      { kind: 'signing_key_created', by: owner, ip: origin.ip, details: { kid: next.kid, activates_at: expect.any(String) as string } },
      { kind: 'signing_key_hastened', by: owner, details: { kid: next.kid } },
    ])
  })

  it('without notice makes a key that signs now', async () => {
    expect(await rotate({ notice: 0 })).toMatchObject({ state: 'active' })
    expect(await states()).toEqual(['active', 'retiring'])
  })

  it('by many at once makes one key', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => rotate()))
    expect(new Set(all.map(({ kid }) => kid)).size).toBe(1)
    expect(made).toBe(2)
    expect(await states()).toEqual(['next', 'active'])
  })
})

describe('rotating by age', () => {
  it('waits until the key is old enough, and is done once by many', async () => {
    at.pass(3599)
    expect(await rotateOld(3600)).toBeNull()
    at.pass(1)
    const all = await Promise.all(Array.from({ length: 4 }, () => rotateOld(3600)))
    expect(all.filter((key) => key !== null)).toMatchObject([{ state: 'next' }])
    expect(await events()).toMatchObject([{ kind: 'signing_key_created', by: null, ip: null }])
    expect(await rotateOld(3600)).toBeNull()
  })

  it('counts from when a key began to sign', async () => {
    at.pass(3600)
    await rotateOld(3600)
    at.pass(notice + 3599)
    expect(await rotateOld(3600)).toBeNull()
    at.pass(1)
    expect(await rotateOld(3600)).toMatchObject({ state: 'next' })
  })
})

describe('withdrawing', () => {
  it('takes a key that signs no more out of JWKS for good', async () => {
    const [first] = await keys.list()
    const { kid } = await rotate({ notice: 0 })
    const gone = await withdraw(first?.kid ?? '')
    expect(gone).toMatchObject({ outcome: 'withdrawn', key: { state: 'withdrawn', withdrawnAt: expect.any(Number) as number } })
    expect(gone.outcome === 'withdrawn' && gone.key.publishedUntil).toBe(gone.outcome === 'withdrawn' && gone.key.withdrawnAt)
    expect(await published()).toEqual([kid])
    expect(await withdraw(first?.kid ?? '')).toEqual(gone)
    expect((await events()).at(-1)).toMatchObject({ kind: 'signing_key_withdrawn', by: owner, details: { kid: first?.kid } })
    expect(await events()).toHaveLength(2)
  })

  it('is refused for the key that signs: nothing would sign then', async () => {
    const [first] = await keys.list()
    await rotate()
    expect(await withdraw(first?.kid ?? '')).toEqual({ outcome: 'refused', refusal: 'key_signs' })
    expect(await withdraw('nobody')).toEqual({ outcome: 'refused', refusal: 'key_unknown' })
    expect(await states()).toEqual(['next', 'active'])
  })

  it('is refused for the only key there is, which waits where the clock was set back since it was made', async () => {
    const [only] = await keys.list()
    at.pass(-3600)
    expect(await withdraw(only?.kid ?? '')).toEqual({ outcome: 'refused', refusal: 'key_signs' })
    expect(await published()).toEqual([only?.kid])
  })

  it('of a key that waits lets the one that signs go on', async () => {
    const [first] = await keys.list()
    const { kid } = await rotate()
    await withdraw(kid)
    at.pass(notice * 2)
    expect(await keys.list()).toMatchObject([
      { kid, state: 'withdrawn' },
      { kid: first?.kid, state: 'active', retiredAt: null },
    ])
    expect(await published()).toEqual([first?.kid])
    expect((await rotate()).state).toBe('next')
  })
})
