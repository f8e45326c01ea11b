import { successorOf } from '@tessera/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { attemptWith, handedOut, origin, testStore, type TestStore } from '../testing/store.js'
import type { ShownAttempt } from './attempt.js'
import type { NewSession } from './start.js'

let at: TestStore
beforeAll(async () => {
  at = await testStore({}, { poolSize: 1 })
})
afterAll(() => at.close())

const key = { prefix: 'AAAAAAAAAA', hash: Buffer.alloc(32, 1) }

/** How often the statement of this name was planned anew by now, and how often not. */
async function plansOf(name: string): Promise<{ custom: number; generic: number }> {
  const { rows } = await at.pool.query<{ custom: number; generic: number }>(
    'SELECT custom_plans AS custom, generic_plans AS generic FROM pg_prepared_statements WHERE name = $1',
    [name],
  )
  return rows[0] ?? { custom: 0, generic: 0 }
}

async function refreshTwentyTimes(login: Partial<NewSession>, shown: Partial<ShownAttempt>): Promise<void> {
  let token = successorOf(await at.start(login))
  for (let i = 0; i < 20; i++) token = handedOut(await at.store.refresh(attemptWith(token, shown), origin))
}

describe('the plan of the one statement', () => {
  beforeAll(async () => {
    const userId = await at.createUser()
    await at.pool.query(
      `INSERT INTO api_keys (id, company_id, user_id, name, prefix, hash, scopes) VALUES (gen_random_uuid(), 1, $1, 'k', $2, $3, '{tokens}')`,
      [userId, key.prefix, key.hash],
    )
    await at.pool.query(`INSERT INTO clients (id, name) VALUES ('plans', 'Plans')`)
    await at.pool.query(`INSERT INTO client_secrets (client_id, hash) VALUES ('plans', $1)`, [key.hash])
  })

  it.each<[string, Partial<NewSession>, Partial<ShownAttempt>]>([
    ['rotate', {}, {}],
    ['rotate-with-key', {}, { apiKey: key, dialect: 'genlogs' }],
    ['rotate-with-secret', { clientId: 'plans', clientSecretHash: key.hash }, { clientId: 'plans', clientSecretHash: key.hash }],
  ])('is made a few times a connection, and not at each refresh: %s', async (name, login, shown) => {
    await refreshTwentyTimes(login, shown)
    const { custom, generic } = await plansOf(name)
    expect(custom).toBeLessThanOrEqual(5)
    expect(generic).toBeGreaterThanOrEqual(15)
  })

  it('is made a few times a connection where sessions start', async () => {
    const userId = await at.createUser()
    for (let i = 0; i < 20; i++) await at.startAs(userId, { deviceDigest: Buffer.alloc(32, i) })
    expect((await plansOf('start-session')).generic).toBeGreaterThanOrEqual(15)
  })

  it('is made a few times a connection where a session is read for a call', async () => {
    const { id } = await at.start()
    for (let i = 0; i < 20; i++) await at.store.read(id)
    expect((await plansOf('read-session')).generic).toBeGreaterThanOrEqual(15)
  })
})
