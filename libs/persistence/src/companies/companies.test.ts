import { beforeEach, describe, expect, it } from 'vitest'
import { origin, testStore, type TestStore } from '../testing/store.js'
import { companyStore } from './index.js'

let at: TestStore
let companies: ReturnType<typeof companyStore>
let owner: string
beforeEach(async () => {
  at = await testStore()
  companies = companyStore(at.database)
  owner = await at.createUser()
  return () => at.close()
})

const create = (name: string) => companies.create({ name, by: owner, origin })
const rename = (id: number, name: string) => companies.rename(id, { name, by: owner, origin })
const events = async (kind: string) => (await at.pool.query('SELECT * FROM events WHERE kind = $1 ORDER BY id', [kind])).rows as object[]

describe('a company', () => {
  it('is created with an id of its own, and logged', async () => {
    const [one, two] = [await create('Ada & Co'), await create('Ada & Co')]
    expect(one).toEqual({ id: expect.any(Number) as number, name: 'Ada & Co', createdAt: expect.any(Number) as number })
    expect(two.id).toBeGreaterThan(one.id)
    expect(await events('company_created')).toMatchObject([
      { company_id: one.id, by: owner, ip: origin.ip, details: { name: 'Ada & Co' } },
      { company_id: two.id },
    ])
  })

  it('keeps its id under another name, and the log has both names', async () => {
    const { id, createdAt } = await create('Ada & Co')
    expect(await rename(id, 'Ada Ltd')).toEqual({ id, name: 'Ada Ltd', createdAt })
    expect(await events('company_renamed')).toMatchObject([{ company_id: id, by: owner, details: { from: 'Ada & Co', to: 'Ada Ltd' } }])
  })

  it('that is given the name it has, is not renamed', async () => {
    const { id } = await create('Ada & Co')
    expect(await rename(id, 'Ada & Co')).toMatchObject({ id })
    expect(await events('company_renamed')).toEqual([])
  })

  it('that is not there, is not renamed', async () => {
    expect(await rename(999_999, 'Nobody')).toBeNull()
    expect(await events('company_renamed')).toEqual([])
  })
})

describe('listing companies', () => {
  it('pages newest first, each once', async () => {
    const made = [await create('A'), await create('B'), await create('C')].map(({ id }) => id)
    const first = await companies.list({ only: null, limit: 2 })
    expect(first.items.map(({ id }) => id)).toEqual([made[2], made[1]])
    expect([first.next, first.count, first.countCapped]).toEqual([made[1], 4, false])
    const second = await companies.list({ only: null, limit: 2, after: first.next ?? 0 })
    expect(second.items.map(({ id }) => id)).toEqual([made[0], 1])
    expect(second.next).toBeNull()
  })

  it('shows one company to whoever is bound to it, and counts no other', async () => {
    const { id } = await create('A')
    expect(await companies.list({ only: 1, limit: 50 })).toMatchObject({ items: [{ id: 1 }], next: null, count: 1 })
    expect((await companies.list({ only: 1, limit: 50, after: id })).items).toHaveLength(1)
    expect((await companies.list({ only: id, limit: 50, after: id })).items).toEqual([])
  })
})
