import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { calmly } from './calmly'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

describe('a task that is asked for calmly', () => {
  it('runs once for many askings, and soon', async () => {
    const task = vi.fn(async () => undefined)
    const calm = calmly(task)
    for (let i = 0; i < 50; i++) calm.ask()
    await vi.advanceTimersByTimeAsync(250)
    expect(task).toHaveBeenCalledTimes(1)
  })

  it('runs again for what was asked meanwhile, but not before its time', async () => {
    const task = vi.fn(async () => undefined)
    const calm = calmly(task)
    calm.ask()
    await vi.advanceTimersByTimeAsync(250)
    calm.ask()
    await vi.advanceTimersByTimeAsync(1_000)
    expect(task).toHaveBeenCalledTimes(1)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(task).toHaveBeenCalledTimes(2)
  })

  it('never runs twice at a time, and goes on after a failure', async () => {
    let inAir = 0
    const task = vi.fn(async () => {
      expect(++inAir).toBe(1)
      await new Promise((done) => setTimeout(done, 10_000))
      inAir--
      throw new Error('not answered')
    })
    const calm = calmly(task)
    calm.ask()
    await vi.advanceTimersByTimeAsync(5_000)
    calm.ask()
    await vi.advanceTimersByTimeAsync(11_000)
    expect(task).toHaveBeenCalledTimes(2)
  })

  it('does not run any more once it was stopped', async () => {
    const task = vi.fn(async () => undefined)
    const calm = calmly(task)
    calm.ask()
    calm.stop()
    await vi.advanceTimersByTimeAsync(5_000)
    expect(task).not.toHaveBeenCalled()
  })
})
