// Long, because one count is the subject: what is counted, by whom, and how often.
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { retentionStore } from '../retention/index.js'
import { load } from '../testing/rows.js'
import { origin, testStore, type TestStore } from '../testing/store.js'
import { lastDay, type Stretch, tallyStore } from './index.js'

const hour: Stretch = { step: 60, points: 60, rows: 60 }
const week: Stretch = { step: 3600, points: 168, rows: 3600 }

let at: TestStore
let tallies: ReturnType<typeof tallyStore>
beforeAll(async () => {
  at = await testStore()
  tallies = tallyStore(at.database, at.defaults, () => at.passed() * 1000)
  await at.pool.query(`INSERT INTO companies (name) VALUES ('Elsewhere')`)
})
afterAll(() => at.close())
beforeEach(async () => {
  await at.pool.query('TRUNCATE sessions, watermarks, events, tallies, failed_logins, mails, api_keys, followers')
  await tallies.begin()
})

const countLog = async () => {
  const { lastId } = await tallies.markLog()
  while (await tallies.countEvents(lastId));
}
const last = async (companyId?: number, stretch = hour) => (await tallies.read(stretch, companyId)).points.at(-1)

describe('the counters', () => {
  it('add what each process counted, by minute and by hour, for each company and for all', async () => {
    const one = { tallies: [{ companyId: 0, kind: 'refresh' as const, count: 3 }], networks: [] }
    await tallies.add(one)
    await tallies.add({
      tallies: [...one.tallies, { companyId: 2, kind: 'refresh', count: 3 }, { companyId: 0, kind: 'login_failed', count: 2 }],
      networks: [{ companyId: 0, network: '192.0.2.0/24', count: 2 }],
    })
    for (const stretch of [hour, lastDay, week]) expect(await last(undefined, stretch)).toMatchObject({ refreshes: 6, failedLogins: 2 })
    expect(await last(2)).toMatchObject({ refreshes: 3, failedLogins: null })
    at.pass(61)
    await tallies.add(one)
    expect(await last()).toMatchObject({ refreshes: 3 })
    expect((await tallies.read(hour)).points.reduce((sum, { refreshes }) => sum + (refreshes ?? 0), 0)).toBe(9)
  })

  it('that two processes write at once neither wait for ever nor lose any', async () => {
    const many = { tallies: Array.from({ length: 50 }, (_, i) => ({ companyId: i, kind: 'refresh' as const, count: 1 })), networks: [] }
    const reversed = { ...many, tallies: [...many.tallies].reverse() }
    await Promise.all(Array.from({ length: 10 }, (_, i) => tallies.add(i % 2 ? many : reversed)))
    expect(await last(7)).toMatchObject({ refreshes: 10 })
  })

  it('tell nothing from none: a minute in which nobody counted is unknown', async () => {
    expect(await last()).toMatchObject({ live: null, logins: null, refreshes: null, ended: null, reuseDetected: null })
    await countLog()
    expect(await last()).toMatchObject({ live: null, logins: 0, refreshes: 0, ended: 0, reuseDetected: 0 })
    at.pass(120)
    const { points } = await tallies.read(hour)
    expect(points.slice(-3).map(({ logins }) => logins)).toEqual([0, null, null])
  })

  it('take logins and ends from the event log, each once, whoever asks', async () => {
    const session = await at.start()
    const elsewhere = await at.start({ userId: await at.createUser({ companyId: 2 }) })
    await at.start({ userId: session.userId })
    await at.store.end({ id: session.id, reason: 'logout', by: session.userId, origin })
    await at.store.end({ id: elsewhere.id, reason: 'reuse_detected', by: null, origin })
    const of = { scope: 'user' as const, subject: session.userId }
    await at.store.endAll({ of, reason: 'password_changed', by: session.userId, except: null, origin })
    await Promise.all([countLog(), countLog(), countLog()])
    await countLog()
    expect(await last()).toMatchObject({ logins: 3, ended: 3, reuseDetected: 1 })
    expect(await last(2)).toMatchObject({ logins: 1, ended: 1, reuseDetected: 1 })
    const { ended } = await tallies.read(hour, 1)
    expect(new Map(ended.map(({ reason, count }) => [reason, count]))).toEqual(
      new Map([
        ['logout', 1],
        ['password_changed', 1],
      ]),
    )
  })

  it('say which transactions may still write in front of what is counted', async () => {
    const connection = await at.pool.connect()
    try {
      await connection.query('BEGIN')
      await connection.query(`INSERT INTO events (at, kind) VALUES (clock_timestamp(), 'session_started')`)
      await at.pool.query(`INSERT INTO events (at, kind) VALUES (clock_timestamp(), 'session_started')`)
      const mark = await tallies.markLog()
      expect((await tallies.markLog()).oldestTransaction).toBeLessThan(mark.newestTransaction)
      await connection.query('COMMIT')
      // Of the whole server: another test's may still be under way.
      await vi.waitFor(async () => expect((await tallies.markLog()).oldestTransaction).toBeGreaterThanOrEqual(mark.newestTransaction), {
        timeout: 20_000,
      })
      await tallies.countEvents(mark.lastId)
    } finally {
      connection.release()
    }
    expect((await tallies.read(hour)).points.reduce((sum, { logins }) => sum + (logins ?? 0), 0)).toBe(2)
  })

  it('go on where the log was counted to, in batches', async () => {
    await load(
      at.pool,
      `INSERT INTO events (at, kind, company_id) SELECT clock_timestamp(), 'session_started', 1 FROM generate_series(1, 12000)`,
    )
    const { lastId } = await tallies.markLog()
    expect(await tallies.countEvents(lastId)).toBe(true)
    await tallies.begin()
    await countLog()
    expect((await tallies.read(lastDay)).points.reduce((sum, { logins }) => sum + (logins ?? 0), 0)).toBe(12_000)
  })

  it('are forgotten after a day by the minute, and after a week by the hour', async () => {
    await tallies.add({
      tallies: [{ companyId: 0, kind: 'refresh', count: 1 }],
      networks: [{ companyId: 0, network: '0.0.0.0/0', count: 1 }],
    })
    const rows = async () =>
      (await at.pool.query<{ step: number }>('SELECT step FROM tallies WHERE step > 0 ORDER BY step')).rows.map(({ step }) => step)
    const retention = retentionStore(at.database, { sessions: 1, events: 1, mails: 1 }, 60, () => at.passed() * 1000)
    const remove = () => retention.removeWhatIsOver(new AbortController().signal)
    await remove()
    expect(await rows()).toEqual([60, 3600])
    at.pass(27 * 3600)
    expect(await remove()).toMatchObject({ tallies: 1, failed_logins: 1 })
    expect(await rows()).toEqual([3600])
    at.pass(8 * 86_400)
    await remove()
    expect(await rows()).toEqual([])
    expect((await at.pool.query('SELECT FROM tallies WHERE step = 0')).rowCount).toBe(4)
  })
})

