import { createSecretKey } from 'node:crypto'
import { Redis } from 'ioredis'
import pino from 'pino'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { testConfiguration } from '../testing/configuration.js'
import { redisProgram, RedisServer } from '../testing/redis-server.js'
import type { Counter } from './counter.js'
import { Counters } from './counters.js'
import { CountedLimits } from './limits.js'

const title = redisProgram ? 'limits in Redis' : 'limits in Redis (skipped: there is no redis-server on PATH)'
const bound = { points: 1000, duration: 600 }
const masterSecret = createSecretKey(Buffer.alloc(32, 1))

let closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.reverse()) await close()
  closing = []
})

async function redisServer(password: string | null = null): Promise<RedisServer> {
  const server = await RedisServer.start(password)
  closing.push(() => server.close())
  return server
}

/** What one replica counts with, and what its log says. */
async function replica(redisUrl: string): Promise<{ counters: Counters; lines: string[] }> {
  const lines: string[] = []
  const log = pino({}, { write: (line: string) => void lines.push((JSON.parse(line) as { msg: string }).msg) })
  const counters = await Counters.open(testConfiguration({ redisUrl, masterSecret }), log)
  closing.push(() => counters.onApplicationShutdown())
  return { counters, lines }
}

const shared = 'Redis shares the rate limits'
const gone = 'Redis cannot answer: each process counts rate limits for itself until it can'
const back = 'Redis is back: it shares the rate limits again'
/** @param after how many lines there were before */
const untilLogged = (lines: readonly string[], line: string, after = 0) =>
  vi.waitFor(() => expect(lines.slice(after)).toContain(line), { timeout: 10_000, interval: 10 })

/** Counts without a pause, and how long the longest took, until it is told to stop. */
function counting(counter: Counter): () => Promise<{ counted: number; longest: number }> {
  let going = true
  const run = async () => {
    let [counted, longest] = [0, 0]
    while (going) {
      const began = performance.now()
      await counter.spend(`key ${counted++}`)
      longest = Math.max(longest, performance.now() - began)
      // A microtask alone lets nothing else happen.
      if (counted % 20 === 0) await new Promise((next) => setImmediate(next))
    }
    return { counted, longest }
  }
  const running = run()
  return () => {
    going = false
    return running
  }
}

describe.skipIf(!redisProgram)(title, () => {
  it('are shared by replicas', async () => {
    const server = await redisServer()
    const [one, other] = [await replica(server.url), await replica(server.url)]
    await untilLogged(one.lines, shared)
    await untilLogged(other.lines, shared)
    const [here, there] = [one.counters.counterOf('a', bound), other.counters.counterOf('a', bound)]
    await here.spend('ada')
    expect(await there.spend('ada')).toMatchObject({ count: 2 })
    await here.giveBack('ada', 1)
    expect((await there.spend('ada')).count).toBe(2)
    expect(await here.forget('ada')).toBe(2)
    expect((await there.spend('ada')).count).toBe(1)
  })

  it('count many at once, and end at their time', async () => {
    const server = await redisServer()
    const { counters, lines } = await replica(server.url)
    await untilLogged(lines, shared)
    const counter = counters.counterOf('short', { points: 5, duration: 1 })
    const spent = await Promise.all(Array.from({ length: 50 }, () => counter.spend('ada')))
    expect(new Set(spent.map(({ count }) => count)).size).toBe(50)
    for (const { endsIn } of spent) expect(endsIn).toBeGreaterThan(0)
    await vi.waitFor(async () => expect((await counter.spend('ada')).count).toBe(1), { timeout: 3000, interval: 50 })
  })

  it('name nobody there: no address, no e-mail, no network', async () => {
    const server = await redisServer()
    const { counters, lines } = await replica(server.url)
    await untilLogged(lines, shared)
    await new CountedLimits(counters.counterOf).spend('forgot_password', { account: 'ada@example.com', ip: '192.0.2.7' })
    const redis = new Redis(server.url)
    closing.push(() => redis.quit())
    const keys = await redis.keys('*')
    expect(keys.length).toBeGreaterThan(0)
    for (const key of keys) expect(key).toMatch(/^tessera:limits:forgot-password-[a-z-]+:[\w-]{43}$/)
  })

  it('are counted in memory from the moment that Redis is killed, and in Redis again when it is back', { timeout: 30_000 }, async () => {
    const server = await redisServer()
    const { counters, lines } = await replica(server.url)
    await untilLogged(lines, shared)
    const stop = counting(counters.counterOf('a', bound))
    for (let round = 1; round <= 2; round++) {
      await server.kill()
      await untilLogged(lines, gone, 2 * round - 1)
      await server.run()
      await untilLogged(lines, back, 2 * round)
    }
    const { counted } = await stop()
    expect(counted).toBeGreaterThan(0)
    expect(lines).toEqual([shared, gone, back, gone, back])
  })

  it('wait a tenth of a second for a Redis that hangs, once, and not at all while it goes on', { timeout: 30_000 }, async () => {
    const server = await redisServer()
    const { counters, lines } = await replica(server.url)
    await untilLogged(lines, shared)
    const counter = counters.counterOf('a', bound)
    server.freeze()
    const began = performance.now()
    await counter.spend('ada')
    expect(performance.now() - began).toBeLessThan(1000)
    const then = performance.now()
    for (let i = 0; i < 100; i++) await counter.spend('ada')
    expect(performance.now() - then).toBeLessThan(1000)
    server.thaw()
    await untilLogged(lines, back)
    expect(lines).toEqual([shared, gone, back])
  })

  it('come to no error in a run of requests while Redis hangs, dies and starts again', { timeout: 60_000 }, async () => {
    const server = await redisServer()
    const { counters, lines } = await replica(server.url)
    await untilLogged(lines, shared)
    const stop = counting(counters.counterOf('a', bound))
    server.freeze()
    await untilLogged(lines, gone)
    server.thaw()
    await untilLogged(lines, back)
    await server.kill()
    await untilLogged(lines, gone, 3)
    await server.run()
    await untilLogged(lines, back, 4)
    const { longest } = await stop()
    expect(longest).toBeLessThan(1000)
  })

  it('are counted in memory where nobody listens, or the password is wrong: that is a warning', async () => {
    const server = await redisServer('right')
    for (const url of [server.url.replace('right', 'wrong'), 'redis://127.0.0.1:1']) {
      const { counters, lines } = await replica(url)
      await untilLogged(lines, gone)
      expect((await counters.counterOf('a', bound).spend('ada')).count).toBe(1)
      expect(lines).toEqual([gone])
    }
  })

  it('are counted in memory while Redis is full, which is said once', async () => {
    const server = await redisServer()
    const { counters, lines } = await replica(server.url)
    await untilLogged(lines, shared)
    const redis = new Redis(server.url)
    closing.push(() => redis.quit())
    const counter = counters.counterOf('a', bound)
    await redis.config('SET', 'maxmemory', '1')
    for (let round = 0; round < 3; round++) {
      expect([(await counter.spend('ada')).count, (await counter.spend('ada')).count]).toEqual([1, 2])
      await counter.giveBack('ada', 1)
      expect(await counter.forget('ada')).toBe(1)
    }
    expect(lines).toEqual([shared, gone])
    await redis.config('SET', 'maxmemory', '0')
    await counter.spend('ada')
    expect(lines).toEqual([shared, gone, back])
  })

  it('are counted with the right password', async () => {
    const server = await redisServer('right')
    const { lines } = await replica(server.url)
    await untilLogged(lines, shared)
  })
})
