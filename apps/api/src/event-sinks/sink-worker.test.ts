import type { EventSinkStore, HeldSink } from '@tessera/persistence'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Leaving } from '../processes/leaving.js'
import type { EventSink } from './event-sink.js'
import { SinkWorker } from './sink-worker.js'

const position = { snapshot: '1:1:', id: 0, towards: null }
const held: HeldSink = { name: 'hopper', holder: 'us', position, failures: 0 }
const entry = { id: '1', at: 0, kind: 'user_changed', details: {} }
const log = { warn: vi.fn(), info: vi.fn() }
/** A log that has always one more entry. */
const positions = { hold: vi.fn(), read: vi.fn(), move: vi.fn(), release: vi.fn() }
beforeEach(() => {
  vi.clearAllMocks()
  positions.hold.mockResolvedValue(held)
  positions.read.mockResolvedValue({ entries: [entry], next: { ...position, towards: '2:2:' } })
  positions.move.mockResolvedValue(true)
  positions.release.mockResolvedValue(undefined)
})
afterEach(() => vi.useRealTimers())

const workerOf = (take: EventSink['take'], leaving?: Leaving) =>
  new SinkWorker([{ name: 'hopper', take }], positions as unknown as EventSinkStore, log, leaving)

it('a process that stops breaks off a sink that hangs, holds it against nobody, and lets go', async () => {
  let signal: AbortSignal | undefined
  const worker = workerOf((_, given) => ((signal = given), new Promise(() => undefined)), new Leaving(20))
  worker.look()
  await vi.waitFor(() => expect(signal).toBeDefined())
  await worker.onApplicationShutdown()
  expect(signal?.aborted).toBe(true)
  expect(positions.release.mock.calls).toEqual([[held, 0]])
  expect(positions.move).not.toHaveBeenCalled()
  expect(log.warn).not.toHaveBeenCalled()
})

it('begins no page more once the drain has begun', async () => {
  let taken = (): void => undefined
  const take = vi.fn(() => new Promise<void>((done) => (taken = done)))
  const worker = workerOf(take)
  worker.look()
  await vi.waitFor(() => expect(take).toHaveBeenCalledTimes(1))
  worker.beforeApplicationShutdown()
  taken()
  await worker.onApplicationShutdown()
  expect([take.mock.calls.length, positions.move.mock.calls.length]).toEqual([1, 1])
})

it('tells nothing under a hold that could not be made longer', async () => {
  vi.useFakeTimers({ toFake: ['performance'] })
  positions.read.mockResolvedValue({ entries: [entry], next: position })
  const take = vi.fn()
  const worker = workerOf(take)
  const look = async (): Promise<void> => {
    const seen = positions.hold.mock.calls.length + take.mock.calls.length
    await vi.waitFor(() => {
      worker.look()
      expect(positions.hold.mock.calls.length + take.mock.calls.length).toBeGreaterThan(seen)
    })
  }
  await look()
  await vi.waitFor(() => expect(positions.move).toHaveBeenCalled())
  vi.advanceTimersByTime(30_000)
  positions.hold.mockRejectedValue(new Error('away'))
  const told = take.mock.calls.length
  await look()
  await look()
  expect(take).toHaveBeenCalledTimes(told)
  await worker.onApplicationShutdown()
})
