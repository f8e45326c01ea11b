import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { BoundedQueue, TooBusy } from './bounded-queue.js'

/** Work that lasts until it is told to end. */
function work() {
  let end: () => void = () => undefined
  const done = new Promise<void>((resolve) => (end = resolve))
  const started = vi.fn(() => done)
  return { started, end: () => end() }
}

describe('a bounded queue', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('runs no more at once than it may, and the others in the order they came', async () => {
    const queue = new BoundedQueue({ atOnce: 2, waiting: 10, wait: 1000 })
    const all = [work(), work(), work(), work()]
    const runs = all.map(({ started }) => queue.run(started))
    expect(all.map(({ started }) => started.mock.calls.length)).toEqual([1, 1, 0, 0])
    all[1]?.end()
    await runs[1]
    await vi.waitFor(() => expect(all.map(({ started }) => started.mock.calls.length)).toEqual([1, 1, 1, 0]))
    for (const { end } of all) end()
    await Promise.all(runs)
    expect(all[3]?.started).toHaveBeenCalledOnce()
  })

  it('turns away what finds it full', async () => {
    const queue = new BoundedQueue({ atOnce: 1, waiting: 1, wait: 1000 })
    const [first, second, third] = [work(), work(), work()]
    const runs = [queue.run(first.started), queue.run(second.started)]
    await expect(queue.run(third.started)).rejects.toThrow(TooBusy)
    first.end()
    second.end()
    await Promise.all(runs)
    expect(third.started).not.toHaveBeenCalled()
  })

  it('turns away what waits too long, and starts it never', async () => {
    const queue = new BoundedQueue({ atOnce: 1, waiting: 2, wait: 1000 })
    const [first, late, patient] = [work(), work(), work()]
    const running = queue.run(first.started)
    const turnedAway = expect(queue.run(late.started)).rejects.toThrow(TooBusy)
    await vi.advanceTimersByTimeAsync(999)
    const waiting = queue.run(patient.started)
    await vi.advanceTimersByTimeAsync(1)
    await turnedAway
    first.end()
    patient.end()
    await Promise.all([running, waiting])
    expect(late.started).not.toHaveBeenCalled()
    expect(patient.started).toHaveBeenCalledOnce()
  })

  it('goes on after work that fails', async () => {
    const queue = new BoundedQueue({ atOnce: 1, waiting: 1, wait: 1000 })
    await expect(queue.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
    await expect(queue.run(async () => 7)).resolves.toBe(7)
  })
})
