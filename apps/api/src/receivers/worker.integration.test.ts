import { randomUUID } from 'node:crypto'
import { receiverStore } from '@tessera/persistence'
import { testStore, type TestStore } from '@tessera/persistence/testing'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { type Receiving, startReceiving } from '../testing/receiving.js'
import { ReceiverAddresses } from './addresses.js'
import { Leaving } from '../processes/leaving.js'
import { DeliveryWorker } from './worker.js'

let at: TestStore
let receivers: ReturnType<typeof receiverStore>
let server: Receiving
const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() }
const running: DeliveryWorker[] = []
beforeAll(async () => {
  at = await testStore()
  receivers = receiverStore(at.database, () => at.passed() * 1000)
  server = await startReceiving()
})
afterAll(async () => {
  await server.close()
  await at.close()
})
beforeEach(async () => {
  await at.pool.query('DELETE FROM receivers; DELETE FROM deliveries')
  server.received.length = server.orders.length = 0
  vi.clearAllMocks()
})
afterEach(async () => {
  for (const worker of running.splice(0)) await worker.onApplicationShutdown()
})

function workerOf(leaving?: Leaving): DeliveryWorker {
  const compose = { compose: (_: unknown, { id }: { id: number }) => ({ headers: { 'webhook-id': String(id) }, body: '{}' }) }
  const worker = new DeliveryWorker({ receivers, compose, addresses: new ReceiverAddresses(['loopback'], false), log }, leaving)
  running.push(worker)
  return worker
}

async function registered(path: string): Promise<string> {
  const creation = await receivers.create(
    { name: 'x', form: 'set_push', companyId: 1, url: `${server.url}${path}`, kinds: [], audience: null },
    () => ({ secret: null, authorization: null }),
    { by: randomUUID(), origin: { ip: null, userAgent: null } },
  )
  if (creation.outcome === 'refused') throw new Error(creation.refusal)
  return creation.receiver.id
}

const happens = (entries: number) =>
  at.pool.query(`INSERT INTO events (at, kind, company_id) SELECT clock_timestamp(), 'session_ended', 1 FROM generate_series(1, $1::int)`, [
    entries,
  ])
const waitingOf = async (id: string) => (await receivers.find(id, {}))?.waiting
const pathsOf = (path: string) => server.received.filter((request) => request.path === path)

it('three processes that look at once send each delivery once', async () => {
  const [one, other] = [await registered('/one'), await registered('/other')]
  await happens(45)
  const workers = [workerOf(), workerOf(), workerOf()]
  await vi.waitFor(
    async () => {
      for (const worker of workers) worker.look()
      expect([await waitingOf(one), await waitingOf(other), server.received.length]).toEqual([0, 0, 90])
    },
    { timeout: 20_000, interval: 50 },
  )
  expect(new Set(server.received.map(({ headers }) => headers['webhook-id'])).size).toBe(90)
})

it('a receiver that is unwell is soon left alone, and holds up nobody else', async () => {
  const [dead, well] = [await registered('/dead'), await registered('/well')]
  // Whichever is first: those of the dead one fail, and it alone is left alone.
  await at.pool.query(`UPDATE receivers SET url = 'http://127.0.0.1:1/' WHERE id = $1`, [dead])
  await happens(40)
  const worker = workerOf()
  await vi.waitFor(
    async () => {
      worker.look()
      expect([await waitingOf(well), pathsOf('/well').length]).toEqual([0, 40])
    },
    { timeout: 20_000, interval: 50 },
  )
  await worker.onApplicationShutdown()
  const { items } = await receivers.deliveries({ receiverId: dead, limit: 100 })
  const tried = items.filter(({ attempts }) => attempts > 0)
  expect(tried.length).toBeGreaterThan(0)
  // As many as were on their way at once, and not all that wait.
  expect(tried.length).toBeLessThanOrEqual(4)
  expect(tried.every(({ lastFault, attempts }) => lastFault === 'connection_refused' && attempts === 1)).toBe(true)
  expect(await receivers.find(dead, {})).toMatchObject({ waiting: 40, retryAt: expect.any(Number) as number })
})

it('a process that stops finishes what it sends, and leaves the rest to others at once', async () => {
  const id = await registered('/slow')
  await happens(30)
  let answer = (): void => undefined
  server.orders.push((response) => void (answer = () => response.writeHead(202).end()))
  const stopping = workerOf()
  stopping.look()
  await vi.waitFor(() => expect(server.received.length).toBeGreaterThan(0), { timeout: 10_000 })
  const stopped = stopping.onApplicationShutdown()
  answer()
  await stopped
  const sent = server.received.length
  expect(await waitingOf(id)).toBe(30 - sent)
  const next = workerOf()
  await vi.waitFor(
    async () => {
      next.look()
      expect(await waitingOf(id)).toBe(0)
    },
    { timeout: 20_000, interval: 50 },
  )
  expect(new Set(server.received.map(({ headers }) => headers['webhook-id'])).size).toBe(server.received.length)
})

it('a process that stops breaks off what hangs, holds it against nobody, and another sends it at once', async () => {
  const id = await registered('/hanging')
  await happens(1)
  server.orders.push(() => undefined)
  const stopping = workerOf(new Leaving(20))
  stopping.look()
  await vi.waitFor(() => expect(server.received).toHaveLength(1), { timeout: 10_000 })
  await stopping.onApplicationShutdown()
  const [delivery] = (await receivers.deliveries({ receiverId: id, limit: 1 })).items
  expect(delivery).toMatchObject({ attempts: 0, lastFault: null })
  expect(await receivers.find(id, {})).toMatchObject({ waiting: 1, retryAt: null })
  const next = workerOf()
  await vi.waitFor(async () => {
    next.look()
    expect(await waitingOf(id)).toBe(0)
  })
  expect(server.received.map(({ headers }) => headers['webhook-id'])).toEqual([String(delivery?.id), String(delivery?.id)])
})

it('a database that is away is said once, and the worker goes on when it is back', async () => {
  const id = await registered('/later')
  await happens(1)
  const worker = workerOf()
  const away = vi.spyOn(receivers, 'fanOut').mockRejectedValue(new Error('away'))
  for (const _ of [1, 2, 3]) {
    worker.look()
    const asked = away.mock.calls.length
    await vi.waitFor(() => {
      worker.look()
      expect(away.mock.calls.length).toBeGreaterThan(asked)
    })
  }
  expect(log.warn).toHaveBeenCalledTimes(1)
  away.mockRestore()
  await vi.waitFor(
    async () => {
      worker.look()
      expect(await waitingOf(id)).toBe(0)
      expect(server.received).toHaveLength(1)
    },
    { timeout: 10_000, interval: 50 },
  )
})
