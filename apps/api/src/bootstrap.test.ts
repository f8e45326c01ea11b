import { type AddressInfo, connect, createServer } from 'node:net'
import { Problem } from '@tessera/contract'
import { applyMigrations } from '@tessera/persistence'
import { testDatabase, type TestDatabase } from '@tessera/persistence/testing'
import pg from 'pg'
import pino from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { bootstrap, type Running } from './bootstrap.js'
import { CannotStart } from './cannot-start.js'
import type { Configuration } from './configuration.js'
import type { Extensions } from './extensions.js'
import { testConfiguration } from './testing/configuration.js'

const log = pino({ level: 'silent' })
const firstOwner = { email: 'owner@example.com', password: 'tall ships sail' }
let test: TestDatabase
let running: Running | undefined

async function start(changes: Partial<Configuration> = {}, extensions: Partial<Extensions> = {}): Promise<Running> {
  const configuration = testConfiguration({ databaseUrl: test.url, firstOwner, ...changes })
  return (running = await bootstrap(configuration, log, () => ({ claims: [], eventSinks: [], ...extensions })))
}

async function tablesIn(connectionString: string): Promise<string[]> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  const { rows } = await client.query<{ name: string }>(`SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace`)
  await client.end()
  return rows.map(({ name }) => name)
}

beforeEach(async () => {
  test = await testDatabase()
})
afterEach(async () => {
  await running?.close()
  running = undefined
  await test.drop()
})

