import { setTimeout as wait } from 'node:timers/promises'
import { testDatabase, type TestDatabase } from '@tessera/persistence/testing'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bootstrap } from '../bootstrap.js'
import { testConfiguration } from '../testing/configuration.js'
import { redisProgram, RedisServer } from '../testing/redis-server.js'

const owner = { email: 'owner@example.com', password: 'tall ships sail' }
const title = redisProgram ? 'the API' : 'the API (skipped: there is no redis-server on PATH)'

let database: TestDatabase
let redis: RedisServer
beforeAll(async () => {
  if (!redisProgram) return
  database = await testDatabase()
  redis = await RedisServer.start()
})
afterAll(async () => {
  if (!redisProgram) return
  await redis.close()
  await database.drop()
})

async function serving() {
  const settings = { databaseUrl: database.url, redisUrl: redis.url, firstOwner: owner, trustedProxies: ['loopback'] }
  const running = await bootstrap(testConfiguration({ ...settings, issuer: 'http://localhost' }), pino({ level: 'silent' }))
  let asked = 0
  return {
    ...running,
    /** Asks for a mail, each time for another address and from another network: without a limit in the way. */
    async ask(): Promise<number> {
      const n = asked++
      const headers = { 'content-type': 'application/json', 'x-forwarded-for': `198.18.${n >> 8}.${n & 255}` }
      const body = JSON.stringify({ email: `nobody-${n}@example.com` })
      return (await fetch(`${running.url}/v1/password/forgot`, { method: 'POST', headers, body })).status
    },
  }
}

describe.skipIf(!redisProgram)(title, () => {
  it('answers as always while Redis hangs, dies and starts again', { timeout: 60_000 }, async () => {
    const api = await serving()
    let going = true
    const statuses = new Map<number, number>()
    const asking = Array.from({ length: 4 }, async () => {
      while (going) {
        const status = await api.ask()
        statuses.set(status, (statuses.get(status) ?? 0) + 1)
      }
    })
    const answeredMore = async () => {
      const before = statuses.get(202) ?? 0
      while ((statuses.get(202) ?? 0) < before + 20) await wait(5)
    }
    await answeredMore()
    redis.freeze()
    await answeredMore()
    redis.thaw()
    await answeredMore()
    await redis.kill()
    await answeredMore()
    await redis.run()
    await answeredMore()
    going = false
    await Promise.all(asking)
    await api.close()
    expect([...statuses.keys()]).toEqual([202])
  })

  it('starts and drains while Redis hangs', { timeout: 30_000 }, async () => {
    redis.freeze()
    const api = await serving()
    expect(await api.ask()).toBe(202)
    const began = performance.now()
    await api.close()
    expect(performance.now() - began).toBeLessThan(5000)
    redis.thaw()
  })
})
