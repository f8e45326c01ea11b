import { type ChildProcess, spawn } from 'node:child_process'
import { createHash, pbkdf2Sync, randomBytes, scryptSync } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { routes, type TokenResponse } from '@tessera/contract'
import { type OwnApi, startApi } from '../system/system.js'
import { Api } from './api.js'
import { formatNames, successorAt } from './dialects.js'
import { logIn, refresh, refusedRefresh } from './people.js'
import { expect, test } from './test.js'

/** Users of another system, with their hashes and live tokens, moved into a running one. */
test.describe.configure({ mode: 'default' })

const program = fileURLToPath(new URL('../../../tools/import.mjs', import.meta.url))
const password = 'correct horse battery staple'
const salt = randomBytes(16)
const base64 = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '')
const hashes = {
  django: `pbkdf2_sha256$1000$${salt.toString('hex')}$${pbkdf2Sync(password, salt.toString('hex'), 1000, 32, 'sha256').toString('base64')}`,
  keycloak: `$pbkdf2-sha512$i=1000$${base64(salt)}$${base64(pbkdf2Sync(password, salt, 1000, 64, 'sha512'))}`,
  passlib: `$scrypt$ln=10,r=8,p=1$${base64(salt)}$${base64(scryptSync(password, salt, 32, { N: 1024, r: 8, p: 1 }))}`,
} as const
/** As the specifications print them, with the password that each is of. */
const printed = {
  bcrypt: { password: 'a', hash: '$2a$06$m0CrhHm10qJ3lXRY.5zDGO3rS2KdeeWLuGmsfGlMfOxih58VYVfxe' },
  argon2: { password: 'password', hash: '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc' },
} as const

let system: OwnApi
let api: Api
let owner: Api
let folder: string

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tessera-import-'))
  system = await startApi({ RETRY_WINDOW: '1' })
  api = new Api(system.apiUrl)
  owner = api.as(await logIn(api, system.owner))
})
test.afterAll(async () => {
  await system.stop()
  await rm(folder, { recursive: true })
})

const liveToken = () => randomBytes(700).toString('base64url')
const inAYear = new Date(Date.now() + 365 * 86_400_000).toISOString()
const given = (token: string) => ({ sha256: createHash('sha256').update(token).digest('hex'), expires_at: inAYear })

