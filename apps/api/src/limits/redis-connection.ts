import { Redis } from 'ioredis'
import type { Logger } from 'pino'
import { RedisConnector } from './redis-connector.js'
import { type ScriptName, scripts } from './redis-scripts.js'

/** Milliseconds that anybody waits for Redis. */
const patience = 100
/** Milliseconds that a new connection may take to say hello, which nobody waits for. */
const helloPatience = 1000
const longestPause = 2000

/** A command as `defineCommand` makes it. */
type Scripted = (key: string, ...values: readonly number[]) => Promise<unknown>

/** Its type is inferred: to compare two of ioredis takes the compiler seconds. */
const connectionTo = (url: string) =>
  new Redis(url, {
    Connector: RedisConnector,
    connectionName: 'tessera-limits',
    commandTimeout: helloPatience,
    connectTimeout: helloPatience,
    // A frozen server never closes its side.
    disconnectTimeout: patience,
    keepAlive: 10_000,
    // Whoever counts turns to memory at once. What was sent and not answered is not sent again: it would count twice.
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (times) => Math.min(50 * 2 ** Math.min(times, 10), longestPause),
    scripts: Object.fromEntries(Object.entries(scripts).map(([name, lua]) => [name, { lua, numberOfKeys: 1 }])),
  })

/**
 * The Redis that shares counts between replicas. It may be away, hang, refuse or come back: nobody gets an error, and nobody waits for it
 * longer than a tenth of a second, once; until it is back, it is not asked.
 */
export class RedisConnection {
  private readonly redis: ReturnType<typeof connectionTo>
  private state: 'unknown' | 'well' | 'in_trouble' = 'unknown'

  constructor(
    url: string,
    private readonly log: Logger,
  ) {
    this.redis = connectionTo(url)
    // An EventEmitter without this listener ends the process.
    this.redis.on('error', (fault: unknown) => this.noteTrouble(fault))
    this.redis.on('close', () => this.noteTrouble(new Error('the connection was closed')))
    this.redis.on('ready', () => this.noteWell())
  }

  /** Runs a script. @returns null when Redis cannot answer now */
  async run(name: ScriptName, key: string, ...values: readonly number[]): Promise<unknown> {
    if (this.redis.status !== 'ready') return null
    const command = (this.redis as unknown as Record<ScriptName, Scripted>)[name].bind(this.redis)
    try {
      const reply = await inTime(command(key, ...values))
      // One that is full lets counts go, and counts nothing.
      if (name === 'spend') this.noteWell()
      return reply
    } catch (fault) {
      this.noteTrouble(fault)
      // It hangs, or the way to it does. A new connection is ready only when somebody answers.
      if (fault instanceof NoAnswer) this.redis.disconnect(true)
      return null
    }
  }

  /** Ends the connection. */
  async close(): Promise<void> {
    this.redis.removeAllListeners('close')
    try {
      if (this.redis.status === 'ready') await inTime(this.redis.quit())
    } catch {
      // Whatever was the matter with it, there is nothing left to do there.
    }
    this.redis.disconnect()
  }

  private noteWell(): void {
    if (this.state === 'unknown') this.log.info('Redis shares the rate limits')
    if (this.state === 'in_trouble') this.log.info('Redis is back: it shares the rate limits again')
    this.state = 'well'
  }

  private noteTrouble(fault: unknown): void {
    if (this.state !== 'in_trouble')
      this.log.warn({ err: fault }, 'Redis cannot answer: each process counts rate limits for itself until it can')
    this.state = 'in_trouble'
  }
}

class NoAnswer extends Error {
  override readonly name = 'NoAnswer'
}

/** @throws NoAnswer when the time is over */
async function inTime<T>(promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const over = new Promise<never>((_, reject) => {
    // A process that was busy reads what has arrived meanwhile before it gives up.
    timer = setTimeout(() => setImmediate(() => reject(new NoAnswer(`no answer for ${patience} ms`))), patience)
  })
  // Nobody waits for it any more when the time is over.
  promise.catch(() => undefined)
  try {
    return await Promise.race([promise, over])
  } finally {
    clearTimeout(timer)
    over.catch(() => undefined)
  }
}
