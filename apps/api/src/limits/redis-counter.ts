import type { Bound } from './bounds.js'
import type { Counter, CounterFactory, Spent } from './counter.js'
import type { KeyDisguise } from './key-disguise.js'
import { MemoryCounter } from './memory-counter.js'
import type { RedisConnection } from './redis-connection.js'

/** Counts in Redis, for all replicas together; and in memory while Redis cannot answer. */
class RedisCounter implements Counter {
  private readonly memory: MemoryCounter
  private readonly duration: number

  constructor(
    private readonly name: string,
    bound: Bound,
    private readonly redis: RedisConnection,
    private readonly keys: KeyDisguise,
  ) {
    this.memory = new MemoryCounter(bound)
    this.duration = bound.duration * 1000
  }

  async spend(key: string): Promise<Spent> {
    const reply = await this.redis.run('spend', this.keys.disguise(this.name, key), this.duration)
    if (!Array.isArray(reply)) return this.memory.spend(key)
    const [count, endsIn] = reply.map(Number)
    return { count: count ?? 0, endsIn: endsIn ?? 0 }
  }

  async giveBack(key: string, count: number): Promise<void> {
    const reply = await this.redis.run('giveBack', this.keys.disguise(this.name, key), count)
    // What Redis has no count of was counted in memory, when Redis was away or full.
    if (reply === null || reply === 0) this.memory.giveBack(key, count)
  }

  async forget(key: string): Promise<number> {
    const reply = await this.redis.run('forget', this.keys.disguise(this.name, key))
    // Both: it may have been counted in memory while Redis was away.
    return (reply === null ? 0 : Number(reply)) + this.memory.forget(key)
  }
}

/** The replicas share their counts. */
export function inRedis(redis: RedisConnection, keys: KeyDisguise): CounterFactory {
  return (name, bound) => new RedisCounter(name, bound, redis, keys)
}
