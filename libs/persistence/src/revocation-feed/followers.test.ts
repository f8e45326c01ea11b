import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { retentionStore } from '../retention/index.js'
import { newCompany, testApiKeys } from '../testing/api-keys.js'
import { testStore, type TestStore } from '../testing/store.js'
import { type FollowerReport, mostFollowers } from './followers.js'
import { revocationFeedStore, type RevocationFeedStore } from './index.js'

let at: TestStore
let feed: RevocationFeedStore
let apiKeyId: string
let userId: string
beforeAll(async () => {
  at = await testStore()
  feed = revocationFeedStore(at.database, () => at.passed() * 1000)
  userId = await at.createUser()
  apiKeyId = (await testApiKeys(at).made({ userId, name: 'Orders', scopes: ['revocations:read'] })).id
})
afterAll(() => at.close())
beforeEach(() => at.pool.query('TRUNCATE followers'))

const now = async () => (await feed.end()).since?.at ?? 0
const report = async (rest: Partial<FollowerReport> = {}): Promise<FollowerReport> => ({
  ...{ apiKeyId, name: 'orders-1', companyId: null, via: 'stream', whenStale: 'refuse', position: rest.position ?? (await now()) },
  ...rest,
})

describe('a follower', () => {
  it('is listed with what it said last', async () => {
    const first = await report({ via: 'poll' })
    await feed.report([first])
    await feed.report([await report({ position: first.position + 1, companyId: 1 })])
    expect(await feed.followers(null)).toMatchObject({
      ...{ count: 1, silent: 0, honouredByAll: first.position + 1 },
      items: [
        {
          ...{ name: 'orders-1', via: 'stream', whenStale: 'refuse', position: first.position + 1, silent: false },
          ...{ apiKey: { id: apiKeyId, name: 'Orders' }, company: { id: 1 } },
        },
      ],
    })
  })

  it('is not ahead of the database, whatever it says', async () => {
    await feed.report([await report({ position: (await now()) + 3_600_000 })])
    const { at: then, honouredByAll } = await feed.followers(null)
    expect(honouredByAll).toBeLessThanOrEqual(then)
  })

  it('is silent half a minute after it reported last: then what all honour does not wait for it', async () => {
    const position = await now()
    await feed.report([await report({ name: 'gone', position: position - 5_000 })])
    at.pass(20)
    await feed.report([await report({ position })])
    expect(await feed.followers(null)).toMatchObject({ silent: 0, honouredByAll: position - 5_000 })
    at.pass(15)
    const followers = await feed.followers(null)
    expect(followers).toMatchObject({ count: 2, silent: 1, honouredByAll: position })
    expect(followers.items.map(({ name, silent }) => [name, silent])).toEqual([
      ['gone', true],
      ['orders-1', false],
    ])
    at.pass(30)
    expect((await feed.followers(null)).honouredByAll).toBeNull()
  })

  it('is forgotten when it says that it stops, and a day after it went without a word', async () => {
    await feed.report([await report(), await report({ name: 'orders-2' })])
    await feed.forget({ apiKeyId, name: 'orders-1' })
    expect((await feed.followers(null)).items.map(({ name }) => name)).toEqual(['orders-2'])
    const retention = retentionStore(
      at.database,
      { sessions: 1e9, events: 1e9, mails: 1e9 },
      at.defaults.absoluteLifetime,
      () => at.passed() * 1000,
    )
    const remove = () => retention.removeWhatIsOver(new AbortController().signal)
    at.pass(86_000)
    expect(await remove()).not.toHaveProperty('followers')
    at.pass(500)
    expect((await feed.followers(null)).count).toBe(0)
    expect(await remove()).toMatchObject({ followers: 1 })
    at.pass(-at.passed())
  })

  it('is seen by a company where it follows the company’s or everybody’s: of another company’s key only that it follows', async () => {
    const other = await newCompany(at)
    const theirs = await testApiKeys(at).made({ userId: await at.createUser({ companyId: other }), scopes: ['revocations:read'] })
    await feed.report([
      await report({ name: 'of-all' }),
      await report({ name: 'of-one', companyId: 1 }),
      await report({ name: 'of-other', apiKeyId: theirs.id, companyId: other }),
    ])
    const seen = async (companyId: number | null) =>
      (await feed.followers(companyId)).items.map(({ name, apiKey }) => [name, apiKey !== null]).sort()
    expect(await seen(null)).toEqual([
      ['of-all', true],
      ['of-one', true],
      ['of-other', true],
    ])
    expect(await seen(other)).toEqual([
      ['of-all', false],
      ['of-other', true],
    ])
    expect(await feed.followers(other)).toMatchObject({ count: 2 })
  })
})

describe('many followers', () => {
  it('are recorded at once; of a key that is gone, none', async () => {
    const position = await now()
    const all = await Promise.all(Array.from({ length: 1_000 }, (_, i) => report({ name: `orders-${i}`, position })))
    expect(await feed.report([...all, await report({ apiKeyId: randomUUID() })])).toHaveLength(1_000)
    expect(await feed.followers(null)).toMatchObject({ count: 1_000 })
    expect((await feed.followers(null)).items).toHaveLength(100)
  })

  it('are listed of each standing where not all are: whoever reports is not hidden by those that ended without a word', async () => {
    const position = await now()
    const gone = Array.from({ length: 200 }, (_, i) => report({ name: `gone-${i}`, position: position - 60_000 }))
    await feed.report(await Promise.all(gone))
    await feed.report([await report({ name: 'gone-accepting', whenStale: 'accept', position: position - 10_000 })])
    at.pass(40)
    await feed.report([await report({ name: 'slow', position }), await report({ name: 'fast', position: position + 1_000 })])
    const { items, count, silent } = await feed.followers(null)
    expect({ count, silent, listed: items.length }).toEqual({ count: 203, silent: 201, listed: 100 })
    expect(items.slice(-3).map(({ name }) => name)).toEqual(['gone-accepting', 'slow', 'fast'])
    at.pass(-at.passed())
  })

  it('are recorded by several processes at once, in whatever order each has them', async () => {
    const all = await Promise.all(Array.from({ length: 200 }, (_, i) => report({ name: `orders-${i}` })))
    const rounds = await Promise.all(Array.from({ length: 10 }, (_, i) => feed.report(i % 2 === 0 ? all : [...all].reverse())))
    expect(rounds.map(({ length }) => length)).toEqual(rounds.map(() => 200))
  })

  it('are so many of one key at most; those that are there go on', async () => {
    await at.pool.query(
      `INSERT INTO followers (api_key_id, name, via, when_stale, position, reported_at)
       SELECT $1, 'f' || i, 'poll', 'refuse', now(), now() FROM generate_series(1, $2::int) i`,
      [apiKeyId, mostFollowers - 1],
    )
    const names = ['new-1', 'f1', 'new-2']
    const recorded = await feed.report(await Promise.all(names.map((name) => report({ name }))))
    expect(recorded.map(({ name }) => name).sort()).toEqual(['f1', 'new-1'])
  })
})
