import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { testStore, type TestStore } from '../testing/store.js'
import { deliveriesAtOnce, holdSeconds } from './claim.js'
import { receiverStore } from './index.js'

let at: TestStore
let receivers: ReturnType<typeof receiverStore>
beforeAll(async () => {
  at = await testStore()
  receivers = receiverStore(at.database, () => at.passed() * 1000)
})
afterAll(() => at.close())
beforeEach(() => at.pool.query('DELETE FROM receivers; DELETE FROM deliveries'))

const actor = { by: randomUUID(), origin: { ip: null, userAgent: null } }
const quiet = { delivered: false, failed: false, restsFor: null, gone: false }

async function receiverWith(deliveries: number, form: 'set_push' | 'set_poll' = 'set_push', companyId = 1): Promise<string> {
  const creation = await receivers.create(
    { name: 'x', form, companyId, url: 'https://x.example', kinds: [], audience: null },
    () => ({ secret: Buffer.from('sealed'), authorization: null }),
    actor,
  )
  if (creation.outcome === 'refused') throw new Error(creation.refusal)
  await at.pool.query(
    `WITH e AS (INSERT INTO events (at, kind, company_id) SELECT clock_timestamp(), 'session_ended', 1 FROM generate_series(1, $2) RETURNING id)
     INSERT INTO deliveries (receiver_id, event_id, queued_at, due_at) SELECT $1, e.id, clock_timestamp(), clock_timestamp() FROM e`,
    [creation.receiver.id, deliveries],
  )
  return creation.receiver.id
}

const stateOf = (id: string) => receivers.find(id, {})
const claimed = async () => {
  const held = await receivers.claim()
  if (!held) throw new Error('nothing is due')
  return held
}
const logged = async (kind: string) => (await at.pool.query<{ details: object }>('SELECT details FROM events WHERE kind = $1', [kind])).rows

