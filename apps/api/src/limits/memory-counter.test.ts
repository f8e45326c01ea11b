import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { MemoryCounter } from './memory-counter.js'

let counter: MemoryCounter

describe('a count in memory', () => {
  beforeEach(() => {
    vi.useFakeTimers()
    counter = new MemoryCounter({ duration: 60 })
  })
  afterEach(() => void vi.useRealTimers())

  it('lasts from the first use on, and is not made longer by later ones', () => {
    expect(counter.spend('a')).toEqual({ count: 1, endsIn: 60_000 })
    vi.advanceTimersByTime(59_000)
    expect(counter.spend('a')).toEqual({ count: 2, endsIn: 1000 })
    vi.advanceTimersByTime(1000)
    expect(counter.spend('a')).toEqual({ count: 1, endsIn: 60_000 })
  })

  it('begins anew when it has ended, also where it still takes room', () => {
    for (const key of ['a', 'b', 'c', 'd', 'd']) counter.spend(key)
    vi.advanceTimersByTime(60_000)
    expect([counter.spend('c').count, counter.size, counter.forget('d')]).toEqual([1, 2, 0])
  })

  it('gives back what should not have counted, and never more', () => {
    for (let i = 0; i < 3; i++) counter.spend('a')
    counter.giveBack('a', 1)
    expect(counter.spend('a').count).toBe(3)
    counter.giveBack('a', 10)
    counter.giveBack('nobody', 1)
    expect(counter.spend('a').count).toBe(1)
  })

  it('begins anew when it is forgotten', () => {
    counter.spend('a')
    expect([counter.forget('a'), counter.forget('a'), counter.spend('a').count]).toEqual([1, 0, 1])
  })

  it('has room for so many at most, and forgets the one that would end first', () => {
    const small = new MemoryCounter({ duration: 60 }, 3)
    for (const key of ['a', 'b', 'c', 'c', 'd']) small.spend(key)
    expect([small.size, small.spend('c').count, small.spend('d').count, small.spend('a').count]).toEqual([3, 3, 2, 1])
  })

  it('takes no room when it has ended', () => {
    for (let i = 0; i < 1000; i++) counter.spend(`key ${i}`)
    vi.advanceTimersByTime(60_000)
    for (let i = 0; i < 1000; i++) counter.spend(`other ${i}`)
    expect(counter.size).toBe(1000)
  })
})
