import { setTimeout as wait } from 'node:timers/promises'
import { sessionRevocationStore, type SessionRevocationStore } from '@tessera/persistence'
import { manySessions, revocationOf, testStore, type TestStore } from '@tessera/persistence/testing'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { RevocationWorker } from './worker.js'

const log = { info: vi.fn(), warn: vi.fn() }
const running: RevocationWorker[] = []
function work(store: Pick<SessionRevocationStore, 'claim' | 'advance' | 'release'>): RevocationWorker {
  const worker = new RevocationWorker(store, log)
  running.push(worker)
  worker.onModuleInit()
  return worker
}
afterEach(async () => {
  vi.useRealTimers()
  for (const worker of running.splice(0)) await worker.onApplicationShutdown()
  vi.clearAllMocks()
})

describe('the worker', () => {
  let at: TestStore
  let store: SessionRevocationStore
  let owner: string
  beforeAll(async () => {
    at = await testStore()
    store = sessionRevocationStore(at.database, at.defaults, () => at.passed() * 1000)
    owner = await at.createUser()
    await at.pool.query(`UPDATE users SET roles = '{owner}' WHERE id = $1`, [owner])
  })
  afterAll(() => at.close())

  const create = async (sessions: number, startsIn = 1) => {
    const ids = (await manySessions(at, sessions)).map(({ id }) => id)
    return store.create(revocationOf(owner, ids, { startsIn }))
  }
  const found = async (id: string) => (await store.find(id, null))!
  const untilDone = (id: string) => vi.waitFor(async () => expect((await found(id)).state).toBe('done'), 10_000)

  it('finds what another process made, and executes it when its time has come', async () => {
    work(store)
    const id = await create(250)
    await untilDone(id)
    expect(await found(id)).toMatchObject({ ended: 250 })
  })

  it('gives back what it has in hand when it is told to go, and another goes on at once', async () => {
    const id = await create(4000, 0)
    const leaving = work({ ...store, claim: () => Promise.resolve({ id: null, dueIn: null }) })
    const executed = leaving.execute(id, performance.now() + 60_000, true)
    await vi.waitFor(async () => expect((await found(id)).ended).toBeGreaterThan(0), { interval: 1, timeout: 5000 })
    await leaving.onApplicationShutdown()
    await executed
    const { ended, state } = await found(id)
    expect(state).toBe('running')
    expect(ended).toBeLessThan(4000)
    // Its hold of five seconds was given back: the next one has it now.
    expect(await store.claim(true)).toMatchObject({ id })
    await store.release(id)
    work(store)
    await untilDone(id)
    expect(await found(id)).toMatchObject({ ended: 4000, passedOver: 0 })
  })

  it('goes on with what a process left that died, when its hold is over', async () => {
    const id = await create(250, 0)
    await store.advance(id)
    work(store)
    expect(await found(id)).toMatchObject({ state: 'running', ended: 100 })
    at.pass(6)
    await untilDone(id)
    expect(await found(id)).toMatchObject({ ended: 250, passedOver: 0 })
  })

  it('executes no more sets at once than it has hands, however many are asked for; and gives back what it has no time for', async () => {
    const [advancing, released, most]: [Set<string>, string[], number[]] = [new Set(), [], []]
    const advance = async (id: string) => {
      advancing.add(id)
      most.push(advancing.size)
      await wait(10)
      advancing.delete(id)
      return id === 'long' ? ('more' as const) : ('over' as const)
    }
    const release = (id: string) => Promise.resolve(void released.push(id))
    const worker = work({ claim: () => Promise.resolve({ id: null, dueIn: null }), advance, release })
    const later = performance.now() + 10_000
    await Promise.all(['a', 'b', 'c', 'd', 'e'].map((id) => worker.execute(id, later, true)))
    expect(Math.max(...most)).toBe(2)
    const soon = performance.now() + 100
    await Promise.all(['long', 'long', 'late'].map((id) => worker.execute(id, soon, true)))
    await vi.waitFor(() => expect(released.sort()).toEqual(['late', 'long', 'long']))
    released.length = 0
    const full = Promise.all(['long', 'long'].map((id) => worker.execute(id, performance.now() + 500, true)))
    // One write of a scope waits for no set.
    await worker.execute('everything', later, false)
    expect(released).toEqual([])
    await full
    await vi.waitFor(() => expect(released).toEqual(['long', 'long']))
  })

  it('ends everything of a scope though all its hands are full of sets', async () => {
    const advanced: string[] = []
    const sets = ['set', 'set']
    const claim = (takesSets: boolean) => Promise.resolve({ id: (takesSets ? sets.shift() : 'everything') ?? null, dueIn: 0 })
    const endless = new Promise<'over'>((resolve) => setTimeout(() => resolve('over'), 300))
    const advance = (id: string) => (advanced.push(id), id === 'set' ? endless : Promise.resolve('over' as const))
    work({ claim, advance, release: () => Promise.resolve() }).wake()
    await vi.waitFor(() => expect(advanced).toContain('everything'), { interval: 1, timeout: 250 })
    expect(advanced.slice(0, 2)).toEqual(['set', 'set'])
  })

  it('gives a long set back after its turn, so that the next one is not kept waiting', async () => {
    const [claimed, given]: [string[], string[]] = [[], []]
    const queue = ['long', 'long too', 'short']
    const claim = () => {
      const id = queue.shift() ?? null
      if (id !== null) claimed.push(id)
      return Promise.resolve({ id, dueIn: 0 })
    }
    const advance = async (id: string) => (await wait(20), id === 'short' ? ('over' as const) : ('more' as const))
    const release = (id: string) => Promise.resolve(void given.push(id))
    work({ claim: (sets) => (sets ? claim() : Promise.resolve({ id: null, dueIn: 0 })), advance, release }).wake()
    await vi.waitFor(() => expect(claimed).toContain('short'), 2500)
    expect(given).toContain('long')
  })
})