describe('a receiver', () => {
  it('is in one process’s hands at a time, and in another’s when that one is gone', async () => {
    const [one, other] = [await receiverWith(30), await receiverWith(1)]
    const held = await Promise.all([receivers.claim(), receivers.claim(), receivers.claim()])
    expect(new Set(held.map((receiver) => receiver?.id))).toEqual(new Set([one, other, undefined]))
    const full = held.find((receiver) => receiver?.id === one)
    expect(full?.deliveries).toHaveLength(deliveriesAtOnce)
    expect(full?.deliveries[0]?.entry).toMatchObject({ kind: 'session_ended', company: { id: 1 } })
    expect(full?.sealedSecret?.toString()).toBe('sealed')
    at.pass(holdSeconds + 1)
    const later = await claimed()
    if (full) await receivers.release(full, { ...quiet, failed: true })
    expect((await stateOf(later.id))?.failingSince).toBeNull()
    expect((await claimed()).id).not.toBe(later.id)
    expect(await receivers.claim()).toBeNull()
  })

  it('is taken over from a process that is gone though the clock was set back since by hours', async () => {
    const id = await receiverWith(1)
    at.pass(7200)
    await claimed()
    at.pass(-7200)
    expect((await claimed()).id).toBe(id)
  })

  it('that rests is sent to again though the clock was set back since by hours', async () => {
    const id = await receiverWith(1)
    at.pass(10_800)
    await receivers.release(await claimed(), { ...quiet, failed: true, restsFor: 60 })
    at.pass(-10_800)
    expect((await claimed()).id).toBe(id)
  })

  it('of one company does not wait for all that another has registered, however long those have waited', async () => {
    const { rows } = await at.pool.query<{ id: number }>(`INSERT INTO companies (name) VALUES ('Shop') RETURNING id`)
    for (let i = 0; i < 3; i++) await receiverWith(1)
    const other = await receiverWith(1, 'set_push', rows[0]?.id)
    await at.pool.query('UPDATE receivers SET held_until = clock_timestamp() WHERE id = $1', [other])
    expect((await claimed()).id).not.toBe(other)
    expect((await claimed()).id).toBe(other)
  })

  it('of a company is told that everything ended, and not what the platform’s owner wrote about it', async () => {
    const id = await receiverWith(0)
    const log = (companyId: number | null) =>
      at.pool.query(
        `WITH e AS (
           INSERT INTO events (at, kind, company_id, reason, note, details) VALUES (clock_timestamp(), 'watermark_set', $2, 'revoked_by_admin', 'a leak elsewhere', $3) RETURNING id
         ) INSERT INTO deliveries (receiver_id, event_id, queued_at, due_at) SELECT $1, e.id, clock_timestamp(), clock_timestamp() FROM e`,
        [id, companyId, JSON.stringify({ subject: companyId === null ? 'platform' : 'company:1', except: null, revocation_id: 'r' })],
      )
    await log(null)
    await log(1)
    const [everybodys, own] = (await claimed()).deliveries.map(({ entry }) => entry)
    expect(everybodys).toMatchObject({ kind: 'watermark_set', note: null, details: { subject: 'platform', except: null } })
    expect(everybodys?.details).not.toHaveProperty('revocation_id')
    expect(own).toMatchObject({ note: 'a leak elsewhere', details: { subject: 'company:1', revocation_id: 'r' } })
  })

  it('that is paused, asks by itself, or is left alone for a while is sent nothing', async () => {
    const [paused, resting] = [await receiverWith(1), await receiverWith(3), await receiverWith(1, 'set_poll')]
    const state = { name: 'x', url: 'https://x.example', kinds: [], audience: null }
    await receivers.change(paused, () => ({ to: { ...state, paused: true } }), {}, actor)
    const held = await claimed()
    expect(held.id).toBe(resting)
    await receivers.release(held, { ...quiet, failed: true, restsFor: 60 })
    expect(await receivers.claim()).toBeNull()
    expect(await stateOf(resting)).toMatchObject({ failingSince: expect.any(Number) as number, retryAt: expect.any(Number) as number })
    at.pass(61)
    const probed = await claimed()
    expect([probed.failures, probed.deliveries.length]).toEqual([1, 1])
    await receivers.release(probed, { ...quiet, delivered: true })
    expect(await stateOf(resting)).toMatchObject({ failingSince: null, retryAt: null, lastDeliveredAt: expect.any(Number) as number })
    expect((await claimed()).deliveries).toHaveLength(3)
    await receivers.change(paused, () => ({ to: { ...state, paused: false } }), {}, actor)
    expect((await claimed()).id).toBe(paused)
  })

  it('whose address says that it is gone is paused, and the log says by which rule', async () => {
    const id = await receiverWith(1)
    await receivers.release(await claimed(), { ...quiet, failed: true, gone: true })
    expect((await stateOf(id))?.pausedAt).not.toBeNull()
    expect((await logged('receiver_changed')).at(-1)?.details).toMatchObject({ id, to: { paused: true }, fault: 'gone' })
  })

  it('that was removed is told nothing any more', async () => {
    const id = await receiverWith(2)
    expect(await receivers.remove(id, {}, actor)).toBe(true)
    expect(await receivers.claim()).toBeNull()
  })
})

