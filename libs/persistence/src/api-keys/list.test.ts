import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { newCompany, testApiKeys } from '../testing/api-keys.js'
import { origin, testStore, type TestStore } from '../testing/store.js'
import type { ApiKeyQuery } from './list.js'

let at: TestStore
let keys: ReturnType<typeof testApiKeys>
let ada: string
beforeEach(async () => {
  at = await testStore()
  keys = testApiKeys(at)
  ada = await at.createUser()
  return () => at.close()
})

const ids = async (query: Partial<ApiKeyQuery> = {}) => (await keys.list({ reach: {}, limit: 50, ...query })).items.map(({ id }) => id)

describe('listing API keys', () => {
  it('pages newest first, each key once, while others are made', async () => {
    const made: string[] = []
    for (let i = 0; i < 7; i++) {
      at.pass(1)
      made.unshift((await keys.made({ userId: ada })).id)
    }
    const seen: string[] = []
    let after: string | undefined
    do {
      const page = await keys.list({ reach: {}, limit: 3, after })
      seen.push(...page.items.map(({ id }) => id))
      after = page.next ?? undefined
      at.pass(1)
      await keys.made({ userId: ada })
    } while (after)
    expect(seen).toEqual(made)
  })

  it('has no next where the last page is full', async () => {
    for (let i = 0; i < 2; i++) await keys.made({ userId: ada })
    expect(await keys.list({ reach: {}, limit: 2 })).toMatchObject({ next: null, count: 2, countCapped: false })
  })

  it('names nobody who has moved beyond the reach', async () => {
    const user = await at.createUser({ email: 'mover@example.com' })
    const { id } = await keys.made({ userId: user })
    const named = async (reach: ApiKeyQuery['reach']) => [
      (await keys.list({ reach, limit: 1 })).items[0]?.user.email,
      (await keys.find(id, reach))?.user.email,
    ]
    expect(await named({ companyId: 1 })).toEqual(['mover@example.com', 'mover@example.com'])
    await at.pool.query('UPDATE users SET company_id = $2 WHERE id = $1', [user, await newCompany(at)])
    expect(await named({ companyId: 1 })).toEqual([null, null])
    expect(await named({})).toEqual(['mover@example.com', 'mover@example.com'])
  })

  it.each([
    ['user_disabled', 'UPDATE users SET disabled_at = now() WHERE id = $1'],
    ['user_gone', 'UPDATE users SET deleted_at = now() WHERE id = $1'],
    ['user_moved', 'UPDATE users SET disabled_at = now(), deleted_at = now(), company_id = $2 WHERE id = $1'],
  ])('says why a live key does not work: %s, and nothing of one that is not live', async (onHold, change) => {
    const user = await at.createUser()
    const [live, revoked] = [await keys.made({ userId: user }), await keys.made({ userId: user })]
    await keys.revoke({ id: revoked.id, by: ada, origin }, {})
    const elsewhere = await newCompany(at)
    await at.pool.query(change, change.includes('$2') ? [user, elsewhere] : [user])
    expect((await keys.list({ reach: {}, userId: user, limit: 2 })).items).toMatchObject([
      { state: 'revoked', onHold: null },
      { id: live.id, state: 'live', onHold },
    ])
  })

  it('counts all that match, whatever the page', async () => {
    for (let i = 0; i < 3; i++) await keys.made({ userId: ada })
    await keys.made({ userId: await at.createUser() })
    expect((await keys.list({ reach: {}, limit: 1, userId: ada })).count).toBe(3)
  })

  it('tells live, revoked and expired apart, by the database’s clock', async () => {
    const [live, expiring, revoked, both] = [
      await keys.made({ userId: ada }),
      await keys.made({ userId: ada, expiresIn: 60 }),
      await keys.made({ userId: ada }),
      await keys.made({ userId: ada, expiresIn: 60 }),
    ]
    for (const { id } of [revoked, both]) expect(await keys.revoke({ id, by: ada, origin }, {})).toBe(true)
    expect(await ids({ state: 'live' })).toEqual([expiring.id, live.id])
    at.pass(60)
    expect(await ids({ state: 'live' })).toEqual([live.id])
    expect(await ids({ state: 'expired' })).toEqual([expiring.id])
    expect(await ids({ state: 'revoked' })).toEqual([both.id, revoked.id])
    expect((await keys.list({ reach: {}, limit: 50 })).items.map(({ state }) => state)).toEqual(['revoked', 'revoked', 'expired', 'live'])
  })

  it('shows nothing beyond the caller’s reach, whatever is asked for', async () => {
    const company = await newCompany(at)
    const theirs = await keys.made({ userId: await at.createUser({ companyId: company }) })
    const ours = await keys.made({ userId: ada })
    expect(await ids()).toEqual([ours.id, theirs.id])
    expect(await ids({ companyId: company })).toEqual([theirs.id])
    expect(await ids({ prefix: theirs.prefix })).toEqual([theirs.id])
    for (const reach of [{ companyId: 1 }, { userId: ada }]) {
      expect(await ids({ reach })).toEqual([ours.id])
      expect(await keys.list({ reach, limit: 50, companyId: company })).toEqual({ items: [], next: null, count: 0, countCapped: false })
      expect(await ids({ reach, userId: theirs.user.id })).toEqual([])
      expect(await ids({ reach, prefix: theirs.prefix })).toEqual([])
    }
  })
})

describe('revoking an API key', () => {
  const stored = async (id: string) =>
    (
      await at.pool.query<{ at: number | null; by: string | null }>(
        'SELECT revoked_at AS at, revoked_by AS by FROM api_keys WHERE id = $1',
        [id],
      )
    ).rows[0]
  const events = async () => (await at.pool.query(`SELECT * FROM events WHERE kind = 'api_key_revoked'`)).rows as object[]

  it('is logged once, and the first revocation stays', async () => {
    const { id, prefix } = await keys.made({ userId: ada })
    const admin = await at.createUser()
    const at_once = await Promise.all(Array.from({ length: 5 }, () => keys.revoke({ id, by: admin, origin }, {})))
    expect(at_once).toEqual(Array(5).fill(true))
    const first = await stored(id)
    expect(first?.by).toBe(admin)
    at.pass(60)
    expect(await keys.revoke({ id, by: ada, origin }, {})).toBe(true)
    expect(await stored(id)).toEqual(first)
    const logged = await events()
    expect(logged).toHaveLength(1)
    expect(logged[0]).toMatchObject({ user_id: ada, company_id: 1, by: admin, ip: origin.ip, details: { id, prefix } })
  })

  it('is of no key beyond reach', async () => {
    const theirs = await keys.made({ userId: await at.createUser({ companyId: await newCompany(at) }) })
    for (const reach of [{ companyId: 1 }, { userId: ada }])
      expect(await keys.revoke({ id: theirs.id, by: ada, origin }, reach)).toBe(false)
    expect(await keys.revoke({ id: randomUUID(), by: ada, origin }, {})).toBe(false)
    expect([await stored(theirs.id), await events()]).toEqual([{ at: null, by: null }, []])
  })
})
