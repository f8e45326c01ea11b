// Long, because one job is the subject: what of each table goes, what stays for it, and when.
import { randomBytes, randomUUID } from 'node:crypto'
import { type Session, successorOf } from '@tessera/core'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { openDatabase } from '../database.js'
import { importedTokenStore, importStore } from '../imports/index.js'
import { insertRows, load, type Row } from '../testing/rows.js'
import { sessionRevocationStore } from '../session-revocations/index.js'
import { revocationOf } from '../testing/revoking.js'
import { attemptWith, origin, testStore, type TestStore } from '../testing/store.js'
import { uuidv7 } from '../uuidv7.js'
import { type Removed, type RetentionPeriods, retentionStore } from './index.js'

const day = 86_400
const periods: RetentionPeriods = { sessions: 90 * day, events: 400 * day, mails: 30 * day }
const forever = new AbortController().signal
/** Where work is waited for that takes longer than a look. */
const patiently = { timeout: 20_000 }

let at: TestStore
beforeAll(async () => {
  at = await testStore({ absoluteLifetime: 60 * day, idleTimeout: 14 * day })
})
afterAll(() => at.close())
beforeEach(async () => {
  await at.pool.query('TRUNCATE sessions, watermarks, events, mails, deliveries, one_time_codes, imported_tokens, known_devices')
  await at.pool.query(`DELETE FROM clients WHERE name = 'long-lived'`)
})

const retentionOf = (changes: Partial<RetentionPeriods> = {}) =>
  retentionStore(at.database, { ...periods, ...changes }, at.defaults.absoluteLifetime, () => at.passed() * 1000)
