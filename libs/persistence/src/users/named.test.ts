import fc from 'fast-check'
import type { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Statement } from '../statement.js'
import { newCompany } from '../testing/api-keys.js'
import { load } from '../testing/rows.js'
import { rowsRead } from '../testing/rows-read.js'
import { origin, testStore, type TestStore } from '../testing/store.js'
import { userStore, type UserQuery } from './index.js'
import { listUsers } from './list.js'
import { idsNamed, isNamed } from './named.js'

let at: TestStore
let users: ReturnType<typeof userStore>
beforeAll(async () => {
  at = await testStore()
  users = userStore(at.database)
})
afterAll(() => at.close())

const found = async (text: string, query: Partial<UserQuery> = {}) => {
  const { items } = await users.list({ reach: {}, limit: 50, search: { emailPrefixOrName: text.toLowerCase() }, ...query })
  return items.map(({ id }) => id)
}

async function named(name: string, companyId = 1): Promise<string> {
  const id = await at.createUser({ companyId })
  await at.pool.query('UPDATE users SET name = $2 WHERE id = $1', [id, name])
  return id
}

/** So many users of a company with the same name, created one after the other, long ago; their ids, newest first. */
async function manyNamed(name: string | null, count: number, companyId: number, created = '2020-01-01'): Promise<string[]> {
  const { rows } = await load<{ id: string }>(
    at.pool,
    `INSERT INTO users (id, email, password_hash, name, company_id, created_at)
     SELECT gen_random_uuid(), gen_random_uuid() || '@example.com', 'hash', $1, $2, $4::timestamptz + i * interval '1 second'
     FROM generate_series(1, $3) i RETURNING id`,
    [name, companyId, count, created],
  )
  return rows.map(({ id }) => id).reverse()
}

