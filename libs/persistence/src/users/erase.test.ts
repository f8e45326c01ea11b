import { randomUUID } from 'node:crypto'
import type { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accountStore } from '../accounts/index.js'
import { testApiKeys } from '../testing/api-keys.js'
import { origin, testStore, type TestStore } from '../testing/store.js'
import { untilWaited } from '../testing/waiting.js'
import { userStore } from './index.js'

let at: TestStore
let users: ReturnType<typeof userStore>
beforeAll(async () => {
  at = await testStore()
  users = userStore(at.database)
})
afterAll(() => at.close())

/** A user who logged in once, and has so many more sessions and events. */
async function someone(more = 0): Promise<string> {
  const id = await at.createUser()
  await at.start({ userId: id, deviceId: 'a device', deviceName: 'Ada’s phone' })
  await at.pool.query(
    `INSERT INTO sessions (id, user_id, client_id, company_id, started_at, issued_at, idle_timeout, absolute_lifetime, reuse_policy, scope, ip)
     SELECT gen_random_uuid(), $1, 'tessera', 1, now(), now(), 100, 100, 'strict', 'account', '192.0.2.1' FROM generate_series(1, $2)`,
    [id, more],
  )
  await at.pool.query(
    `INSERT INTO events (at, kind, user_id, company_id, ip) SELECT now(), 'session_started', $1, 1, '192.0.2.1' FROM generate_series(1, $2)`,
    [id, more],
  )
  return id
}

const remove = (id: string, by: string) => users.remove({ id, by, origin, reach: {}, only: null })

async function tracesOf(id: string): Promise<number> {
  const { rows } = await at.pool.query<{ count: number }>(
    `SELECT (SELECT count(*) FROM sessions s WHERE s.user_id = $1
         AND num_nonnulls(s.ip, s.last_ip, s.device_id, s.device_name, s.user_agent, s.country, s.browser, s.system, s.last_agent) > 0)::int
       + (SELECT count(*) FROM events e WHERE e.user_id = $1 AND (e.by IS NULL OR e.by = $1) AND num_nonnulls(e.ip, e.user_agent) > 0)::int AS count`,
    [id],
  )
  return rows[0]?.count ?? 0
}

const longDeleted = (id: string) => at.pool.query(`UPDATE users SET deleted_at = deleted_at - interval '61 seconds' WHERE id = $1`, [id])

/** Tables of which nothing of theirs stays. */
const goneAtOnce = ['imported_tokens', 'known_devices', 'mails', 'one_time_codes', 'recovery_codes', 'saved_views', 'second_factors']

