import { getEventListeners } from 'node:events'
import { describe, expect, it } from 'vitest'
import { within } from './within.js'

const never = () => new Promise<never>(() => undefined)

describe('some work that is waited for', () => {
  it('gives what it gives, and throws what it throws', async () => {
    expect(await within(10_000, () => 'done')).toBe('done')
    const fault = new Error('no')
    await expect(within(10_000, () => Promise.reject(fault))).rejects.toBe(fault)
  })

  it('is told when it took too long, and nobody waits any more', async () => {
    let told: AbortSignal | undefined
    await expect(within(1, (signal) => ((told = signal), never()))).rejects.toThrow(expect.objectContaining({ name: 'TimeoutError' }))
    expect(told?.aborted).toBe(true)
  })

  it('is over sooner where somebody says so, before or meanwhile', async () => {
    const sooner = new AbortController()
    const waiting = within(10_000, never, sooner.signal)
    sooner.abort(new Error('leaving'))
    await expect(waiting).rejects.toThrow('leaving')
    await expect(within(10_000, never, sooner.signal)).rejects.toThrow('leaving')
  })

  it('leaves nothing at a signal that lives on', async () => {
    const { signal } = new AbortController()
    await within(10_000, () => 'done', signal)
    expect(getEventListeners(signal, 'abort')).toHaveLength(0)
  })
})