describe('a search by name', () => {
  it.each([
    ['gonz mar', 'María Gonzáles-Ruiz'],
    ['MARÍA RUIZ', 'Maria gonzales-ruiz'],
    ['gonzales-ruiz', 'María Gonzáles-Ruiz'],
    ['o’bri', 'Liam O’Brien'],
    ["o'bri", 'Liam O’Brien'],
    ['obrien, liam', "Liam O'Brien"],
    ['lukasz soren', 'Łukasz Sørensen'],
    ['gross weiß', 'Weiss Groß'],
    ['nguyen', 'Nguyễn Đức'],
    ['алена', 'Алёна Мария'],
    ['МАРИЯ', 'Алёна Мария'],
    ['王', '王小明'],
    ['太郎', '佐々木・太郎'],
    ['maria', 'Ｍａｒｉａ  Ａｎｎａ'],
    ['ann ann', 'Ann'],
  ])('by “%s” finds %s', async (text, name) => {
    const [one, other] = [await named(name), await named(`Nobody ${crypto.randomUUID()}`)]
    const ids = await found(text)
    expect(ids).toContain(one)
    expect(ids).not.toContain(other)
    expect(await idsNamed(at.pool, text, 1, 1000)).toContain(one)
    expect(await idsNamed(at.pool, text, undefined, 1000)).toContain(one)
  })

  it('asks for every word, at its beginning', async () => {
    const ada = await named('Ada Lovelacé')
    expect(await found('ada lovelace')).toEqual([ada])
    for (const text of ['ovelace', 'ada ovelace', 'adalovelace', 'ada lovelaces', 'ada love x']) expect(await found(text)).toEqual([])
  })

  it('finds the beginning of an e-mail beside it', async () => {
    const [byName, byEmail] = [await named('Quentin X'), await at.createUser({ email: 'quentin@example.com' })]
    expect(new Set(await found('quentin'))).toEqual(new Set([byName, byEmail]))
    expect(await users.list({ reach: {}, limit: 1, search: { emailPrefixOrName: 'quentin' } })).toMatchObject({
      count: 2,
      countCapped: false,
    })
  })

  it('takes any text, and any name', async () => {
    const before = await found('zz')
    const odd = [
      "'",
      "''",
      '\\',
      "\\'",
      ':*',
      'zz:*',
      '&',
      '|',
      '!',
      '<->',
      '(',
      '%',
      '_',
      '1:zz',
      '$$',
      '{zz',
      '"',
      '\u00a0',
      '´',
      '\u0301',
      '\u200d',
      '🧙‍♀️',
      '\ufdfa',
    ]
    for (const text of [...odd, ...odd.map((text) => `zz${text}`), ...odd.map((text) => `${text} zz`), odd.join(' ')]) {
      await expect(found(text), text).resolves.toBeInstanceOf(Array)
      await expect(named(text), text).resolves.toBeDefined()
    }
    for (const text of ['\ufdfa'.repeat(200), '\u{1d15e}'.repeat(200), 'ß'.repeat(200), '각'.repeat(200), 'a '.repeat(100)]) {
      const id = await named(text)
      expect(await found([...text].slice(0, 200).join('')), text).toContain(id)
    }
    expect((await found('zz')).length).toBeGreaterThan(before.length)
    expect(await found('%')).toEqual([])
    expect(await found('1:zz')).toEqual(await found('1 zz'))
  })

  it('finds along the index whom it finds in the list, whatever is typed', async () => {
    const words = ['maría', 'MARIA', 'o’neil', 'Łu', 'ß', 'æ', '王', 'é', 'e', '😀', '각', '가']
    const between = ['-', ' ', '  ', "'", ',', '·', '\u0301', '.', ':', '\\', '%', '_', '1:']
    const texts = (most: number) =>
      fc.array(fc.constantFrom(...words, ...between), { minLength: 1, maxLength: most }).map((parts) => parts.join(''))
    await fc.assert(
      fc.asyncProperty(
        fc.array(texts(5), { minLength: 20, maxLength: 20 }),
        fc.array(texts(3), { minLength: 10, maxLength: 10 }),
        async (names, typed) => {
          const company = await newCompany(at)
          await at.pool.query(
            `INSERT INTO users (id, email, password_hash, name, company_id) SELECT gen_random_uuid(), gen_random_uuid() || '@example.com', 'hash', n, $2 FROM unnest($1::text[]) n`,
            [names, company],
          )
          for (const text of typed) {
            const statement = new Statement()
            const walked = `SELECT u.id FROM users u WHERE u.company_id = ${statement.value(company)} AND ${isNamed(statement, text)}`
            const { rows } = await at.pool.query<{ id: string }>(walked, statement.values)
            expect(new Set(await idsNamed(at.pool, text, company, 1000)), text).toEqual(new Set(rows.map(({ id }) => id)))
          }
        },
      ),
      { numRuns: 10 },
    )
  })

  it('knows nobody by a name that they had, nor one who was deleted', async () => {
    const [changed, deleted] = [await named('Hedwig Kiesler'), await named('Hedwig Kiesler')]
    await at.pool.query(`UPDATE users SET name = 'Hedy Lamarr' WHERE id = $1`, [changed])
    await users.remove({ id: deleted, by: changed, origin, reach: {}, only: null })
    expect(await found('hedwig')).toEqual([])
    expect(await found('hedwig', { state: 'deleted' })).toEqual([])
    expect(await found('hedy')).toEqual([changed])
  })

  it('stays within the reader’s company, and goes along when somebody moves', async () => {
    const [mine, theirs] = [await newCompany(at), await newCompany(at)]
    const [one, other] = [await named('Grace Hopper', mine), await named('Grace Hopper', theirs)]
    const reach = { companyId: mine }
    expect(new Set(await found('hopper'))).toEqual(new Set([one, other]))
    expect(await found('hopper', { companyId: theirs })).toEqual([other])
    expect(await found('hopper', { reach })).toEqual([one])
    expect(await found('hopper', { reach, companyId: theirs })).toEqual([])
    await at.pool.query('UPDATE users SET company_id = $2 WHERE id = $1', [other, mine])
    expect(new Set(await found('hopper', { reach }))).toEqual(new Set([one, other]))
  })
})

