import type { OnApplicationShutdown } from '@nestjs/common'
import type { Logger } from 'pino'
import type { Configuration } from '../configuration.js'
import type { CounterFactory } from './counter.js'
import { KeyDisguise } from './key-disguise.js'
import { inMemory } from './memory-counter.js'
import { RedisConnection } from './redis-connection.js'
import { inRedis } from './redis-counter.js'

/** Where this process counts. */
export class Counters implements OnApplicationShutdown {
  private constructor(
    readonly counterOf: CounterFactory,
    private readonly redis: RedisConnection | null,
  ) {}

  /**
   * In Redis where `REDIS_URL` names one, else in memory. Nothing is waited for: a Redis that is not there, or takes another password, is a
   * warning in the log, and the process serves.
   */
  static open({ redisUrl, rateLimits, masterSecret }: Configuration, log: Logger): Counters {
    if (redisUrl === null || !rateLimits) return new Counters(inMemory, null)
    const redis = new RedisConnection(redisUrl, log)
    return new Counters(inRedis(redis, new KeyDisguise(masterSecret)), redis)
  }

  /** When the last request has been answered. */
  async onApplicationShutdown(): Promise<void> {
    await this.redis?.close()
  }
}
