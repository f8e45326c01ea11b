import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { type IncomingMessage, request } from 'node:http'
import type { LoginResponse, TokenResponse } from '@tessera/contract'
import { applyMigrations } from '@tessera/persistence'
import { testDatabase, type TestDatabase } from '@tessera/persistence/testing'
import pg from 'pg'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { freePort } from './testing/neighbours.js'
import { owner, program, secret, type Started, startProgram } from './testing/program.js'

let test: TestDatabase
let child: ChildProcess | undefined

beforeEach(async () => {
  test = await testDatabase()
})
afterEach(async () => {
  child?.kill('SIGKILL')
  await test.drop()
})

function start(settings: Record<string, string> = {}): Started {
  const started = startProgram(test.url, settings)
  child = started.process
  return started
}

it('ends though whoever read its log is gone', async () => {
  const { process, ended, said } = start()
  await said('serving')
  process.stdout?.destroy()
  process.kill('SIGTERM')
  expect(await ended).toEqual([0, null])
})

it.skipIf(!existsSync('/dev/full'))('serves, and ends, though the disk that takes its log is full', async () => {
  const port = await freePort()
  const full = startProgram(test.url, { API_PORT: String(port) }, [
    '/bin/sh',
    '-c',
    'exec "$0" "$1" > /dev/full',
    process.execPath,
    program,
  ])
  child = full.process
  const url = `http://127.0.0.1:${port}`
  const isReady = () => fetch(`${url}/health/ready`).then(({ ok }) => ok, String)
  await expect.poll(isReady, { timeout: 20_000 }).toBe(true)
  // More than is written at once.
  for (let i = 0; i < 30; i++) await fetch(`${url}/v1/me`)
  expect((await posted<LoginResponse>(`${url}/v1/sessions`, owner)).session_id).toBeDefined()
  full.process.kill('SIGTERM')
  expect(await full.ended).toEqual([0, null])
})

it('that cannot start ends though whoever read its log is gone', async () => {
  await applyMigrations(test.url)
  const client = new pg.Client({ connectionString: test.url })
  await client.connect()
  await client.query(`INSERT INTO signing_keys (kid, public_jwk, encrypted_private_key, activates_at) VALUES ('k', '{}', '', 'infinity')`)
  await client.end()
  // A pipe of the shell, whose reader leaves at once: what Node makes for a child are sockets, which tell sooner that nobody reads.
  const piped = startProgram(test.url, {}, ['/bin/sh', '-c', '"$0" "$1" | true', process.execPath, program])
  child = piped.process
  expect(await piped.ended).toEqual([0, null])
})

it('on SIGTERM finishes the answer that is under way, takes nothing new, and leaves with 0', async () => {
  const { process, ended, said } = start()
  const url = String((await said('serving'))?.['url'])
  const login = await posted<LoginResponse>(`${url}/v1/sessions`, owner)
  const underWay = begin(`${url}/v1/sessions/refresh`, { refresh_token: login.refresh_token })
  await underWay.accepted
  process.kill('SIGTERM')
  await said('draining')
  await expect
    .poll(() =>
      fetch(`${url}/health/live`, { headers: { connection: 'close' } }).then(
        () => 'taken',
        () => 'refused',
      ),
    )
    .toBe('refused')
  const { status, body } = await underWay.finish()
  expect([status, (body as TokenResponse).session_id]).toEqual([200, login.session_id])
  expect(await ended).toEqual([0, null])
})

it('on SIGTERM during its start leaves with 0, whatever it waits for', async () => {
  const other = new pg.Client({ connectionString: test.url })
  await other.connect()
  // Prisma's own, under which migrations are applied.
  await other.query('SELECT pg_advisory_lock(72707369)')
  const { process, ended, said } = start()
  const waits = `SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`
  await expect.poll(async () => (await other.query(waits)).rowCount, { timeout: 20_000 }).toBe(1)
  process.kill('SIGTERM')
  expect(await said('draining')).toBeDefined()
  expect(await ended).toEqual([0, null])
  await other.end()
})

it('after a drain another process goes on with the same tokens', async () => {
  const settings = { TESSERA_SECRET: secret(), MINTING_KEYS: secret(), API_URL: 'http://localhost:3333' }
  const first = start(settings)
  const login = await posted<LoginResponse>(`${String((await first.said('serving'))?.['url'])}/v1/sessions`, owner)
  first.process.kill('SIGTERM')
  expect(await first.ended).toEqual([0, null])
  const url = String((await start(settings).said('serving'))?.['url'])
  const me = await fetch(`${url}/v1/me`, { headers: { authorization: `Bearer ${login.access_token}` } })
  expect(me.status).toBe(200)
  const refreshed = await posted<TokenResponse>(`${url}/v1/sessions/refresh`, { refresh_token: login.refresh_token })
  expect(refreshed.session_id).toBe(login.session_id)
})

it('with a setting that is wrong leaves with 1, and names it', async () => {
  const { process, ended } = start({ RETRY_WINDOW: 'soon' })
  let told = ''
  process.stderr?.on('data', (chunk: Buffer) => (told += chunk.toString()))
  expect(await ended).toEqual([1, null])
  expect(told).toContain('RETRY_WINDOW must be a whole number of seconds')
})

async function posted<T>(url: string, body: object): Promise<T> {
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  expect(response.ok).toBe(true)
  return (await response.json()) as T
}

/** A request whose body is still on its way. The server has taken it when it says that it wants the rest. */
function begin(url: string, body: object) {
  const text = JSON.stringify(body)
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text), expect: '100-continue' }
  const sent = request(url, { method: 'POST', headers })
  sent.flushHeaders()
  const answered = once(sent, 'response') as Promise<[IncomingMessage]>
  return {
    accepted: once(sent, 'continue'),
    async finish() {
      sent.end(text)
      const [response] = await answered
      const chunks: Buffer[] = []
      for await (const chunk of response) chunks.push(chunk as Buffer)
      return { status: response.statusCode, body: JSON.parse(Buffer.concat(chunks).toString()) as unknown }
    },
  }
}
