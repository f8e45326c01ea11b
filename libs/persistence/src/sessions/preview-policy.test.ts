import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { newCompany } from '../testing/api-keys.js'
import { attemptWith, handedOut, origin, testStore, type TestStore } from '../testing/store.js'

const hour = 3600
let at: TestStore
beforeAll(async () => (at = await testStore({ idleTimeout: 10 * hour, absoluteLifetime: 100 * hour })))
afterAll(() => at.close())
beforeEach(async () => {
  await at.pool.query('TRUNCATE sessions, watermarks CASCADE')
})

const preview = (to: { idleTimeout?: number | null; absoluteLifetime?: number | null }, reach: { companyId?: number } = {}) =>
  at.store.previewPolicy({ clientId: 'tessera', reach, ...to })
const refreshed = async () => {
  const session = await at.start()
  at.pass(8 * hour)
  handedOut(await at.store.refresh(attemptWith({ sessionId: session.id, generation: 1, branch: 0 }), origin))
}

describe('what other lifetimes would do to the sessions of a client', () => {
  it('is counted under the one that a session would have met first', async () => {
    await refreshed()
    at.pass(6 * hour)
    await at.start()
    at.pass(2 * hour)
    // One is 16 h old and was seen 8 h ago; the other is 2 h old and was never refreshed.
    expect(await preview({ idleTimeout: 9 * hour })).toEqual({ live: 2, idleNow: 0, outlivedNow: 0, complete: true })
    expect(await preview({ idleTimeout: 5 * hour })).toEqual({ live: 2, idleNow: 1, outlivedNow: 0, complete: true })
    expect(await preview({ absoluteLifetime: 10 * hour })).toEqual({ live: 2, idleNow: 0, outlivedNow: 1, complete: true })
    expect(await preview({ idleTimeout: 1.5 * hour, absoluteLifetime: 9 * hour })).toMatchObject({ idleNow: 1, outlivedNow: 1 })
  })

  it('is nothing when they are as they are, or longer', async () => {
    await at.start()
    for (const to of [{ idleTimeout: null }, { absoluteLifetime: null }, { idleTimeout: 999 * hour, absoluteLifetime: 9999 * hour }]) {
      expect(await preview(to)).toEqual({ live: 1, idleNow: 0, outlivedNow: 0, complete: true })
    }
  })

  it('is what really happens when the client is changed so', async () => {
    const [one, two] = [await at.start(), await at.start()]
    at.pass(3 * hour)
    handedOut(await at.store.refresh(attemptWith({ sessionId: two.id, generation: 1, branch: 0 }), origin))
    expect(await preview({ idleTimeout: 2 * hour })).toMatchObject({ live: 2, idleNow: 1, outlivedNow: 0 })
    await at.pool.query(`UPDATE clients SET idle_timeout = $1 WHERE id = 'tessera'`, [2 * hour])
    const state = async (id: string) => (await at.store.find(id, {}))?.state
    expect([await state(one.id), await state(two.id)]).toEqual(['expired', 'active'])
    // And back: within its own stamp the one would live again, so it is live under the default.
    expect(await preview({ idleTimeout: null })).toMatchObject({ live: 1, idleNow: 0 })
    await at.pool.query(`UPDATE clients SET idle_timeout = NULL WHERE id = 'tessera'`)
  })

  it('leaves out those that have ended, one by one or all at once, those of others, and those beyond the reach', async () => {
    const company = await newCompany(at)
    const [ended, watermarked] = [await at.start(), await at.createUser()]
    await at.store.end({ id: ended.id, reason: 'revoked_by_admin', by: null, origin })
    await at.start({ userId: watermarked })
    await at.store.endAll({ of: { scope: 'user', subject: watermarked }, reason: 'revoked_by_user', by: null, except: null, origin })
    await at.start({ clientId: 'tessera-console' })
    await at.start()
    await at.start({ userId: await at.createUser({ companyId: company }) })
    at.pass(hour)
    expect(await preview({ idleTimeout: 60 })).toMatchObject({ live: 2, idleNow: 2 })
    expect(await preview({ idleTimeout: 60 }, { companyId: company })).toMatchObject({ live: 1, idleNow: 1 })
  })

  it('is counted over every step of the walk', async () => {
    const user = await at.createUser()
    await at.pool.query(
      `INSERT INTO sessions (id, user_id, client_id, company_id, started_at, issued_at, idle_timeout, absolute_lifetime, reuse_policy, scope)
       SELECT overlay(gen_random_uuid()::text PLACING lpad(to_hex(ms >> 16), 8, '0') || '-' || lpad(to_hex(ms & 65535), 4, '0') || '-7' FROM 1 FOR 15)::uuid,
         $1, CASE WHEN i % 2 = 0 THEN 'tessera' ELSE 'tessera-console' END, 1, to_timestamp(ms / 1000.0), to_timestamp(ms / 1000.0), 36000, 360000, 'strict', ''
       FROM (SELECT i, (extract(epoch FROM now()) * 1000)::bigint + $2::bigint - 600000 + i AS ms FROM generate_series(1, 3000) i) x`,
      [user, at.passed() * 1000],
    )
    expect(await preview({ idleTimeout: 60 })).toEqual({ live: 1500, idleNow: 1500, outlivedNow: 0, complete: true })
  })

  it('is not known of a client that is not there', async () => {
    expect(await at.store.previewPolicy({ clientId: 'nobody', idleTimeout: 60, reach: {} })).toBeNull()
  })
})
