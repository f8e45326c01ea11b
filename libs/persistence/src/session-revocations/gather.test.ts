import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { manySessions, revocationOf } from '../testing/revoking.js'
import { origin, testStore, type TestStore } from '../testing/store.js'
import { sessionRevocationStore, type SessionRevocationStore, type Wanted } from './index.js'

let at: TestStore
let store: SessionRevocationStore
beforeAll(async () => {
  at = await testStore()
  store = sessionRevocationStore(at.database, at.defaults, () => at.passed() * 1000)
})
afterAll(() => at.close())
beforeEach(() => at.pool.query('TRUNCATE sessions, watermarks, events, session_revocations, session_revocation_targets'))

const wanted = (rest: Partial<Wanted> = {}): Wanted => ({ filters: { reach: {} }, asOf: null, cap: 100_000, spared: null, ...rest })
const gather = async (rest?: Partial<Wanted>) => {
  const { sessions, ...gathered } = await store.gather(wanted(rest))
  return { ...gathered, ids: sessions.map(({ id }) => id) }
}
const nobody = { userId: randomUUID(), sessionId: null }

describe('gathering', () => {
  it('finds live sessions alone: none that ended one by one, by a watermark or by itself', async () => {
    const expired = await at.start()
    at.pass(at.defaults.idleTimeout + 1)
    const [alive, loggedOut, covered] = [await at.start(), await at.start(), await at.start()]
    await at.store.end({ id: loggedOut.id, reason: 'logout', by: 'owner', origin })
    const of = { scope: 'user', subject: covered.userId } as const
    await at.store.endAll({ of, reason: 'password_changed', by: null, except: null, origin })
    const expectJust = { ids: [alive.id], complete: true }
    expect(await gather()).toMatchObject(expectJust)
    const ids = [expired, alive, loggedOut, covered].map(({ id }) => id)
    expect(await gather({ filters: { reach: {}, ids: [...ids, randomUUID()] } })).toMatchObject(expectJust)
    for (const state of ['ended', 'expired'] as const) expect(await gather({ filters: { reach: {}, state } })).toMatchObject({ ids: [] })
  })

  it('spares the session that asks, and says whether it was among them', async () => {
    const [asking, other] = [await at.start(), await at.start()]
    expect(await gather({ spared: asking.id })).toMatchObject({ ids: [other.id], hasSpared: true })
    expect(await gather({ spared: asking.id, filters: { reach: {}, userId: other.userId } })).toMatchObject({
      ids: [other.id],
      hasSpared: false,
    })
  })

  it('does not find what starts later than its moment, nor a moment that has not come', async () => {
    const before = await at.start()
    const { asOf } = await gather()
    at.pass(10)
    const since = await at.start()
    expect(await gather({ asOf })).toMatchObject({ ids: [before.id], asOf })
    const now = await gather({ asOf: asOf + 3_600_000 })
    expect(now.ids).toEqual([since.id, before.id])
    expect(now.asOf).toBeLessThan(asOf + 3_600_000)
  })

  it('stops at its cap, and says that there are more', async () => {
    await manySessions(at, 1500)
    const some = await gather({ cap: 1000 })
    expect([some.ids.length, some.complete]).toEqual([1000, false])
    const all = await gather({ cap: 1500 })
    expect([new Set(all.ids).size, all.complete]).toEqual([1500, true])
  })

  it('finds all of a thousand ids, however many of them are nobody’s', async () => {
    const ids = (await manySessions(at, 500)).map(({ id }) => id)
    const mixed = ids.flatMap((id) => [id, randomUUID()])
    expect((await gather({ filters: { reach: {}, ids: mixed } })).ids.sort()).toEqual([...ids].sort())
  })
})

describe('a preview', () => {
  it('counts people, clients and companies, most first, and shows the newest ten', async () => {
    const { rows } = await at.pool.query<{ id: number }>(`INSERT INTO companies (name) VALUES ('Second') RETURNING id`)
    const companyId = rows[0]!.id
    const me = await at.createUser({ companyId })
    await manySessions(at, 12)
    at.pass(1)
    const asking = await at.start({ userId: me })
    at.pass(1)
    const second = await at.start({ userId: me })
    const asker = { userId: me, sessionId: asking.id }
    const seen = await store.preview(wanted({ spared: asking.id }), asker)
    expect(seen).toMatchObject({ count: 13, countCapped: false, users: 2, current: true, own: 1 })
    expect(seen.clients).toMatchObject([{ id: 'tessera', count: 13 }])
    expect(seen.companies).toMatchObject([
      { id: '1', count: 12 },
      { id: String(companyId), name: 'Second', count: 1 },
    ])
    expect(seen.sample).toHaveLength(10)
    expect(seen.sample[0]).toMatchObject({ id: second.id, state: 'active' })
    expect(await store.preview(wanted(), asker)).toMatchObject({ count: 14, current: true, own: 1 })
    const theirs = await store.preview(wanted({ filters: { reach: { companyId: 1 } } }), nobody)
    expect(theirs).toMatchObject({ count: 12, users: 1, companies: [{ id: '1' }], current: false, own: 0 })
  })

  it('of nothing is empty', async () => {
    expect(await store.preview(wanted(), nobody)).toMatchObject({ count: 0, users: 0, clients: [], companies: [], sample: [] })
  })
})

/** The most that a set may have; few enough for every run, unless a deep one is asked for. */
const large = process.env['TESSERA_DEEP'] ? 100_000 : 10_000

it('of the largest set is gathered, written down and ended within the deadlines', { timeout: 120_000 }, async () => {
  await manySessions(at, large)
  const owner = await at.createUser()
  await at.pool.query(`UPDATE users SET roles = '{owner}' WHERE id = $1`, [owner])
  const { ids, complete } = await gather()
  expect([ids.length, complete]).toEqual([large, true])
  const id = await store.create(revocationOf(owner, ids))
  const chunks: number[] = []
  for (let more = true, chunk = performance.now(); more; chunk = performance.now()) {
    more = (await store.advance(id)) === 'more'
    chunks.push(performance.now() - chunk)
  }
  expect(await store.find(id, null)).toMatchObject({ state: 'done', total: large, ended: large, passedOver: 0 })
  // A chunk is far from the deadline of a statement, so that a busy machine does not run into it.
  expect(Math.max(...chunks)).toBeLessThan(1000)
})