describe('the live sessions', () => {
  it('are counted exactly in a small table, for each company, and in a very small one every few seconds', async () => {
    const [first, second] = [await at.start(), await at.start()]
    const elsewhere = await at.start({ userId: await at.createUser({ companyId: 2 }) })
    await at.store.end({ id: first.id, reason: 'logout', by: null, origin })
    expect(await tallies.countLive()).toBe(true)
    expect((await tallies.read(hour)).live).toMatchObject({ count: 2, estimated: false })
    expect((await tallies.read(hour, 2)).live).toMatchObject({ count: 1 })
    expect((await tallies.read(hour, 3)).live).toMatchObject({ count: 0 })
    const of = { scope: 'user' as const, subject: second.userId }
    await at.store.endAll({ of, reason: 'revoked_by_user', by: null, except: null, origin })
    expect(await tallies.countLive()).toBe(false)
    at.pass(2)
    expect(await Promise.all([tallies.countLive(), tallies.countLive()]).then((counted) => counted.sort())).toEqual([false, true])
    expect((await tallies.read(hour)).live).toMatchObject({ count: 1 })
    at.pass(at.defaults.idleTimeout)
    expect(elsewhere).toBeDefined()
    await tallies.countLive()
    expect((await tallies.read(hour)).live).toMatchObject({ count: 0 })
  })

  it('are reckoned from a sample in a large one, near the truth, and every half minute', async () => {
    const { userId } = await at.start()
    // Every third is over, in stretches as they come and go; some 70,000 in all.
    for (let rows = 0; rows < 70_000; rows += 10_000) {
      await load(
        at.pool,
        `INSERT INTO sessions (id, user_id, client_id, company_id, started_at, issued_at, idle_timeout, absolute_lifetime, reuse_policy, scope, revoked_at, revoked_reason, user_agent)
         SELECT gen_random_uuid(), $1, 'tessera', 1, t.at, t.at, 86400, 864000, 'until_used', 'account',
           CASE WHEN (i / 100) % 3 = 0 THEN t.at END, CASE WHEN (i / 100) % 3 = 0 THEN 'logout'::end_reason END, repeat('x', 120)
         FROM generate_series($2::int + 1, $2 + 10000) i, (SELECT clock_timestamp() + make_interval(secs => $3) - interval '1 hour' AS at) t`,
        [userId, rows, at.passed()],
      )
    }
    // Autovacuum may have looked in the middle of the load, and then knows of its pages and not yet of its rows.
    await at.pool.query('ANALYZE sessions')
    expect(await tallies.countLive()).toBe(true)
    const { live } = await tallies.read(hour)
    expect(live?.estimated).toBe(true)
    expect(Math.abs((live?.count ?? 0) - 46_668) / 46_668).toBeLessThan(0.1)
    at.pass(20)
    expect(await tallies.countLive()).toBe(false)
    at.pass(10)
    expect(await tallies.countLive()).toBe(true)
  })
})

