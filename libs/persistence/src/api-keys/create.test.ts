import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { newCompany, someKey, testApiKeys } from '../testing/api-keys.js'
import { origin, testStore, type TestStore } from '../testing/store.js'
import { mostLiveKeys } from './index.js'

let at: TestStore
let keys: ReturnType<typeof testApiKeys>
let ada: string
beforeEach(async () => {
  at = await testStore()
  keys = testApiKeys(at)
  ada = await at.createUser({ email: 'ada@example.com' })
  return () => at.close()
})

const eventsOf = async (kind: string) => (await at.pool.query('SELECT * FROM events WHERE kind = $1', [kind])).rows as object[]
const stored = async () => (await at.pool.query<{ count: number }>('SELECT count(*) FROM api_keys')).rows[0]?.count

describe('creating an API key', () => {
  it('gives it to the company of its user, and says all of it but the hash', async () => {
    const company = await newCompany(at)
    const bob = await at.createUser({ email: 'bob@example.com', companyId: company })
    const creation = await keys.create(
      keys.wanted({ userId: bob, prefix: 'abcdefghij', scopes: ['tokens', 'sessions:read'], expiresIn: 3600, by: ada }),
    )
    expect(creation).toEqual({
      outcome: 'created',
      apiKey: {
        id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/) as string,
        name: 'Report',
        prefix: 'abcdefghij',
        state: 'live',
        onHold: null,
        scopes: ['tokens', 'sessions:read'],
        company: { id: company, name: 'Other' },
        user: { id: bob, email: 'bob@example.com', name: null },
        createdAt: expect.any(Number) as number,
        expiresAt: expect.any(Number) as number,
        lastUsedAt: null,
        revokedAt: null,
      },
    })
    const { apiKey } = creation as Extract<typeof creation, { outcome: 'created' }>
    expect((apiKey.expiresAt ?? 0) - apiKey.createdAt).toBe(3_600_000)
    expect((await keys.list({ reach: {}, limit: 50 })).items).toEqual([apiKey])
  })

  it('is logged with who did it and from where, without a secret', async () => {
    const key = someKey()
    const { id } = await keys.made({ userId: ada, ...key })
    const [event, ...others] = await eventsOf('api_key_created')
    expect(others).toEqual([])
    expect(event).toMatchObject({
      user_id: ada,
      company_id: 1,
      by: ada,
      ip: origin.ip,
      details: { id, prefix: key.prefix, scopes: ['tokens'] },
    })
    expect(JSON.stringify(event)).not.toContain(key.hash.toString('hex'))
  })

  it.each(['disabled_at = now()', 'deleted_at = now()'])('is refused for a user who has %s', async (sql) => {
    await at.pool.query(`UPDATE users SET ${sql} WHERE id = $1`, [ada])
    expect(await keys.create(keys.wanted({ userId: ada }))).toEqual({ outcome: 'refused', refusal: 'user_unknown' })
    expect([await stored(), await eventsOf('api_key_created')]).toEqual([0, []])
  })

  it('is refused for a user beyond reach as for one that nobody is', async () => {
    const refused = { outcome: 'refused', refusal: 'user_unknown' }
    const theirs = await at.createUser({ companyId: await newCompany(at) })
    expect(await keys.create(keys.wanted({ userId: theirs }), { companyId: 1 })).toEqual(refused)
    expect(await keys.create(keys.wanted({ userId: randomUUID() }), { companyId: 1 })).toEqual(refused)
    expect(await keys.create(keys.wanted({ userId: theirs }), { userId: ada })).toEqual(refused)
    expect(await stored()).toBe(0)
  })

  it(`stops at ${mostLiveKeys} live keys of a user, however many are made at once`, async () => {
    await at.pool.query(
      `INSERT INTO api_keys (id, company_id, user_id, name, prefix, hash, scopes) SELECT gen_random_uuid(), 1, $1, 'n', 'p' || i, 'h', '{tokens}' FROM generate_series(1, $2) i`,
      [ada, mostLiveKeys - 5],
    )
    const creations = await Promise.all(Array.from({ length: 12 }, () => keys.create(keys.wanted({ userId: ada }))))
    const refusals = creations.flatMap((creation) => (creation.outcome === 'refused' ? [creation.refusal] : []))
    expect(refusals).toEqual(Array(7).fill('too_many_api_keys'))
    expect(await stored()).toBe(mostLiveKeys)
    // A bound on each user, not on everybody.
    await keys.made({ userId: await at.createUser() })
  })

  it('counts no key that is revoked or expired', async () => {
    await at.pool.query(
      `INSERT INTO api_keys (id, company_id, user_id, name, prefix, hash, scopes, expires_at, revoked_at)
       SELECT gen_random_uuid(), 1, $1, 'n', 'p' || i, 'h', '{tokens}', CASE WHEN i % 2 = 0 THEN now() - interval '1 s' END, CASE WHEN i % 2 = 1 THEN now() END
       FROM generate_series(1, $2) i`,
      [ada, mostLiveKeys],
    )
    await keys.made({ userId: ada })
  })
})