const remove = async (changes?: Partial<RetentionPeriods>): Promise<Removed> => {
  const removed = await retentionOf(changes).removeWhatIsOver(forever)
  if (removed === 'elsewhere') throw new Error('another process is at it')
  return removed
}
const isStored = async ({ id }: Session) => (await at.store.read(id)) !== null
const ago = (seconds: number) => new Date(Date.now() + at.passed() * 1000 - seconds * 1000).toISOString()
const count = async (table: string) => (await at.pool.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`)).rows[0]?.n

/** A client whose sessions live for a year. */
async function longLived(): Promise<string> {
  const id = randomUUID()
  const year = 365 * day
  await insertRows(at.pool, {
    clients: [
      {
        ...{ id, name: 'long-lived', confidential: false, scope: 'account', grants: ['refresh_token'], dialects: [], every_dialect: false },
        ...{ created_at: ago(0), idle_timeout: year, absolute_lifetime: year },
      },
    ],
  })
  return id
}

describe('a session', () => {
  it('goes a period after somebody ended it, and not before', async () => {
    const session = await at.start()
    await at.store.end({ id: session.id, reason: 'logout', by: session.userId, origin })
    at.pass(89 * day)
    await remove()
    expect(await isStored(session)).toBe(true)
    at.pass(2 * day)
    expect(await remove()).toMatchObject({ sessions: 1 })
    expect(await isStored(session)).toBe(false)
  })

  it('goes a period after it idled out', async () => {
    const session = await at.start()
    at.pass((14 + 89) * day)
    await remove()
    expect(await isStored(session)).toBe(true)
    at.pass(2 * day)
    await remove()
    expect(await isStored(session)).toBe(false)
  })

  it('goes a period after a watermark ended it; the one that the watermark spares stays', async () => {
    const session = await at.start()
    const spared = await at.start({ userId: session.userId, clientId: await longLived() })
    await at.store.endAll({
      of: { scope: 'user', subject: session.userId },
      reason: 'password_changed',
      by: null,
      except: spared.id,
      origin,
    })
    at.pass(91 * day)
    await remove()
    expect([await isStored(session), await isStored(spared)]).toEqual([false, true])
  })

  it('stays while it lives, however old it is', async () => {
    let session = await at.start()
    for (let days = 0; days < 50; days += 10) {
      at.pass(10 * day)
      const refreshed = await at.refresh(successorOf(session))
      if (refreshed.outcome === 'refused') throw new Error(refreshed.refusal)
      session = refreshed.session
    }
    await remove({ sessions: 0 })
    expect(await isStored(session)).toBe(true)
    expect((await at.refresh(successorOf(session))).outcome).toBe('rotated')
  })

  it('stays when only a tightened policy ended it: loosened again, it would live', async () => {
    const clientId = await longLived()
    const session = await at.start({ clientId })
    await at.pool.query('UPDATE clients SET idle_timeout = 60, absolute_lifetime = 120 WHERE id = $1', [clientId])
    at.pass(2 * day)
    await remove({ sessions: 0 })
    await at.pool.query('UPDATE clients SET idle_timeout = NULL, absolute_lifetime = NULL WHERE id = $1', [clientId])
    expect((await at.refresh(successorOf(session))).outcome).toBe('rotated')
  })

  it('stays while a mail about it waits', async () => {
    const session = await at.start()
    await at.store.end({ id: session.id, reason: 'reuse_detected', by: null, origin })
    await insertRows(at.pool, {
      mails: [{ id: 1, kind: 'reuse_detected', session_id: session.id, created_at: ago(0), due_at: ago(0), attempts: 0 }],
    })
    at.pass(91 * day)
    await remove()
    expect(await isStored(session)).toBe(true)
    await at.pool.query('UPDATE mails SET sent_at = now()')
    expect(await remove()).toMatchObject({ sessions: 1, mails: 1 })
  })

  it('is refused as unknown or ended by refreshes that race its removal, never with a fault', { timeout: 60_000 }, async () => {
    for (let round = 0; round < 20; round++) {
      const sessions = await Promise.all([at.start(), at.start(), at.start()])
      const living = await at.start()
      for (const { id } of sessions) await at.store.end({ id, reason: 'logout', by: null, origin })
      at.pass(1)
      const [removed, lives, ...refreshed] = await Promise.all([
        remove({ sessions: 0 }),
        at.refresh(successorOf(living)),
        ...sessions.flatMap((session) => [at.refresh(successorOf(session)), at.refresh(successorOf(session))]),
      ])
      expect(removed['sessions']).toBe(3)
      expect(lives.outcome).not.toBe('refused')
      for (const { outcome, ...rest } of refreshed) {
        expect(outcome).toBe('refused')
        expect(['session_unknown', 'session_ended']).toContain((rest as { refusal?: string }).refusal)
      }
    }
  })
})

describe('what belongs to sessions', () => {
  it('keeps a session’s events as long as the session', async () => {
    const session = await at.start()
    await insertRows(at.pool, { events: [{ id: 900_000, at: ago(0), kind: 'company_created' }] })
    at.pass(2 * day)
    expect(await remove({ events: day })).toEqual({ events: 1 })
    expect((await at.store.history(session.id)).map(({ kind }) => kind)).toEqual(['session_started'])
    at.pass(200 * day)
    expect(await remove({ events: day })).toMatchObject({ sessions: 1, events: 1 })
  })

  it('keeps events for their period after their session is gone', async () => {
    await at.start()
    at.pass(200 * day)
    expect(await remove()).not.toHaveProperty('events')
    at.pass(201 * day)
    expect(await remove()).toMatchObject({ events: 1 })
  })

  it('keeps a watermark while any session that it may have ended is stored, or a token waits to be exchanged', async () => {
    const session = await at.start()
    const { userId } = session
    await at.start({ userId })
    at.pass(1)
    await at.store.endAll({ of: { scope: 'user', subject: userId }, reason: 'password_changed', by: null, except: session.id, origin })
    await insertRows(at.pool, {
      watermarks: [{ id: 900_000, subject: 'platform', at: ago(0), reason: 'revoked_by_admin', except_session: session.id }],
    })
    const before = await count('watermarks')
    at.pass(3 * day)
    await remove({ sessions: 0 })
    expect(await count('watermarks')).toBe(before)
    await at.store.end({ id: session.id, reason: 'logout', by: userId, origin })
    at.pass(1)
    await insertRows(at.pool, {
      imported_tokens: [
        {
          ...{ hash: `\\x${randomBytes(32).toString('hex')}`, user_id: userId, client_id: 'tessera', session_id: randomUUID() },
          ...{ imported_at: ago(10 * day), expires_at: ago(-day) },
        },
      ],
    })
    await remove({ sessions: 0 })
    expect([await count('sessions'), await count('watermarks')]).toEqual([0, before])
    at.pass(day + 1)
    await remove({ sessions: 0, mails: 0 })
    expect(await count('watermarks')).toBe(0)
  })

  it.each(['user', 'platform'])('keeps what ended everything of a %s while tokens may come that are from before', async (scope) => {
    const clock = () => at.passed() * 1000
    const email = `${randomUUID()}@example.com`
    const moveIn = async (hash: Buffer) => {
      const tokens = [{ hash: hash.toString('hex'), clientId: 'tessera', expiresAt: Date.parse(ago(-30 * day)) }]
      const user = { email, name: null, emailVerified: true, passwordHash: 'hash', createdAt: null, roles: [], companyId: 1, tokens }
      expect(await importStore(at.database, clock).users([user])).toMatchObject([{ tokens: 1 }])
    }
    const present = async (hash: Buffer) => {
      const { token: _, ...nothing } = attemptWith({ sessionId: '', generation: 0, branch: 0 })
      return importedTokenStore(at.database, at.defaults, clock).exchange(hash, nothing, origin)
    }
    const [first, later] = [randomBytes(32), randomBytes(32)]
    await moveIn(first)
    const { rows } = await at.pool.query<{ id: string }>('SELECT id FROM users WHERE email = $1', [email])
    expect(await present(first)).toHaveProperty('place')
    at.pass(1)
    const subject = scope === 'user' ? `user:${rows[0]?.id}` : scope
    await insertRows(at.pool, { watermarks: [{ id: 900_001, subject, at: ago(0), reason: 'password_changed' }] })
    at.pass(9 * day)
    await remove({ sessions: 7 * day })
    expect(await count('sessions')).toBe(0)
    await moveIn(later)
    expect(await present(later)).toMatchObject({ refusal: 'session_ended', end: { reason: 'password_changed' } })
    // The log forgets that the user was imported, and then no import adds tokens: the address is taken.
    at.pass(400 * day)
    await remove()
    await remove()
    expect(await count('watermarks')).toBe(0)
  })

  it('keeps an exchanged token while its session is stored, and any token until it has expired', async () => {
    const session = await at.start()
    const token = { user_id: session.userId, client_id: 'tessera', imported_at: ago(10 * day) }
    const hash = () => `\\x${randomBytes(32).toString('hex')}`
    await insertRows(at.pool, {
      imported_tokens: [
        { ...token, hash: hash(), session_id: session.id, expires_at: ago(0) },
        { ...token, hash: hash(), session_id: randomUUID(), expires_at: ago(0) },
        { ...token, hash: hash(), session_id: randomUUID(), expires_at: ago(-40 * day) },
        { ...token, hash: hash(), session_id: randomUUID(), expires_at: ago(0) },
      ],
    })
    at.pass(31 * day)
    expect(await remove()).toEqual({ imported_tokens: 2 })
  })

  it('forgets a device when every session that was started on it is', async () => {
    await at.start()
    at.pass(149 * day)
    expect(await remove()).not.toHaveProperty('known_devices')
    at.pass(2 * day)
    expect(await remove()).toMatchObject({ known_devices: 1 })
  })
})

describe('revocations of many sessions', () => {
  it('go when the events that tell of them do; one that is pending stays, and what a stopped one spared goes at once', async () => {
    await at.pool.query('TRUNCATE session_revocations, session_revocation_targets')
    const store = sessionRevocationStore(at.database, at.defaults, () => at.passed() * 1000)
    const owner = await at.createUser()
    await at.pool.query(`UPDATE users SET roles = '{owner}' WHERE id = $1`, [owner])
    const sessions = [(await at.start()).id, (await at.start()).id]
    const actor = { by: owner, companyId: null, apiKeyId: null, origin }
    const [done, stopped] = [await store.create(revocationOf(owner, [])), await store.create(revocationOf(owner, sessions))]
    const pending = await store.create(revocationOf(owner, sessions, { startsIn: 60 }))
    await store.advance(done)
    await store.stop(stopped, actor)
    expect(await remove()).toEqual({ session_revocation_targets: 2 })
    expect(await count('session_revocation_targets')).toBe(2)
    at.pass(399 * day)
    expect(await remove()).not.toHaveProperty('session_revocations')
    at.pass(2 * day)
    expect(await remove()).toMatchObject({ session_revocations: 2 })
    expect((await store.list({ companyId: null, limit: 10 })).items.map(({ id }) => id)).toEqual([pending])
  })
})

describe('codes and mails', () => {
  const codeOf = (user_id: string, rest: Row): Row => ({
    ...{
      user_id,
      purpose: 'reset_password',
      hash: `\\x${randomBytes(32).toString('hex')}`,
      created_at: ago(0),
      expires_at: ago(-3600),
      used_at: null,
    },
    ...rest,
  })

  it('go a period after a code has expired, used or not; an invitation that nobody took stays', async () => {
    const userId = await at.createUser()
    const invited = await at.createUser()
    await at.pool.query('UPDATE users SET password_hash = NULL WHERE id = $1', [invited])
    await insertRows(at.pool, {
      one_time_codes: [
        codeOf(userId, { id: 1 }),
        codeOf(userId, { id: 2, used_at: ago(0) }),
        codeOf(userId, { id: 3, expires_at: ago(-10 * day) }),
        codeOf(invited, { id: 4, purpose: 'invitation' }),
      ],
    })
    at.pass(31 * day)
    expect(await remove()).toEqual({ one_time_codes: 2 })
    const { rows } = await at.pool.query('SELECT id FROM one_time_codes ORDER BY id')
    expect(rows).toEqual([{ id: 3 }, { id: 4 }])
  })

  it('stay when they tell who chose a password first for an address, and that somebody chose another, until it is verified', async () => {
    const userId = await at.createUser()
    const chosen = ['first', 'first', null, 'rival', 'first', 'third', 'rival']
    await insertRows(at.pool, {
      one_time_codes: chosen.map((password_hash, index) => codeOf(userId, { id: index + 1, purpose: 'verify_email', password_hash })),
    })
    at.pass(31 * day)
    expect(await remove()).toEqual({ one_time_codes: 5 })
    const { rows } = await at.pool.query('SELECT id FROM one_time_codes ORDER BY id')
    expect(rows).toEqual([{ id: 1 }, { id: 4 }])
    expect(await remove()).toEqual({})
    await at.pool.query('UPDATE users SET email_verified_at = now() WHERE id = $1', [userId])
    expect(await remove()).toEqual({ one_time_codes: 2 })
  })

  it('go a period after a mail was sent or given up; one that waits stays', async () => {
    const mail = { kind: 'verification', created_at: ago(0), due_at: ago(0), attempts: 1 }
    await insertRows(at.pool, {
      mails: [
        { id: 1, ...mail, sent_at: ago(0), failed_at: null },
        { id: 2, ...mail, sent_at: null, failed_at: ago(0) },
        { id: 3, ...mail, sent_at: null, failed_at: null },
      ],
    })
    at.pass(29 * day)
    expect(await remove()).toEqual({})
    at.pass(2 * day)
    expect(await remove()).toEqual({ mails: 2 })
  })

  const told = (id: number, age: number, over: object) => ({
    ...{
      id,
      receiver_id: randomUUID(),
      queued_at: ago(age * day),
      due_at: ago(age * day),
      attempts: 0,
      delivered_at: null,
      failed_at: null,
    },
    ...over,
  })

  it('go with what receivers were told, a period after that; what waits for one is kept for thirty days, however short the period', async () => {
    await insertRows(at.pool, {
      deliveries: [
        told(1, 40, { delivered_at: ago(31 * day) }),
        told(2, 32, { failed_at: ago(29 * day) }),
        told(3, 31, {}),
        told(4, 3, { failed_at: ago(2 * day) }),
        told(5, 3, {}),
      ],
    })
    expect(await remove()).toEqual({ deliveries: 2 })
    expect(await remove({ mails: day })).toEqual({ deliveries: 2 })
    expect(await count('deliveries')).toBe(1)
  })

  it('go with what waits for a receiver after thirty days, however long the period', async () => {
    await insertRows(at.pool, { deliveries: [told(1, 40, { delivered_at: ago(39 * day) }), told(2, 31, {}), told(3, 29, {})] })
    expect(await remove({ mails: 90 * day })).toEqual({ deliveries: 1 })
    expect(await count('deliveries')).toBe(2)
  })
})

/** Sessions that were over long ago, made by the database itself: enough for several batches. */
async function overloaded(sessions: number): Promise<void> {
  const userId = await at.createUser()
  await load(
    at.pool,
    `INSERT INTO sessions (id, user_id, client_id, company_id, started_at, issued_at, idle_timeout, absolute_lifetime, reuse_policy, scope)
     SELECT ${uuidv7('s.started_at')}, $1, 'tessera', 1, s.started_at, s.started_at, 60, 60, 'until_used', 'account'
     FROM (SELECT $2::timestamptz + make_interval(secs => i) AS started_at FROM generate_series(1, $3::int) i) s`,
    [userId, ago(300 * day), sessions],
  )
}

describe('the job', () => {
  it('is done by one process at a time, and by another when that one is gone', async () => {
    await overloaded(3000)
    const other = openDatabase({ url: at.url, poolSize: 1 })
    const there = retentionStore(other, periods, at.defaults.absoluteLifetime, () => at.passed() * 1000)
    const both = await Promise.all([retentionOf().removeWhatIsOver(forever), there.removeWhatIsOver(forever)])
    expect(both.filter((removed) => removed === 'elsewhere')).toHaveLength(1)
    expect(both.filter((removed) => removed !== 'elsewhere')).toMatchObject([{ sessions: 3000 }])
    await vi.waitFor(async () => expect(await there.removeWhatIsOver(forever)).toEqual({}), patiently)
    await other.close()
  })

  it('gives the work up with its connection', async () => {
    await overloaded(6000)
    const broken = retentionOf().removeWhatIsOver(forever)
    const failed = expect(broken).rejects.toThrow()
    await vi.waitFor(async () => {
      const { rowCount } = await at.pool.query(
        `SELECT pg_terminate_backend(l.pid) FROM pg_locks l JOIN pg_database d ON d.oid = l.database
         WHERE l.locktype = 'advisory' AND d.datname = current_database() AND l.pid <> pg_backend_pid()`,
      )
      expect(rowCount).toBe(1)
    })
    await failed
    await vi.waitFor(async () => expect(await retentionOf().removeWhatIsOver(forever)).not.toBe('elsewhere'), patiently)
    expect(await count('sessions')).toBe(0)
  })

  it('goes on with the other tables where one fails, and names that one', async () => {
    const session = await at.start()
    await at.store.end({ id: session.id, reason: 'logout', by: null, origin })
    await insertRows(at.pool, {
      mails: [{ id: 1, kind: 'verify_email', created_at: ago(0), due_at: ago(0), sent_at: ago(0), attempts: 0 }],
    })
    at.pass(91 * day)
    await at.pool.query(`CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'broken'; END $$;
      CREATE TRIGGER fail BEFORE DELETE ON sessions FOR EACH ROW EXECUTE FUNCTION fail()`)
    await expect(remove()).rejects.toThrow('not gone through to the end: sessions')
    expect([await isStored(session), await count('mails')]).toEqual([true, 0])
    await at.pool.query('DROP FUNCTION fail CASCADE')
    await vi.waitFor(async () => expect(await remove()).toMatchObject({ sessions: 1 }), patiently)
  })

  it('goes on where a statement took too long: what it went past is noted, and the next one gets further', async () => {
    const session = await at.start()
    await at.store.end({ id: session.id, reason: 'logout', by: null, origin })
    at.pass(91 * day)
    await at.pool.query(`CREATE SEQUENCE tries; CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF nextval('tries') <= 3 THEN RAISE 'too long' USING ERRCODE = 'query_canceled'; END IF; RETURN OLD; END $$;
      CREATE TRIGGER fail BEFORE DELETE ON sessions FOR EACH ROW EXECUTE FUNCTION fail()`)
    expect(await remove()).toMatchObject({ sessions: 1 })
    await at.pool.query('DROP FUNCTION fail CASCADE; DROP SEQUENCE tries')
  })

  it('stops within a batch when it is told to, and the next one goes on', async () => {
    await overloaded(5000)
    const stopping = new AbortController()
    const run = retentionOf().removeWhatIsOver(stopping.signal)
    await vi.waitFor(async () => expect(await count('sessions')).toBeLessThan(5000), { interval: 1 })
    stopping.abort()
    const removed = await run
    if (removed === 'elsewhere') throw new Error('another process is at it')
    expect(removed['sessions']).toBeLessThan(5000)
    await vi.waitFor(async () => expect(await remove()).toMatchObject({ sessions: 5000 - (removed['sessions'] ?? 0) }), patiently)
  })

  it('waits for a row that somebody holds for a moment, and removes it then', async () => {
    await overloaded(3)
    const holder = await at.pool.connect()
    await holder.query('BEGIN')
    await holder.query('SELECT FROM sessions FOR UPDATE')
    const run = remove()
    await vi.waitFor(async () => {
      const { rows } = await at.pool.query(`SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`)
      expect(rows).toHaveLength(1)
    })
    await holder.query('COMMIT')
    holder.release()
    expect(await run).toMatchObject({ sessions: 3 })
  })

  it('leaves room that the next rows take: tables and indexes do not grow', { timeout: 120_000 }, async () => {
    const size = async () => {
      await at.pool.query('VACUUM sessions')
      const { rows } = await at.pool.query<{ size: number }>(`SELECT pg_total_relation_size('sessions') AS size`)
      return rows[0]?.size ?? 0
    }
    const sizes: number[] = []
    for (let round = 0; round < 7; round++) {
      await overloaded(10_000)
      sizes.push(await size())
      at.pass(day)
      expect(await remove()).toMatchObject({ sessions: 10_000 })
      await size()
    }
    // The first rounds leave their pages to those after them: PostgreSQL reuses an emptied index page one VACUUM later.
    expect(sizes.at(-1)).toBeLessThan((sizes[2] ?? 0) * 1.05)
  })
})
