import { successorOf } from '@tessera/core'
import type { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { rowsRead } from '../testing/rows-read.js'
import { load } from '../testing/rows.js'
import { attemptWith, handedOut, origin, testStore, type TestStore } from '../testing/store.js'
import type { ShownAttempt } from './attempt.js'
import type { SessionQuery } from './list-query.js'
import { listSessions } from './list.js'
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

describe('the ways to a page', () => {
  let large: TestStore
  beforeAll(async () => {
    large = await testStore()
    const userId = await large.createUser({ email: 'ada@example.com' })
    await large.pool.query(`INSERT INTO companies (name) VALUES ('Old')`)
    await large.pool.query(`INSERT INTO clients (id, name) VALUES ('old', 'Old')`)
    for (const [place, [clientId, companyId]] of [['old', 2] as const, ['tessera', 1] as const, ['tessera', 1] as const].entries()) {
      await load(
        large.pool,
        `INSERT INTO sessions (id, user_id, client_id, company_id, started_at, issued_at, idle_timeout, absolute_lifetime, reuse_policy, scope, ip, country, browser, system)
         SELECT (lpad(to_hex(($5 + n) >> 16), 8, '0') || '-' || lpad(to_hex(($5 + n) & 65535), 4, '0') || '-7000-8000-000000000000')::uuid, $1, $2, $3, now(), now(), 1000, 1000, 'until_used', 'account',
           '10.0.0.0'::inet + n % 30000, 'IT', 'Firefox', 'macOS'
         FROM generate_series($4::bigint + 1, $4::bigint + 20000) n`,
        [userId, clientId, companyId, place * 20_000, Date.now() - 100_000],
      )
    }
    await large.pool.query('VACUUM ANALYZE sessions, clients')
  }, 30_000)
  afterAll(() => large.close())

  /** The plans of every statement over sessions that one page needs. */
  async function plansFor(query: Partial<SessionQuery>): Promise<string[]> {
    const plans: string[] = []
    const pool = {
      query: async (text: string, values: unknown[]) => {
        const { rows } = await large.pool.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${text}`, values)
        plans.push(rows.map((row) => row['QUERY PLAN']).join('\n'))
        return large.pool.query(text, values)
      },
    } as unknown as Pool
    await listSessions({ pool, defaults: large.defaults, clockOffset: () => 0 }, { reach: {}, limit: 50, ...query })
    return plans
  }

  it.each<[string, Partial<SessionQuery>]>([
    ['nothing', {}],
    ['a small network', { ip: '10.0.1.0/24' }],
    ['a large network', { ip: '10.0.0.0/17' }],
    ['a network, in a company', { ip: '10.0.1.0/24', reach: { companyId: 1 } }],
    ['a company', { companyId: 1 }],
    ['a client', { clientId: 'old' }],
    ['a country', { country: 'IT' }],
    ['a browser and a system', { browser: 'Firefox', system: 'macOS' }],
    ['a format', { dialect: 'genlogs' }],
    ['our own format', { dialect: null }],
    ['when it was last seen', { seenAfter: 1, seenBefore: 2_000_000_000_000 }],
    ['a text', { search: { emailPrefixOrDevice: 'firefox' } }],
    ['the beginning of an e-mail', { search: { emailPrefixOrDevice: 'ada' } }],
    ['the live ones of all', { state: 'active', country: 'IT' }],
    ['those that have ended', { state: 'ended' }],
    ['when it ended', { endedAfter: 1, endedBefore: 2_000_000_000_000 }],
    ['those that have expired', { state: 'expired' }],
  ])('read no table from end to end: %s', async (_, query) => {
    const plans = await plansFor(query)
    expect(plans.length).toBeGreaterThanOrEqual(2)
    for (const plan of plans) expect(plan).not.toMatch(/Seq Scan on sessions/)
  })

  it.each<[string, Partial<SessionQuery>]>([
    ['nothing', {}],
    ['a large network', { ip: '10.0.0.0/17' }],
    ['a company', { companyId: 1 }],
    ['a country', { country: 'IT' }],
    ['when it was last seen', { seenAfter: 1, seenBefore: 2_000_000_000_000 }],
  ])('take the page from the index as it stands, and sort nothing: %s', async (_, query) => {
    const [page] = (await plansFor(query)).filter((plan) => plan.includes('CTE s\n'))
    // What is sorted are the rows of the page, once they are found and named.
    expect(page).toMatch(/CTE s\n +-> {2}Limit .*\n +-> {2}(?!Sort|Incremental Sort|Gather)/)
  })

  it.each<[string, Partial<SessionQuery>, string]>([
    ['company', { companyId: 2 }, 'company_id'],
    ['company, for its own administrators', { reach: { companyId: 2 } }, 'company_id'],
    ['client', { clientId: 'old' }, 'client_id'],
  ])('pass over no newer session of others on the way to those of a %s that are all old', async (_, query, column) => {
    const plans = await plansFor(query)
    for (const plan of plans) expect(plan).toContain(`Backward using sessions_${column}_id_idx`)
    for (const plan of plans) expect(plan).toContain(`Index Cond: ((ROW(${column}, id) >=`)
  })

  it('look for live sessions no further back than one can live, nor where it would have been seen too long ago', async () => {
    const live = await plansFor({ state: 'active' })
    for (const plan of live.slice(1)) expect(plan).not.toContain(`id >= '00000000`)
    const none = await large.store.list({ reach: {}, limit: 50, state: 'active', seenBefore: Date.now() - 30 * 24 * 3_600_000 })
    expect(none).toEqual({ items: [], next: null, count: 0, countCapped: false })
  })

  it('look for expired sessions from where the first can be, which an index tells', async () => {
    const [lifetimes, ...search] = await plansFor({ state: 'expired' })
    expect(lifetimes).toMatch(/Limit [^\n]*\n +-> {2}Index Scan Backward using sessions_client_id_lifetime_idx/)
    expect(search).not.toHaveLength(0)
    for (const plan of search) expect(plan).not.toContain(`id < 'ffffffff`)
  })

  it('look at no session that cannot have expired: from each client’s own beginning on, where clients differ', async () => {
    const readFor = async () => {
      const { answer, read } = await rowsRead(large.pool, 'sessions', (pool) =>
        listSessions({ pool: pool as never, defaults: large.defaults, clockOffset: () => 0 }, { reach: {}, limit: 50, state: 'expired' }),
      )
      expect(answer).toEqual({ items: [], next: null, count: 0, countCapped: false })
      return read
    }
    expect(await readFor()).toBeLessThan(20)
    await large.pool.query(`UPDATE clients SET absolute_lifetime = 999 WHERE id = 'old'`)
    onTestFinished(async () => void (await large.pool.query(`UPDATE clients SET absolute_lifetime = NULL WHERE id = 'old'`)))
    const pages = (await plansFor({ state: 'expired' })).filter((plan) => plan.includes('CTE s\n'))
    for (const page of pages) expect(page).toMatch(/Index Only Scan Backward using sessions_client_id_id_idx/)
    expect(pages).not.toHaveLength(0)
    expect(await readFor()).toBeLessThan(20)
  })

  it.each<[string, Partial<SessionQuery>]>([
    ['the live of all', { state: 'active' }],
    ['a company’s live', { companyId: 1, state: 'active' }],
    ['a client’s in a country', { clientId: 'tessera', country: 'IT' }],
    ['a reason’s in a country', { reason: 'logout', country: 'IT' }],
    ['a reason’s of some time', { reason: 'reuse_detected', endedAfter: 1 }],
    ['a user’s', { emailPrefix: 'ada', browser: 'Firefox' }],
    ['an address’s', { ip: '10.0.1.1', system: 'macOS' }],
  ])('stop at the last row of the page, however long the step, and have sorted nothing but ids: %s', async (_, query) => {
    const [page] = (await plansFor(query)).filter((plan) => plan.includes('CTE s\n'))
    const found = page?.split('CTE s\n')[1]?.split(/\n {2}->/)[0] ?? ''
    expect(found).toContain('Limit')
    // What is wide is the whole row.
    expect(found).not.toMatch(/(Sort|Hash Join|Merge Join) .*width=[2-9]\d\d/)
  })

  it('find the sessions of a small network along its index', async () => {
    expect((await plansFor({ ip: '10.0.1.0/24' }))[0]).toMatch(
      /Index Only Scan using sessions_ip_company_id_id_idx[^]*Index Cond: \(\(ip >= '10\.0\.1\.0\/24'/,
    )
  })
})
