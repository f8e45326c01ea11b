import { describe, expect, it, vi } from 'vitest'
import { fakeLocks } from '../testing/locks.js'
import { faultOf } from '../testing/logged-in.js'
import { tabLock } from './tab-lock.js'

const patience = 20
const never = new Promise<never>(() => {})

describe('a lock over all tabs', () => {
  it('lets one after the other in, in all tabs', async () => {
    const { locks } = fakeLocks()
    const [one, other] = [tabLock('refresh', 10_000, locks), tabLock('refresh', 10_000, locks)]
    const order: string[] = []
    let finish: (() => void) | undefined
    const first = one(async () => {
      await new Promise<void>((done) => (finish = done))
      order.push('first')
    })
    const second = other(async () => void order.push('second'))
    await vi.waitFor(() => expect(finish).toBeDefined())
    await new Promise(setImmediate)
    expect(order).toEqual([])
    finish?.()
    await Promise.all([first, second])
    expect(order).toEqual(['first', 'second'])
  })

  it('says whether somebody else had to be waited for', async () => {
    const { locks } = fakeLocks()
    const lock = tabLock('refresh', 10_000, locks)
    let finish: (() => void) | undefined
    const first = lock(async (waited) => {
      await new Promise<void>((done) => (finish = done))
      return waited
    })
    const second = lock(async (waited) => waited)
    await vi.waitFor(() => expect(finish).toBeDefined())
    finish?.()
    expect(await Promise.all([first, second])).toEqual([false, true])
    expect(await lock(async (waited) => waited)).toBe(false)
  })

  it('is not waited for beyond patience: who holds it may be asleep', async () => {
    const { locks } = fakeLocks()
    void tabLock('refresh', patience, locks)(() => never)
    expect(await tabLock('refresh', patience, locks)(async () => 'done')).toBe('done')
  })

  it('gives nobody up who has begun, however long it takes', async () => {
    const { locks } = fakeLocks()
    const step = vi.fn(() => new Promise<string>((done) => setTimeout(() => done('done'), 2 * patience)))
    expect(await tabLock('refresh', patience, locks)(step)).toBe('done')
    expect(step).toHaveBeenCalledTimes(1)
  })

  it('hands on the fault of a step, which is not run again', async () => {
    const { locks } = fakeLocks()
    const step = vi.fn(() => Promise.reject(new Error('disk full')))
    expect(await faultOf(tabLock('refresh', patience, locks)(step))).toEqual(new Error('disk full'))
    expect(step).toHaveBeenCalledTimes(1)
  })

  it('that a document may not have is done without', async () => {
    const locks = { request: () => Promise.reject(new DOMException('a sandboxed frame', 'SecurityError')) } as unknown as LockManager
    expect(await tabLock('refresh', patience, locks)(async () => 'done')).toBe('done')
    expect(await tabLock('refresh', patience, undefined)(async () => 'done')).toBe('done')
  })
})