async function started(lines: readonly object[], name: string): Promise<{ child: ChildProcess; report: string }> {
  const file = join(folder, name)
  await writeFile(file, lines.map((line) => JSON.stringify(line)).join('\n'))
  const child = spawn(process.execPath, [program, file], {
    env: { ...process.env, DATABASE_URL: system.databaseUrl },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  return { child, report: `${file}.report.jsonl` }
}

async function imported(lines: readonly object[], name: string): Promise<{ said: string; refused: unknown[] }> {
  const { child, report } = await started(lines, name)
  let said = ''
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const [code] = (await once(child, 'close')) as [number]
  expect(code, said).toBe(0)
  const text = await readFile(report, 'utf8')
  return {
    said,
    refused: text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as unknown),
  }
}

test('people log in with the passwords that they had, more than once', async () => {
  const before = [
    ...Object.entries(hashes).map(([name, hash]) => ({ email: `${name}@moved.example`, hash, password })),
    ...Object.entries(printed).map(([name, rest]) => ({ email: `${name}@moved.example`, ...rest })),
  ]
  const people = before.map(({ email, hash }) => ({ email, password_hash: hash, email_verified: true }))
  const { refused } = await imported(
    [...people, { email: 'x' }, { email: 'costly@moved.example', password_hash: `$2b$31$${'a'.repeat(53)}` }],
    'people.jsonl',
  )
  expect(refused).toEqual([
    { line: people.length + 1, reason: 'invalid', field: 'email' },
    { line: people.length + 2, reason: 'hash_too_costly', field: 'password_hash' },
  ])
  for (const { email, password: theirs } of before) {
    for (let time = 0; time < 2; time++) await logIn(api, { email, password: theirs })
    expect(await api.refused(routes.logIn, { body: { email, password: 'wrong' } })).toMatchObject({ status: 401 })
  }
})

test('a live token goes on where it is presented, and its retry, branch and reuse are found', async () => {
  const [ours, oauth, xerial] = [liveToken(), liveToken(), liveToken()]
  const tokens = [ours, oauth, xerial].map(given)
  await imported(
    [{ email: 'live@moved.example', password_hash: hashes.passlib, email_verified: true, refresh_tokens: tokens }],
    'live.jsonl',
  )
  const form = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: oauth, client_id: 'tessera' })
  expect((await fetch(`${system.apiUrl}/oauth/token`, { method: 'POST', body: form })).status).toBe(200)

  const first = await refresh(api, { refresh_token: ours })
  let other: TokenResponse = first
  await expect
    .poll(async () => (other = await refresh(api, { refresh_token: ours })).refresh_token, { intervals: [100] })
    .not.toBe(first.refresh_token)
  await refresh(api, first)
  expect(await refusedRefresh(api, other)).toMatchObject({ status: 401, reason: 'reuse_detected' })
  expect(await refusedRefresh(api, { refresh_token: ours })).toMatchObject({ status: 401, reason: 'reuse_detected' })

  expect((await api.send(routes.logOut, { body: JSON.stringify({ refresh_token: xerial }) })).status).toBe(204)
  expect(await refusedRefresh(api, { refresh_token: xerial })).toMatchObject({ status: 401, reason: 'logout' })
})

test('a live token is taken in every documented wire format, once, and a retry has the same successor', async () => {
  const { key } = await owner.call(routes.createMyApiKey, { body: { name: 'GenLogs', scopes: ['tokens'] } })
  const tokens = formatNames.map((name) => [name, liveToken()] as const)
  const refresh_tokens = tokens.map(([, token]) => given(token))
  await imported([{ email: 'formats@moved.example', password_hash: hashes.passlib, email_verified: true, refresh_tokens }], 'formats.jsonl')
  for (const [name, token] of tokens) {
    const [first, retried] = await Promise.all([successorAt(api.url, name, token, key), successorAt(api.url, name, token, key)])
    expect(retried, name).toBe(first)
    await successorAt(api.url, name, first, key)
  }
  const { items } = await owner.call(routes.listSessions, { query: { email: 'formats@moved.example' } })
  expect(items).toHaveLength(formatNames.length)
})

test('an import that was killed is run again, and nobody is there twice', async () => {
  const people = Array.from({ length: 6000 }, (_, index) => ({ email: `many-${index}@moved.example`, name: 'killed halfway' }))
  const { child } = await started(people, 'many.jsonl')
  await expect.poll(() => isThere('many-0@moved.example'), { intervals: [10] }).toBe(true)
  child.kill('SIGKILL')
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  const { said, refused } = await imported(people, 'many.jsonl')
  expect(refused).toEqual([])
  expect(said).toMatch(/6000 lines: .*imported before/)
  expect(await isThere('many-5999@moved.example')).toBe(true)
})

test('an import that loses its database says what to do', async () => {
  const people = Array.from({ length: 6000 }, (_, index) => ({ email: `lost-${index}@moved.example`, name: 'lost halfway' }))
  const { child } = await started(people, 'lost.jsonl')
  let said = ''
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const closed = once(child, 'close')
  await expect.poll(() => isThere('lost-0@moved.example'), { intervals: [10] }).toBe(true)
  await system.killDatabase()
  await system.startDatabase()
  expect(await closed).toEqual([1, null])
  expect(said).toContain('Run it again')
})

async function isThere(email: string): Promise<boolean> {
  const { items } = await owner.call(routes.listUsers, { query: { q: email } })
  return items.length === 1
}
