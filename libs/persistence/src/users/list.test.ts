import type { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newCompany } from '../testing/api-keys.js'
import { origin, testStore, type TestStore } from '../testing/store.js'
import { userStore, type UserQuery } from './index.js'
import { listUsers } from './list.js'

let at: TestStore
let users: ReturnType<typeof userStore>
beforeAll(async () => {
  at = await testStore()
  users = userStore(at.database)
})
afterAll(() => at.close())

const listed = (query: Partial<UserQuery>) => users.list({ reach: {}, limit: 50, ...query })
const idsOf = async (query: Partial<UserQuery>) => (await listed(query)).items.map(({ id }) => id)

/** So many users of a company, a second between two of them; their ids, newest first. */
async function usersOf(companyId: number, count: number): Promise<string[]> {
  const { rows } = await at.pool.query<{ id: string }>(
    `INSERT INTO users (id, email, password_hash, company_id, created_at)
     SELECT gen_random_uuid(), gen_random_uuid() || '@example.com', 'hash', $1, '2026-01-01'::timestamptz + i * interval '1 second'
     FROM generate_series(1, $2) i RETURNING id`,
    [companyId, count],
  )
  return rows.map(({ id }) => id).reverse()
}

describe('the list of users', () => {
  it('finds a rare match behind thousands of others, in one page or in the pages that follow', async () => {
    const company = await newCompany(at)
    const ids = await usersOf(company, 3000)
    const oldest = ids.at(-1) ?? ''
    await at.pool.query(`UPDATE users SET roles = '{auditor}' WHERE id = $1`, [oldest])
    const found: string[] = []
    let after: string | null | undefined
    do {
      const page = await listed({ companyId: company, role: 'auditor', after: after ?? undefined })
      found.push(...page.items.map(({ id }) => id))
      after = page.next
    } while (after !== null)
    expect(found).toEqual([oldest])
  })

  it('shows each user once from page to page, also of those who were created at one instant', async () => {
    const company = await newCompany(at)
    const ids = await usersOf(company, 30)
    await at.pool.query(`UPDATE users SET created_at = '2026-01-01' WHERE company_id = $1`, [company])
    const found: string[] = []
    let after: string | null | undefined
    do {
      const page = await listed({ companyId: company, limit: 7, after: after ?? undefined })
      found.push(...page.items.map(({ id }) => id))
      after = page.next
    } while (after !== null)
    expect(found).toHaveLength(30)
    expect(new Set(found)).toEqual(new Set(ids))
  })

  it('counts to a thousand and no further', async () => {
    const company = await newCompany(at)
    await usersOf(company, 1001)
    expect(await listed({ companyId: company, limit: 1 })).toMatchObject({ count: 1000, countCapped: true })
  })

  it('shows what it found where the count does not end in time', async () => {
    const company = await newCompany(at)
    const ids = await usersOf(company, 3)
    const query = async (text: string, values: unknown[]) => {
      if (text.includes('count(*)')) throw Object.assign(new Error('canceling statement'), { code: '57014' })
      return at.pool.query(text, values)
    }
    const { items, count, countCapped } = await listUsers({ query } as unknown as Pool, { reach: {}, companyId: company, limit: 2 })
    expect(items.map(({ id }) => id)).toEqual(ids.slice(0, 2))
    expect({ count, countCapped }).toEqual({ count: 2, countCapped: true })
  })

  it('goes on from nobody beyond the reader’s company: not even when they were created shows', async () => {
    const [mine, theirs] = [await newCompany(at), await newCompany(at)]
    const [, second] = await usersOf(mine, 2)
    const [stranger] = await usersOf(theirs, 3)
    expect(await idsOf({ reach: { companyId: mine }, after: stranger })).toEqual([])
    expect(await idsOf({ after: stranger })).toContain(second)
  })

  it('finds the beginning of an e-mail within the reader’s company alone', async () => {
    const company = await newCompany(at)
    const [mine, theirs] = [
      await at.createUser({ email: 'same-beginning-1@example.com', companyId: company }),
      await at.createUser({ email: 'same-beginning-2@example.com' }),
    ]
    expect(await idsOf({ search: { emailPrefix: 'same-beginning' } })).toEqual(expect.arrayContaining([mine, theirs]))
    expect(await listed({ reach: { companyId: company }, search: { emailPrefix: 'same-beginning' } })).toMatchObject({
      items: [{ id: mine }],
      next: null,
      count: 1,
      countCapped: false,
    })
    expect(await idsOf({ search: { emailPrefix: 'same_beginning' } })).toEqual([])
  })

  it('says the same state of a user as it filters by', async () => {
    const company = await newCompany(at)
    const make = () => at.createUser({ companyId: company })
    const [unverified, active, disabled, deleted, invited] = [await make(), await make(), await make(), await make(), await make()]
    await at.pool.query('UPDATE users SET email_verified_at = now() WHERE id = $1', [active])
    await at.pool.query('UPDATE users SET disabled_at = now(), email_verified_at = now() WHERE id = $1', [disabled])
    await users.remove({ id: deleted, by: active, origin, reach: {}, only: null })
    await at.pool.query('UPDATE users SET password_hash = NULL WHERE id = $1', [invited])
    await at.pool.query(
      `INSERT INTO one_time_codes (user_id, purpose, hash, created_at, expires_at) VALUES ($1, 'invitation', '\\x00', now(), now() + interval '7 days')`,
      [invited],
    )
    for (const [state, id] of Object.entries({ unverified, active, disabled, deleted, invited } as const)) {
      const { items } = await listed({ companyId: company, state: state as 'active' })
      expect(items.map((user) => [user.id, user.state])).toEqual([[id, state]])
      expect(await users.findAdministered(id, {})).toMatchObject({ state })
    }
    expect(new Set(await idsOf({ companyId: company }))).toEqual(new Set([unverified, active, disabled, invited]))
  })
})