describe('a delivery', () => {
  it('is delivered, tried later or given up, each once, whoever comes too late with another word', async () => {
    const receiverId = await receiverWith(3)
    const held = await claimed()
    const [one, two, three] = held.deliveries
    if (!one || !two || !three) throw new Error('three are due')
    await receivers.settle(one, { outcome: 'delivered', status: 202 })
    await receivers.settle(two, { outcome: 'later', after: 30, status: 503, fault: 'unwell' })
    await receivers.settle(three, { outcome: 'given_up', status: null, fault: 'timeout' })
    for (const delivery of [one, two, three])
      await receivers.settle(delivery, { outcome: 'later', after: 0, status: 400, fault: 'refused' })
    await receivers.release(held, quiet)
    expect(await receivers.claim()).toBeNull()
    const { items } = await receivers.deliveries({ receiverId, limit: 10 })
    expect(items).toMatchObject([
      { state: 'failed', attempts: 1, lastStatus: null, lastFault: 'timeout', dueAt: null },
      { state: 'waiting', attempts: 1, lastStatus: 503, lastFault: 'unwell', deliveredAt: null },
      { state: 'delivered', attempts: 1, lastStatus: 202, lastFault: null, event: { kind: 'session_ended' } },
    ])
    at.pass(31)
    expect((await claimed()).deliveries).toMatchObject([{ id: two.id, attempts: 1 }])
  })

  it('that is to be tried later waits for its own time, whatever else is due', async () => {
    await receiverWith(2)
    const held = await claimed()
    for (const [place, delivery] of held.deliveries.entries())
      await receivers.settle(delivery, { outcome: 'later', after: 30 * (place + 1), status: 400, fault: 'refused' })
    await receivers.release(held, quiet)
    at.pass(31)
    expect((await claimed()).deliveries.map(({ id }) => id)).toEqual([held.deliveries[0]?.id])
  })

  it('is listed by its state, newest first, page by page', async () => {
    const receiverId = await receiverWith(5)
    const [first] = (await claimed()).deliveries
    await receivers.settle(first ?? { id: 0, attempts: 0 }, { outcome: 'delivered', status: 200 })
    const page = await receivers.deliveries({ receiverId, state: 'waiting', limit: 3 })
    expect([page.items.length, page.count, page.countCapped]).toEqual([3, 4, false])
    const rest = await receivers.deliveries({ receiverId, state: 'waiting', limit: 3, after: page.next ?? 0 })
    expect([rest.items.length, rest.next]).toEqual([1, null])
    expect((await receivers.deliveries({ receiverId, state: 'failed', limit: 3 })).items).toEqual([])
  })

  it('is queued again whatever became of it, and has every attempt before it; of a receiver that is out of reach it is not there', async () => {
    const receiverId = await receiverWith(1)
    const held = await claimed()
    const [delivery] = held.deliveries
    if (!delivery) throw new Error('one is due')
    await receivers.settle(delivery, { outcome: 'given_up', status: null, fault: 'timeout' })
    await receivers.release(held, { ...quiet, failed: true, restsFor: 3600 })
    expect(await receivers.redeliver(receiverId, delivery.id, { companyId: 2 }, actor)).toBeNull()
    expect(await receivers.redeliver(receiverId, delivery.id + 1, {}, actor)).toBeNull()
    expect(await receivers.redeliver(receiverId, delivery.id, {}, actor)).toMatchObject({ state: 'waiting', attempts: 0, failedAt: null })
    expect((await claimed()).deliveries).toMatchObject([{ id: delivery.id, attempts: 0 }])
    expect((await logged('receiver_told_again')).at(-1)?.details).toMatchObject({ id: receiverId, delivery: String(delivery.id) })
  })
})

describe('what a receiver that asks says of deliveries', () => {
  it('is heard of its own alone: those of another wait for that one still', async () => {
    const [one, other] = [await receiverWith(1, 'set_poll'), await receiverWith(2, 'set_poll')]
    const waiting = async (id: string) => (await receivers.poll(id, 1, 10)).deliveries.map((delivery) => delivery.id)
    const [taken, refused] = await waiting(other)
    await receivers.acknowledge(one, { taken: [taken!], refused: new Map([[refused!, 'invalid_key']]) })
    expect(await waiting(other)).toEqual([taken, refused])
    expect(await stateOf(one)).toMatchObject({ failingSince: null })
    await receivers.acknowledge(other, { taken: [taken!], refused: new Map([[refused!, 'invalid_key']]) })
    expect(await waiting(other)).toEqual([])
  })
})