describe('among many', () => {
  let [small, large] = [0, 0]
  let rare = ''
  beforeAll(async () => {
    ;[small, large] = [await newCompany(at), await newCompany(at)]
    rare = await named('Rarely Guest', small)
    await at.pool.query(`UPDATE users SET created_at = '2019-01-01' WHERE id = $1`, [rare])
    await manyNamed('Guest Common', 20_000, large)
    await manyNamed(null, 3000, large, '2021-01-01')
    await at.pool.query('ANALYZE users')
  }, 60_000)

  it('a rare name is found without a look at the others', async () => {
    for (const companyId of [undefined, small]) {
      const { answer, read } = await rowsRead(at.pool, 'users', (connection) => idsNamed(connection, 'rarely guest', companyId, 1001))
      expect(answer).toEqual([rare])
      expect(read).toBeLessThan(10)
    }
    expect(await found('guest rarely')).toEqual([rare])
  })

  it('within a company nobody else’s are looked at, however many have the name', async () => {
    const { answer, read } = await rowsRead(at.pool, 'users', (connection) => idsNamed(connection, 'guest', small, 1001))
    expect(answer).toEqual([rare])
    expect(read).toBeLessThan(10)
    const theirs = await users.list({ reach: { companyId: small }, limit: 50, search: { emailPrefixOrName: 'guest' } })
    expect(theirs).toMatchObject({ items: [{ id: rare }], next: null, count: 1, countCapped: false })
  })

  it('of a name that many have no more are read than are asked for, and the list is walked, newest first', async () => {
    const { answer, read } = await rowsRead(at.pool, 'users', (connection) => idsNamed(connection, 'guest', undefined, 1001))
    expect(answer).toHaveLength(1001)
    expect(read).toBeLessThan(1100)
    const first = await users.list({ reach: {}, companyId: large, limit: 2, search: { emailPrefixOrName: 'guest' } })
    const second = await users.list({
      reach: {},
      companyId: large,
      limit: 2,
      search: { emailPrefixOrName: 'guest' },
      after: first.next ?? '',
    })
    const { rows } = await at.pool.query<{ id: string }>(
      `SELECT id FROM users WHERE company_id = $1 AND name IS NOT NULL ORDER BY created_at DESC, id DESC LIMIT 4`,
      [large],
    )
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(rows.map(({ id }) => id))
    expect(first.countCapped).toBe(true)
  })

  it('a name that fills the page among the newest is not looked up', async () => {
    const company = await newCompany(at)
    const [newest] = await manyNamed('Crowded', 100, company)
    const pool = { query: at.pool.query.bind(at.pool), connect: () => Promise.reject(new Error('looked up')) } as unknown as Pool
    const search = { emailPrefixOrName: 'crowd' }
    expect((await listUsers(pool, { reach: { companyId: company }, limit: 50, search })).items[0]?.id).toBe(newest)
    await expect(listUsers(pool, { reach: { companyId: company }, limit: 100, search })).rejects.toThrow('looked up')
  })

  it('whoever is looked for among so many that it takes too long is found as the list is walked', async () => {
    const asked: string[] = []
    const transaction = {
      query: async (text: string) => {
        asked.push(text)
        if (text.includes('array_to_tsvector')) throw Object.assign(new Error('canceling statement'), { code: '57014' })
      },
      release: () => undefined,
    }
    const pool = { query: at.pool.query.bind(at.pool), connect: async () => transaction } as unknown as Pool
    const { items } = await listUsers(pool, { reach: { companyId: small }, limit: 50, search: { emailPrefixOrName: 'rarely' } })
    expect(items.map(({ id }) => id)).toEqual([rare])
    expect(asked).toEqual(['BEGIN', 'SET LOCAL statement_timeout = 300', expect.stringContaining('array_to_tsvector'), 'ROLLBACK'])
  })
})
