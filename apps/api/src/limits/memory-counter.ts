import type { Bound } from './bounds.js'
import type { Counter, CounterFactory, Spent } from './counter.js'

/** Some 60 MB. Whoever makes up so many keys within one duration has been counted by the limits of their network and of all together. */
const defaultCapacity = 500_000

interface Entry {
  count: number
  /** By the clock that never jumps. */
  readonly endsAt: number
}

/**
 * Counts in this process's memory, in a microsecond and without a timer. All keys last equally long, so a map, which remembers the order in
 * which its keys came, has the next to end at its front. Beyond its capacity it forgets that one: memory has an end, too.
 */
export class MemoryCounter implements Counter {
  private readonly entries = new Map<string, Entry>()
  private readonly duration: number

  constructor(
    { duration }: Pick<Bound, 'duration'>,
    private readonly capacity = defaultCapacity,
  ) {
    this.duration = duration * 1000
  }

  get size(): number {
    return this.entries.size
  }

  spend(key: string): Spent {
    const now = performance.now()
    this.sweep(now)
    let entry = this.live(key, now)
    if (!entry) {
      this.entries.delete(key)
      this.makeRoom()
      entry = { count: 0, endsAt: now + this.duration }
      this.entries.set(key, entry)
    }
    entry.count += 1
    return { count: entry.count, endsIn: entry.endsAt - now }
  }

  giveBack(key: string, count: number): void {
    const entry = this.live(key, performance.now())
    if (!entry) return
    entry.count -= count
    if (entry.count <= 0) this.entries.delete(key)
  }

  forget(key: string): number {
    const count = this.live(key, performance.now())?.count ?? 0
    this.entries.delete(key)
    return count
  }

  private live(key: string, now: number): Entry | undefined {
    const entry = this.entries.get(key)
    return entry && entry.endsAt > now ? entry : undefined
  }

  private makeRoom(): void {
    if (this.entries.size < this.capacity) return
    for (const [oldest] of this.entries) {
      this.entries.delete(oldest)
      return
    }
  }

  /** Two at each use: what has ended goes faster than new keys come, and no use ever waits for a sweep. */
  private sweep(now: number): void {
    let swept = 0
    for (const [key, { endsAt }] of this.entries) {
      if (endsAt > now || swept++ === 2) return
      this.entries.delete(key)
    }
  }
}

/** Each process counts for itself. */
export const inMemory: CounterFactory = (_name, bound) => new MemoryCounter(bound)