describe('what a deleted user leaves', () => {
  it('is no API key that works: each is revoked, and logged so', async () => {
    const id = await at.createUser()
    const keys = testApiKeys(at)
    const key = await keys.made({ userId: id })
    await remove(id, id)
    expect((await keys.list({ reach: {}, userId: id, limit: 10 })).items).toMatchObject([
      { id: key.id, state: 'revoked', user: { id, email: null, name: null } },
    ])
    const { items } = await users.events(id, {}, 10)
    expect(items.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['api_key_revoked', 'user_deleted', 'watermark_set']))
  })

  it('is nothing in the tables that are theirs alone', async () => {
    const [id, other] = [await at.createUser(), await at.createUser()]
    const own = async (userId: string) => {
      const { rows } = await at.pool.query<{ of: string }>(
        goneAtOnce.map((table) => `SELECT '${table}' AS of FROM ${table} WHERE user_id = $1`).join(' UNION '),
        [userId],
      )
      return rows.map((row) => row.of).toSorted()
    }
    for (const userId of [id, other]) {
      await at.pool.query(
        `WITH f AS (INSERT INTO second_factors (user_id, encrypted_secret, created_at) VALUES ($1, 'sealed', now())),
          r AS (INSERT INTO recovery_codes (user_id, hash) VALUES ($1, '\\x01')),
          c AS (INSERT INTO one_time_codes (user_id, purpose, hash, created_at, expires_at) VALUES ($1, 'reset_password', '\\x01', now(), now())),
          d AS (INSERT INTO known_devices (user_id, digest, first_seen_at, last_seen_at) VALUES ($1, '\\x01', now(), now())),
          m AS (INSERT INTO mails (kind, user_id, created_at, due_at) VALUES ('new_device', $1, now(), now())),
          v AS (INSERT INTO saved_views (id, user_id, page, name, query, created_at) VALUES (gen_random_uuid(), $1, 'sessions', 'Mine', '', now()))
        INSERT INTO imported_tokens (hash, user_id, client_id, expires_at, imported_at, session_id)
        VALUES (convert_to($1::text, 'UTF8'), $1::uuid, 'tessera', now(), now(), gen_random_uuid())`,
        [userId],
      )
    }
    await remove(id, id)
    expect([await own(id), await own(other)]).toEqual([[], goneAtOnce])
  })

  it('is no mail, and nobody else’s mails are looked at for it, however many there are', async () => {
    const id = await at.createUser()
    await at.pool.query(
      `INSERT INTO mails (kind, user_id, created_at, due_at, sent_at)
       SELECT 'new_device', CASE WHEN i < 3 THEN $1 ELSE gen_random_uuid() END, now(), now(), now() FROM generate_series(1, 5000) i`,
      [id],
    )
    await at.pool.query('ANALYZE mails')
    // One connection, which tells at once what it has read.
    const connection = await at.pool.connect()
    const told = () => connection.query('SELECT pg_stat_force_next_flush()')
    const pool = {
      connect: () => Promise.resolve({ query: connection.query.bind(connection), release: () => undefined }),
    } as unknown as Pool
    const passedOver = async () => {
      const { rows } = await at.pool.query<{ n: number }>(`SELECT seq_tup_read AS n FROM pg_stat_user_tables WHERE relname = 'mails'`)
      return rows[0]?.n
    }
    await told()
    const before = await passedOver()
    await told()
    expect(await userStore({ pool }).remove({ id, by: id, origin, reach: {}, only: null })).toBeNull()
    await told()
    connection.release()
    expect((await at.pool.query('SELECT FROM mails WHERE user_id = $1', [id])).rowCount).toBe(0)
    expect(await passedOver()).toBe(before)
  })

  it('is erased in steps, however much it is', async () => {
    const id = await someone(1200)
    await remove(id, randomUUID())
    await users.eraseTracesOf(id)
    expect(await tracesOf(id)).toBe(0)
  })

  it('is no code, link or mail that was asked for while the account was deleted', async () => {
    const accounts = accountStore(at.database)
    const mail = { kind: 'asked', sealed: Buffer.from('an address') }
    const elsewhere = { ...mail, mailbox: Buffer.alloc(32) }
    const codeHash = Buffer.alloc(32, 1)
    const asks: ((user: { id: string; email: string }) => Promise<void>)[] = [
      ({ email }) => accounts.forgotPassword({ email, tokenHash: codeHash, mail, origin }),
      ({ email }) => accounts.resendVerification({ email, codeHash, mail }),
      ({ id: userId, email }) =>
        accounts.askToChangeEmail({ userId, email: `new-${email}`, codeHash, mails: { code: elsewhere, taken: mail }, origin }),
      ({ email }) =>
        accounts.signUp({
          ...{ id: randomUUID(), email, passwordHash: 'another', name: 'Ada', codeHash, passwordAtOnce: false, origin },
          mails: { code: mail, already: mail },
        }),
    ]
    for (const ask of asks) {
      const email = `${randomUUID()}@example.com`
      const id = await at.createUser({ email })
      const deletion = await at.pool.connect()
      await deletion.query('BEGIN')
      await deletion.query('UPDATE users SET deleted_at = now(), email = id WHERE id = $1', [id])
      const asked = ask({ id, email })
      await untilWaited(at)
      await deletion.query('COMMIT')
      deletion.release()
      await asked
      const { rows } = await at.pool.query(
        'SELECT user_id FROM one_time_codes WHERE user_id = $1 UNION ALL SELECT user_id FROM mails WHERE user_id = $1',
        [id],
      )
      expect(rows).toEqual([])
    }
  })

  it('is in these tables, and in none that nobody has thought of in `remove.ts`', async () => {
    const { rows } = await at.pool.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'user_id' ORDER BY table_name`,
    )
    expect(rows.map(({ name }) => name)).toEqual(['api_keys', 'events', 'sessions', ...goneAtOnce].sort())
  })

  it('is of a session which it was, how it lived and how it ended, and no other column', async () => {
    const id = await someone()
    await at.pool.query(
      `UPDATE sessions SET ip = '192.0.2.1', last_ip = '192.0.2.2', user_agent = 'a', country = 'IT', browser = 'b', system = 's', last_agent = 1
       WHERE user_id = $1`,
      [id],
    )
    const stored = async () =>
      (await at.pool.query<Record<string, unknown>>('SELECT * FROM sessions WHERE user_id = $1', [id])).rows[0] ?? {}
    const before = await stored()
    await remove(id, randomUUID())
    await users.eraseTracesOf(id)
    const after = await stored()
    const kept = Object.keys(after).filter((column) => before[column] === null || after[column] !== null)
    expect(kept.sort()).toEqual([
      ...['absolute_lifetime', 'branch', 'client_id', 'company_id', 'dialect', 'dpop_thumbprint', 'generation', 'id', 'idle_timeout'],
      ...[
        'issued_at',
        'issued_branch',
        'moved_at',
        'previous_branch',
        'reuse_policy',
        'revoked_at',
        'revoked_by',
        'revoked_reason',
        'scope',
      ],
      ...['started_at', 'user_id'],
    ])
  })

  it('is not erased of one who was not deleted, nor of anybody else', async () => {
    const [deleted, other] = [await someone(), await someone()]
    await remove(deleted, randomUUID())
    await users.eraseTracesOf(deleted)
    await users.eraseTracesOf(other)
    expect(await tracesOf(other)).toBe(2)
  })

  it('keeps from where others did what they did to the account', async () => {
    const [id, administrator] = [await someone(), await at.createUser()]
    await remove(id, administrator)
    await users.eraseTracesOf(id)
    const { rows } = await at.pool.query(`SELECT kind, host(ip) AS ip FROM events WHERE user_id = $1 AND by IS NOT NULL ORDER BY id`, [id])
    expect(rows).toEqual(expect.arrayContaining([{ kind: 'user_deleted', ip: origin.ip }]))
  })

  it('is looked for again once what was under way has ended: after a crash, and for a trace that came late', async () => {
    const id = await someone()
    await remove(id, randomUUID())
    expect(await users.usersToErase()).not.toContain(id)
    await longDeleted(id)
    expect(await users.usersToErase()).toContain(id)
    await users.finishErasing(id)
    expect(await tracesOf(id)).toBe(0)
    expect(await users.usersToErase()).not.toContain(id)
  })
})
