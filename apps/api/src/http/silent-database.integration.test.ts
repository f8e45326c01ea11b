import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { Problem } from '@tessera/contract'
import { testDatabase, type TestDatabase } from '@tessera/persistence/testing'
import pino from 'pino'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { bootstrap, type Running } from '../bootstrap.js'
import { testConfiguration } from '../testing/configuration.js'
import { serverDeadlines } from './server.js'

const firstOwner = { email: 'owner@example.com', password: 'tall ships sail' }
let test: TestDatabase
let wire: Wire
let running: Running

beforeEach(async () => {
  test = await testDatabase()
  wire = await wireTo(new URL(test.url))
  const databaseUrl = Object.assign(new URL(test.url), { port: wire.port }).href
  running = await bootstrap(testConfiguration({ databaseUrl, firstOwner, rateLimits: false }), pino({ level: 'silent' }))
})
afterEach(async () => {
  wire.speak()
  await running.close()
  await wire.close()
  await test.drop()
})

it('a database that takes questions and does not answer is 503 within the deadline, and the same token works once it speaks', async () => {
  const login = await post('/v1/sessions', firstOwner)
  const { refresh_token } = (await login.json()) as { refresh_token: string }
  wire.fallSilent()
  const begun = performance.now()
  // More than the pool holds: those who wait for a connection are answered in time, too.
  const answers = await Promise.all(Array.from({ length: 12 }, () => post('/v1/sessions/refresh', { refresh_token })))
  expect(performance.now() - begun).toBeLessThan(serverDeadlines.answer + 1_000)
  for (const answer of answers) {
    expect(answer.headers.get('retry-after')).toMatch(/^[1-9]\d*$/)
    expect(Problem.parse(await answer.json())).toMatchObject({ status: 503, code: 'unavailable' })
  }
  wire.speak()
  await expect.poll(async () => (await post('/v1/sessions/refresh', { refresh_token })).status, { timeout: 15_000 }).toBe(200)
})

function post(path: string, body: object): Promise<Response> {
  return fetch(running.url + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
}

interface Wire {
  readonly port: string
  /** What the database says is held back from now on; the connections stay. */
  fallSilent(): void
  speak(): void
  close(): Promise<unknown>
}

/** A wire to the database that can be held. */
async function wireTo({ hostname, port }: URL): Promise<Wire> {
  const answers = new Set<Socket>()
  let silent = false
  const server = createServer((client) => {
    const database = connect(Number(port), hostname)
    answers.add(database)
    client.pipe(database)
    database.pipe(client)
    if (silent) database.unpipe(client).pause()
    for (const socket of [client, database]) socket.on('error', () => undefined)
    client.on('close', () => database.destroy())
    database.on('close', () => {
      answers.delete(database)
      client.destroy()
    })
    clients.set(database, client)
  })
  const clients = new Map<Socket, Socket>()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    port: String((server.address() as AddressInfo).port),
    fallSilent() {
      silent = true
      for (const database of answers) database.unpipe().pause()
    },
    speak() {
      silent = false
      for (const database of answers) database.pipe(clients.get(database) as Socket)
    },
    close: () => new Promise((done) => server.close(done)),
  }
}
