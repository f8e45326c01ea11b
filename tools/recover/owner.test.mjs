import { createHash, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, chmodSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { applyMigrations } from '@tessera/persistence'
import { startEmbeddedPostgres } from '@tessera/persistence/embedded'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { recoverOwner } from './owner.mjs'

const plain = { removeSecondFactor: false, enable: false, makeOwner: false }
let folder, postgres, client

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tessera-recover-'))
  chmodSync(folder, 0o755)
  postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres'), durable: false })
  await applyMigrations(postgres.url)
  client = new pg.Client({ connectionString: postgres.url })
  await client.connect()
}, 60_000)
beforeEach(() =>
  client.query(
    'DELETE FROM one_time_codes; DELETE FROM second_factors; DELETE FROM recovery_codes; DELETE FROM imported_tokens; DELETE FROM sessions; DELETE FROM events; DELETE FROM watermarks; DELETE FROM users',
  ),
)
afterAll(async () => {
  await client.end()
  await postgres.stop()
  rmSync(folder, { recursive: true })
})

async function account(roles, { disabled = false, factor = false } = {}) {
  const id = randomUUID()
  const email = `${id}@example.com`
  await client.query(
    `INSERT INTO users (id, email, password_hash, roles, company_id, disabled_at, second_factor_at)
     VALUES ($1, $2, 'hash', $3::text[]::role[], 1, CASE WHEN $4 THEN now() END, CASE WHEN $5 THEN now() END)`,
    [id, email, roles, disabled, factor],
  )
  if (factor) await client.query(`INSERT INTO second_factors (user_id, encrypted_secret, created_at) VALUES ($1, 'sealed', now())`, [id])
  return { id, email }
}
/** Until somebody waits for a lock. */
async function untilWaiting(connection) {
  while ((await connection.query('SELECT FROM pg_locks WHERE NOT granted')).rowCount === 0);
}
const userOf = async (id) => (await client.query('SELECT * FROM users WHERE id = $1', [id])).rows[0]

it('makes the password worthless, ends the sessions, and makes a link; and logs that it was done on the machine', async () => {
  const { id, email } = await account(['owner'], { factor: true })
  const { token } = await recoverOwner(client, { ...plain, email })
  const { rows } = await client.query(`SELECT purpose, used_at, hash FROM one_time_codes WHERE user_id = $1`, [id])
  expect(rows).toEqual([{ purpose: 'reset_password', used_at: null, hash: createHash('sha256').update(token).digest() }])
  expect(await userOf(id)).toMatchObject({ password_hash: null, second_factor_at: expect.any(Date) })
  expect((await client.query(`SELECT subject FROM watermarks`)).rows).toEqual([{ subject: `user:${id}` }])
  const { rows: events } = await client.query('SELECT kind, by, note, details FROM events ORDER BY id')
  expect(events.map(({ kind }) => kind)).toEqual(['password_reset_forced', 'watermark_set'])
  for (const event of events) expect(event).toMatchObject({ by: null, note: 'recovery on the machine' })
  expect(JSON.stringify(events)).not.toContain(token)
})

it('removes the second factor and enables on request alone', async () => {
  const { id, email } = await account(['owner'], { disabled: true, factor: true })
  await expect(recoverOwner(client, { ...plain, email })).rejects.toThrow('--enable')
  expect(await userOf(id)).toMatchObject({ password_hash: 'hash' })
  await recoverOwner(client, { ...plain, email, enable: true, removeSecondFactor: true })
  expect(await userOf(id)).toMatchObject({ disabled_at: null, second_factor_at: null })
  expect((await client.query('SELECT FROM second_factors')).rowCount).toBe(0)
})

it('ends what began before the clock was set back: a session, and a token that waits for one', async () => {
  const { id, email } = await account(['owner'])
  await client.query(
    `INSERT INTO sessions (id, user_id, client_id, company_id, started_at, issued_at, idle_timeout, absolute_lifetime, reuse_policy, scope)
     SELECT $1, $2, 'tessera', 1, t.at, t.at, 3600, 3600, 'until_used', '' FROM (SELECT now() + interval '1 minute' AS at) t`,
    [randomUUID(), id],
  )
  const { rows: begun } = await client.query('SELECT started_at AS at FROM sessions')
  await recoverOwner(client, { ...plain, email })
  await client.query(
    `INSERT INTO imported_tokens (hash, user_id, client_id, expires_at, imported_at, session_id)
     SELECT '\\x01', $2, 'tessera', t.at, t.at, $1 FROM (SELECT now() + interval '1 hour' AS at) t`,
    [randomUUID(), id],
  )
  const { rows: imported } = await client.query('SELECT imported_at AS at FROM imported_tokens')
  await recoverOwner(client, { ...plain, email })
  expect((await client.query('SELECT at FROM watermarks ORDER BY id')).rows).toEqual([...begun, ...imported])
})

it('leaves nothing good that lets somebody in: no code that was mailed, and no recovery code of a second factor that it removes', async () => {
  const { id, email } = await account(['owner'], { factor: true })
  await client.query(
    `INSERT INTO one_time_codes (user_id, purpose, hash, created_at, expires_at) VALUES ($1, 'reset_password', '\\x01', now(), now() + interval '1 hour')`,
    [id],
  )
  await client.query(`INSERT INTO recovery_codes (user_id, hash) VALUES ($1, '\\x01')`, [id])
  await recoverOwner(client, { ...plain, email, removeSecondFactor: true })
  expect((await client.query(`SELECT used_at FROM one_time_codes WHERE hash = '\\x01'`)).rows).toEqual([{ used_at: expect.any(Date) }])
  expect((await client.query('SELECT FROM recovery_codes')).rowCount).toBe(0)
})

it('makes an owner only where no active one is left', async () => {
  const owner = await account(['owner'])
  const { id, email } = await account([])
  await expect(recoverOwner(client, { ...plain, email })).rejects.toThrow('is no owner')
  await expect(recoverOwner(client, { ...plain, email, makeOwner: true })).rejects.toThrow('There is an active owner')
  await client.query('UPDATE users SET disabled_at = now() WHERE id = $1', [owner.id])
  await recoverOwner(client, { ...plain, email, makeOwner: true })
  expect((await client.query('SELECT roles::text[] FROM users WHERE id = $1', [id])).rows[0].roles).toEqual(['owner'])
})

it('waits for whoever takes the last owner away meanwhile, and then makes one', async () => {
  const owner = await account(['owner'])
  const { id, email } = await account([])
  const other = new pg.Client({ connectionString: postgres.url })
  await other.connect()
  try {
    // As the API does it.
    await other.query('BEGIN')
    await other.query('SELECT pg_advisory_xact_lock(72707374)')
    await other.query('UPDATE users SET disabled_at = now() WHERE id = $1', [owner.id])
    const recovered = recoverOwner(client, { ...plain, email, makeOwner: true })
    await untilWaiting(other)
    await other.query('COMMIT')
    await recovered
  } finally {
    await other.end()
  }
  expect((await userOf(id)).roles).toEqual('{owner}')
})

it('says so when nobody has the address', async () => {
  await expect(recoverOwner(client, { ...plain, email: 'nobody@example.com' })).rejects.toThrow('Nobody has an account')
})
