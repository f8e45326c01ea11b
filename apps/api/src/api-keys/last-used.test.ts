import type { ApiKeyUse } from '@tessera/persistence'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { LastUsed } from './last-used.js'

/** A store that writes when it is told to. */
function slowStore() {
  const written: (readonly ApiKeyUse[])[] = []
  const waiting: PromiseWithResolvers<void>[] = []
  return {
    written,
    touch: (uses: readonly ApiKeyUse[]) => {
      written.push(uses)
      const answer = promiseWithResolvers()
      waiting.push(answer)
      return answer.promise
    },
    answer: () => waiting.shift()?.resolve(),
    fail: () => waiting.shift()?.reject(new Error('the database is away')),
  }
}

interface PromiseWithResolvers<T> {
  readonly promise: Promise<T>
  readonly resolve: (value: T) => void
  readonly reject: (fault: Error) => void
}

function promiseWithResolvers(): PromiseWithResolvers<void> {
  let resolve: () => void = () => undefined
  let reject: (fault: Error) => void = () => undefined
  const promise = new Promise<void>((...functions) => ([resolve, reject] = functions))
  return { promise, resolve, reject }
}

let now: number
let store: ReturnType<typeof slowStore>
let faults: unknown[]
let lastUsed: LastUsed
beforeEach(() => {
  now = 1000
  store = slowStore()
  faults = []
  lastUsed = new LastUsed(store, () => now, { warn: (fault: unknown) => faults.push(fault) })
})

/** Flushes against a store that answers at once. */
async function flushed(): Promise<void> {
  const flush = lastUsed.flush()
  store.answer()
  await flush
}

describe('the last use of API keys', () => {
  it('is written once for each key, with how long ago the last one was', async () => {
    lastUsed.note('one')
    now = 2000
    lastUsed.note('two')
    lastUsed.note('one')
    now = 5000
    await flushed()
    expect(store.written).toEqual([
      [
        { prefix: 'one', ago: 3000 },
        { prefix: 'two', ago: 3000 },
      ],
    ])
  })

  it('is written once: what was written does not wait any more, and nothing is no write', async () => {
    lastUsed.note('one')
    await flushed()
    await lastUsed.flush()
    expect(store.written).toHaveLength(1)
  })

  it('is written with the next when it could not be, and nobody is told but the log', async () => {
    lastUsed.note('one')
    lastUsed.note('two')
    const failing = lastUsed.flush()
    now = 3000
    lastUsed.note('two')
    store.fail()
    await expect(failing).resolves.toBeUndefined()
    expect(faults).toMatchObject([{ message: 'the database is away' }])
    now = 4000
    await flushed()
    expect(store.written[1]).toEqual([
      { prefix: 'one', ago: 3000 },
      { prefix: 'two', ago: 1000 },
    ])
  })

  it('takes no more room than for ten thousand keys, and goes on noting those', async () => {
    for (let i = 0; i < 10_001; i++) lastUsed.note(`key ${i}`)
    now = 2000
    lastUsed.note('key 0')
    const failing = lastUsed.flush()
    for (let i = 0; i < 10; i++) lastUsed.note(`later ${i}`)
    store.fail()
    await failing
    await flushed()
    const [first, second] = store.written
    expect([first?.length, second?.length]).toEqual([10_000, 10_000])
    expect(first?.[0]).toEqual({ prefix: 'key 0', ago: 0 })
    expect(first).not.toContainEqual(expect.objectContaining({ prefix: 'key 10000' }))
  })

  it('is written every few seconds, one write at a time', async () => {
    vi.useFakeTimers()
    try {
      lastUsed.onModuleInit()
      lastUsed.note('one')
      await vi.advanceTimersByTimeAsync(5_000)
      expect(store.written).toHaveLength(1)
      lastUsed.note('two')
      await vi.advanceTimersByTimeAsync(20_000)
      expect(store.written).toHaveLength(1)
      store.answer()
      await vi.advanceTimersByTimeAsync(5_000)
      expect(store.written).toHaveLength(2)
    } finally {
      vi.useRealTimers()
    }
  })

  it('is written to the end when the process ends: after the write that is under way, what came since', async () => {
    lastUsed.onModuleInit()
    lastUsed.note('one')
    const underWay = lastUsed.flush()
    lastUsed.note('two')
    const shutdown = lastUsed.onApplicationShutdown()
    store.answer()
    await underWay
    await vi.waitFor(() => expect(store.written).toHaveLength(2))
    store.answer()
    await shutdown
    expect(store.written.map((uses) => uses.map(({ prefix }) => prefix))).toEqual([['one'], ['two']])
  })
})