describe('while nothing is pending', () => {
  const idle = { advance: vi.fn(), release: vi.fn() }
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }))

  it('the database is asked once in two seconds', async () => {
    const claim = vi.fn(() => Promise.resolve({ id: null, dueIn: null }))
    work({ ...idle, claim })
    await vi.advanceTimersByTimeAsync(20_000)
    expect(claim.mock.calls.length).toBeLessThanOrEqual(11)
    expect(claim.mock.calls.length).toBeGreaterThan(8)
  })

  it('what comes up while a look is under way is looked for at once', async () => {
    const looks: ((found: { id: null; dueIn: null }) => void)[] = []
    const worker = work({ ...idle, claim: () => new Promise((found) => looks.push(found)) })
    worker.wake()
    await vi.advanceTimersByTimeAsync(0)
    worker.wake()
    await vi.advanceTimersByTimeAsync(0)
    expect(looks).toHaveLength(1)
    looks[0]?.({ id: null, dueIn: null })
    await vi.advanceTimersByTimeAsync(0)
    expect(looks).toHaveLength(2)
    looks[1]?.({ id: null, dueIn: null })
  })

  it('and twice a second while something is, and at its very time', async () => {
    const due = performance.now() + 3000
    const claim = vi.fn(() => Promise.resolve({ id: null, dueIn: due - performance.now() }))
    work({ ...idle, claim }).wake()
    await vi.advanceTimersByTimeAsync(2999)
    expect(claim.mock.calls.length).toBeLessThanOrEqual(8)
    const before = claim.mock.calls.length
    await vi.advanceTimersByTimeAsync(22)
    expect(claim.mock.calls.length).toBeGreaterThan(before)
  })

  it('a database that is away is said once', async () => {
    const claim = vi.fn(() => Promise.reject(new Error('away')))
    work({ ...idle, claim })
    await vi.advanceTimersByTimeAsync(10_000)
    expect(claim.mock.calls.length).toBeGreaterThan(5)
    expect(log.warn).toHaveBeenCalledTimes(1)
  })
})