describe('a start', () => {
  it('on an empty database ends in a server that is alive and ready', async () => {
    const { url } = await start()
    for (const path of ['/health/live', '/health/ready']) {
      const response = await fetch(url + path)
      expect([response.status, await response.json()]).toEqual([200, { status: 'ok' }])
    }
    const jwks = await fetch(`${url}/.well-known/jwks.json`)
    expect(jwks.headers.get('cache-control')).toBe('public, max-age=300, stale-while-revalidate=300')
  })

  it('needs a role that may do no more than the README says, where another has migrated', async () => {
    await applyMigrations(test.url)
    const client = new pg.Client({ connectionString: test.url })
    await client.connect()
    await client.query(`CREATE ROLE server LOGIN PASSWORD 'server';
      GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO server;
      GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO server`)
    try {
      const { url } = await start({ databaseUrl: Object.assign(new URL(test.url), { username: 'server', password: 'server' }).href })
      const body = JSON.stringify(firstOwner)
      const { status } = await fetch(`${url}/v1/sessions`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
      expect(status).toBe(201)
    } finally {
      await running?.close()
      running = undefined
      await client.query('DROP OWNED BY server; DROP ROLE server')
      await client.end()
    }
  })

  it('on a taken port says which setting to change', async () => {
    const other = createServer()
    await new Promise<void>((done) => other.listen(0, '127.0.0.1', done))
    const { port } = other.address() as AddressInfo
    await expect(start({ port })).rejects.toThrow(new RegExp(`^Port ${port} is taken.*API_PORT`))
    await new Promise((done) => other.close(done))
  })

  it('without its database says which setting to look at', async () => {
    const refused = start({ databaseUrl: 'postgresql://nobody@127.0.0.1:1/nothing' })
    await expect(refused).rejects.toThrow(CannotStart)
    await expect(refused).rejects.toThrow(/^DATABASE_URL: the database cannot be prepared\. .*ECONNREFUSED/)
  })

  it('without its database past a pooler names the setting of that one', async () => {
    await expect(start({ databaseDirectUrl: 'postgresql://nobody@127.0.0.1:1/nothing' })).rejects.toThrow(
      /^DATABASE_DIRECT_URL: the database cannot be prepared\. .*ECONNREFUSED/,
    )
  })

  it('without its pooler names the setting of that one', async () => {
    const refused = start({ databaseUrl: 'postgresql://nobody@127.0.0.1:1/nothing', databaseDirectUrl: test.url })
    await expect(refused).rejects.toThrow(CannotStart)
    await expect(refused).rejects.toThrow(/^DATABASE_URL: the database cannot be asked\. .*ECONNREFUSED/)
  })

  it('whose two addresses lead to two databases makes nothing in either', async () => {
    const other = await testDatabase()
    try {
      const refused = start({ databaseDirectUrl: other.url })
      await expect(refused).rejects.toThrow(CannotStart)
      await expect(refused).rejects.toThrow(/^DATABASE_DIRECT_URL leads to another database than DATABASE_URL/)
      for (const { url } of [test, other]) expect(await tablesIn(url)).toEqual([])
    } finally {
      await other.drop()
    }
  })

  it('with an address that sets what every connection asks for names that, and not a pooler alone', async () => {
    await expect(start({ databaseUrl: `${test.url}?statement_timeout=60000` })).rejects.toThrow(
      /^DATABASE_URL is that of a pooler, or has parameters of its own, and its connections lack statement_timeout\./,
    )
  })

  it('that gets fewer connections than it needs ends, and says why', async () => {
    await applyMigrations(test.url)
    const client = new pg.Client({ connectionString: test.url })
    await client.connect()
    try {
      await client.query(
        `CREATE ROLE lonely LOGIN PASSWORD 'lonely' CONNECTION LIMIT 1; GRANT SELECT ON ALL TABLES IN SCHEMA public TO lonely`,
      )
      const databaseUrl = Object.assign(new URL(test.url), { username: 'lonely', password: 'lonely' }).href
      await expect(start({ databaseUrl, databaseDirectUrl: test.url })).rejects.toThrow('too many connections for role "lonely"')
    } finally {
      await client.query('DROP OWNED BY lonely; DROP ROLE lonely')
      await client.end()
    }
  })

  it('with a password that would be guessed at once creates no owner', async () => {
    await expect(start({ firstOwner: { ...firstOwner, password: 'password1' } })).rejects.toThrow(
      /^ADMIN_PASSWORD is one of the most common/,
    )
  })

  it('with claims or sinks of a team that cannot go together says which', async () => {
    const sink = { name: 'lines', take: async () => {} }
    const wrong: readonly [Partial<Extensions>, RegExp][] = [
      [{ claims: [{ names: ['roles'], claimsOf: () => ({}) }] }, /^A custom claim .* roles is taken/],
      [{ eventSinks: [sink, sink] }, /^Two event sinks have the name lines/],
    ]
    for (const [extensions, sentence] of wrong) {
      const refused = start({}, extensions)
      await expect(refused).rejects.toThrow(CannotStart)
      await expect(refused).rejects.toThrow(sentence)
    }
  })
})

describe('a server', () => {
  it('that loses its database is alive and not ready', async () => {
    const { url } = await start()
    await test.drop()
    expect((await fetch(`${url}/health/live`)).status).toBe(200)
    const ready = await fetch(`${url}/health/ready`)
    expect([ready.status, Problem.parse(await ready.json()).code]).toEqual([503, 'unavailable'])
    expect(ready.headers.get('retry-after')).toBe('1')
  })

  it('that drains finishes what is under way, and takes nothing new', async () => {
    const { url, close } = await start()
    running = undefined
    const port = Number(new URL(url).port)
    const body = JSON.stringify({ refresh_token: 'none' })
    let answer = ''
    const socket = connect(port, '127.0.0.1')
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString()))
    const ended = new Promise((done) => socket.on('close', done))
    socket.write(
      `POST /v1/sessions/refresh HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`,
    )
    await expect.poll(() => answer).toMatch(/^HTTP\/1.1 100 /)
    const closed = close()
    await expect.poll(() => fetch(`${url}/health/live`).catch(() => 'refused')).toBe('refused')
    socket.write(body)
    await ended
    expect(answer).toMatch(/HTTP\/1.1 401 [\s\S]*connection: close[\s\S]*"code":"invalid_refresh_token"/i)
    await closed
  })
})
