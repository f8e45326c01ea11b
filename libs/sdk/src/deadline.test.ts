import { getEventListeners } from 'node:events'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { unlessAborted, withDeadline } from './deadline.js'

afterEach(() => vi.useRealTimers())

describe('a deadline', () => {
  it('tells the work when the caller gives up', async () => {
    const caller = new AbortController()
    let told: AbortSignal | undefined
    const work = withDeadline(10_000, caller.signal, (signal) => {
      told = signal
      return new Promise(() => {})
    })
    caller.abort('enough')
    await expect(work).rejects.toBe('enough')
    expect(told?.reason).toBe('enough')
  })

  it('tells the work when the time is up', async () => {
    vi.useFakeTimers()
    let told: AbortSignal | undefined
    const work = withDeadline(10_000, undefined, (signal) => {
      told = signal
      return new Promise(() => {})
    })
    const failed = expect(work).rejects.toMatchObject({ name: 'TimeoutError' })
    vi.advanceTimersByTime(10_000)
    await failed
    expect(told?.aborted).toBe(true)
  })

  it('that is only a signal’s leaves no listener behind, and starts nothing when it has fired', async () => {
    const caller = new AbortController()
    expect(await unlessAborted(caller.signal, async () => 'done')).toBe('done')
    expect(getEventListeners(caller.signal, 'abort')).toEqual([])
    caller.abort('enough')
    const work = vi.fn()
    await expect(unlessAborted(caller.signal, work)).rejects.toBe('enough')
    expect(work).not.toHaveBeenCalled()
  })

  it('leaves no timer and no listener behind, however the work ends', async () => {
    vi.useFakeTimers()
    const caller = new AbortController()
    await withDeadline(10_000, caller.signal, async () => 'done')
    await withDeadline(10_000, caller.signal, () => Promise.reject(new Error('no'))).catch(() => undefined)
    expect(vi.getTimerCount()).toBe(0)
    expect(getEventListeners(caller.signal, 'abort')).toEqual([])
  })
})