describe('what asks for a look', () => {
  const failed = (network: string, count: number, companyId = 0) => tallies.add({ tallies: [], networks: [{ companyId, network, count }] })

  it('is nothing where nothing is amiss', async () => {
    await failed('192.0.2.0/24', 19)
    await failed('0.0.0.0/0', 500)
    expect(await tallies.alarms()).toEqual({
      ...{ reuseDetected: null, failedLogins: [], apiKeysExpire: null, mailsFailed: null },
      ...{ followersSilent: null, receiversFail: null },
    })
  })

  it('is a burst of failed logins from a network, against what was usual there the day before', async () => {
    for (let i = 0; i < 12; i += 1) {
      await failed('198.51.100.0/24', 25)
      at.pass(600)
    }
    at.pass(82_800)
    await failed('198.51.100.0/24', 30)
    await failed('192.0.2.0/24', 40)
    await failed('2001:db8::/48', 25, 2)
    expect((await tallies.alarms()).failedLogins).toMatchObject([{ network: '192.0.2.0/24', count: 40 }])
    expect((await tallies.alarms(2)).failedLogins).toMatchObject([{ network: '2001:db8::/48', count: 25 }])
    at.pass(700)
    expect((await tallies.alarms()).failedLogins).toEqual([])
  })

  it('is a burst of failed logins for as long as it lasts: it does not become what is usual', async () => {
    for (let i = 0; i < 72; i += 1) {
      await failed('192.0.2.0/24', 40)
      at.pass(600)
    }
    await failed('192.0.2.0/24', 40)
    expect((await tallies.alarms()).failedLogins).toMatchObject([{ network: '192.0.2.0/24', count: 40 }])
  })

  it('is failed logins from many networks of which none stands out, unless as many succeed or it is always so', async () => {
    const networks = Array.from({ length: 100 }, (_, i) => ({ companyId: 0, network: `10.0.${i}.0/24`, count: 2 }))
    const attacked = (count: number) => tallies.add({ tallies: [{ companyId: 0, kind: 'login_failed', count }], networks })
    await attacked(99)
    expect((await tallies.alarms()).failedLogins).toEqual([])
    await attacked(101)
    expect((await tallies.alarms()).failedLogins).toMatchObject([{ network: null, count: 200 }])
    expect((await tallies.alarms(2)).failedLogins).toEqual([])

    await tallies.add({ tallies: [{ companyId: 0, kind: 'login_failed', count: 40 }], networks: [] })
    await failed('192.0.2.0/24', 40)
    expect((await tallies.alarms()).failedLogins).toMatchObject([
      { network: null, count: 200 },
      { network: '192.0.2.0/24', count: 40 },
    ])

    await at.pool.query(
      `INSERT INTO tallies (step, company_id, at, kind, count) SELECT 60, 0, max(at), 'login', 200 FROM tallies WHERE step = 60`,
    )
    expect((await tallies.alarms()).failedLogins).toMatchObject([{ network: '192.0.2.0/24', count: 40 }])

    at.pass(700)
    for (let i = 0; i < 12; i += 1) {
      await attacked(150)
      at.pass(600)
    }
    await attacked(150)
    expect((await tallies.alarms()).failedLogins).toMatchObject([{ network: null, count: 150 }])
    at.pass(82_800)
    await attacked(200)
    expect((await tallies.alarms()).failedLogins).toEqual([])
  })

  it('is reuse that was detected, API keys that expire, and mails that failed for good', async () => {
    const session = await at.start()
    await at.store.end({ id: session.id, reason: 'reuse_detected', by: null, origin })
    await countLog()
    const in_ = (days: number) => new Date(Date.now() + (at.passed() + days * 86_400) * 1000).toISOString()
    const key = (id: string, expires: string) =>
      at.pool.query(
        `INSERT INTO api_keys (id, company_id, user_id, name, prefix, hash, scopes, expires_at) VALUES (gen_random_uuid(), 1, $1, 'CI', $2, '\\x00', '{}', $3)`,
        [session.userId, id, expires],
      )
    await key('soon', in_(3))
    await key('later', in_(30))
    await key('gone', in_(-1))
    await at.pool.query(`INSERT INTO mails (kind, created_at, due_at, failed_at) VALUES ('test', $1, $1, $1), ('test', $2, $2, $2)`, [
      in_(-0.5),
      in_(-2),
    ])
    const alarms = await tallies.alarms()
    expect(alarms).toMatchObject({ reuseDetected: { count: 1 }, apiKeysExpire: { count: 1 }, mailsFailed: { count: 1 } })
    expect(await tallies.alarms(2)).toMatchObject({ reuseDetected: null, apiKeysExpire: null, mailsFailed: null })
    expect(await tallies.alarms(1)).toMatchObject({ reuseDetected: { count: 1 }, apiKeysExpire: { count: 1 }, mailsFailed: null })
  })

  it('is reuse with when it was last, so that one that goes on does not look like one of yesterday', async () => {
    const reuse = async () => {
      await at.store.end({ id: (await at.start()).id, reason: 'reuse_detected', by: null, origin })
      await countLog()
      return (await tallies.alarms()).reuseDetected
    }
    const first = await reuse()
    expect(first?.last).toBe(first?.since)
    at.pass(7200)
    const both = await reuse()
    expect(both).toMatchObject({ count: 2, since: first?.since })
    expect((both?.last ?? 0) - (both?.since ?? 0)).toBeGreaterThanOrEqual(7_200_000)
  })

  it('is reuse for as long as the overview’s day has it, and no longer', async () => {
    const shown = async () => (await tallies.read(lastDay)).points.reduce((sum, { reuseDetected }) => sum + (reuseDetected ?? 0), 0)
    const untilNextQuarter = 900 - ((Date.now() / 1000 + at.passed()) % 900)
    at.pass(untilNextQuarter + 600)
    const session = await at.start()
    await at.store.end({ id: session.id, reason: 'reuse_detected', by: null, origin })
    await countLog()
    at.pass(23 * 3600)
    expect([await shown(), (await tallies.alarms()).reuseDetected?.count]).toEqual([1, 1])
    at.pass(3060)
    expect([await shown(), (await tallies.alarms()).reuseDetected]).toEqual([0, null])
  })

  it('is a follower that is silent and accepts, and a receiver that takes nothing and is not paused', async () => {
    const ago = (seconds: number) => new Date(Date.now() + (at.passed() - seconds) * 1000).toISOString()
    const { rows } = await at.pool.query<{ id: string }>(
      `INSERT INTO api_keys (id, company_id, user_id, name, prefix, hash, scopes)
       SELECT gen_random_uuid(), 1, u.id, 'Shop', 'shop', '\\x00', '{}' FROM (SELECT id FROM users LIMIT 1) u RETURNING id`,
    )
    const follow = (name: string, whenStale: string, reported: number) =>
      at.pool.query(
        `INSERT INTO followers (api_key_id, name, company_id, via, when_stale, position, reported_at) VALUES ($1, $2, 1, 'poll', $3, $4, $4)`,
        [rows[0]?.id, name, whenStale, ago(reported)],
      )
    await follow('reports', 'accept', 5)
    await follow('refuses', 'refuse', 300)
    await follow('accepts', 'accept', 300)
    await follow('was forgotten', 'accept', 90_000)
    const receive = (name: string, failing: number | null, paused: number | null) =>
      at.pool.query(
        `INSERT INTO receivers (id, company_id, name, form, kinds, created_at, created_by, since, failing_since, paused_at)
         VALUES (gen_random_uuid(), 1, $1, 'webhook', '{}', now(), gen_random_uuid(), '', $2, $3)`,
        [name, failing === null ? null : ago(failing), paused === null ? null : ago(paused)],
      )
    await receive('works', null, null)
    await receive('fails', 900, null)
    await receive('is paused', 900, 60)
    const { followersSilent, receiversFail } = await tallies.alarms(1)
    expect([followersSilent?.count, receiversFail?.count]).toEqual([1, 1])
    expect(Math.round((followersSilent?.since ?? 0) / 1000)).toBe(Math.round(Date.parse(ago(300)) / 1000))
    expect(await tallies.alarms(2)).toMatchObject({ followersSilent: null, receiversFail: null })
  })
})
