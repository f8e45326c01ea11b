import type { OnApplicationShutdown } from '@nestjs/common'
import type { Logger } from 'pino'
import type { Configuration } from '../configuration.js'
import type { CounterFactory } from './counter.js'
import { KeyDisguise } from './key-disguise.js'
import { inMemory } from './memory-counter.js'
import type { RedisConnection } from './redis-connection.js'
import { inRedis } from './redis-counter.js'

/** Where this process counts. */
export class Counters implements OnApplicationShutdown {
  private constructor(
    readonly counterOf: CounterFactory,
    private readonly redis: RedisConnection | null,
  ) {}

  /**
   * In Redis where `REDIS_URL` names one, else in memory. Its answer is not waited for: a Redis that is not there, or takes another password, is a
   * warning in the log, and the process serves.
   */
  static async open({ redisUrl, rateLimits, masterSecret }: Configuration, log: Logger): Promise<Counters> {
    if (redisUrl === null || !rateLimits) return new Counters(inMemory, null)
    // Not imported above: most have no Redis, and its client takes its time to load, and some megabytes.
    const { RedisConnection } = await import('./redis-connection.js')
    const redis = new RedisConnection(redisUrl, log)
    return new Counters(inRedis(redis, new KeyDisguise(masterSecret)), redis)
  }

  /** When the last request has been answered. */
  async onApplicationShutdown(): Promise<void> {
    await this.redis?.close()
  }
}
