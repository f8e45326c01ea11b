// Long, because one list is the subject: its filters, its reach, its cursor and its count, over sessions made the same way.
import { randomUUID } from 'node:crypto'
import { successorOf } from '@tessera/core'
import type { Pool } from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { newCompany } from '../testing/api-keys.js'
import { manySessions } from '../testing/revoking.js'
import { load } from '../testing/rows.js'
import { rowsRead } from '../testing/rows-read.js'
import { origin, testStore, type TestStore } from '../testing/store.js'
import { untilWaited } from '../testing/waiting.js'
import { stepRows } from './candidates.js'
import { endAllSessions } from './end-all.js'
import type { SessionQuery } from './index.js'
import { listSessions } from './list.js'
import { readSession } from './read.js'
import { matchingSessions } from './walk.js'

let at: TestStore
beforeEach(async () => {
  at = await testStore()
  return () => at.close()
})

const ids = async (query: Partial<SessionQuery> = {}) => (await at.store.list({ reach: {}, limit: 50, ...query })).items.map(({ id }) => id)

describe('listing sessions', () => {
  it('is empty at first', async () => {
    expect(await at.store.list({ reach: {}, limit: 50 })).toEqual({ items: [], next: null, count: 0, countCapped: false })
  })

  it('pages newest first, each session once, while others log in', async () => {
    const userId = await at.createUser()
    const started: string[] = []
    for (let i = 0; i < 25; i++) started.unshift((await at.start({ userId })).id)
    const seen: string[] = []
    let after: string | undefined
    do {
      const page = await at.store.list({ reach: {}, limit: 10, after })
      expect(page.items.length).toBeLessThanOrEqual(10)
      seen.push(...page.items.map(({ id }) => id))
      after = page.next ?? undefined
      await at.start({ userId })
    } while (after)
    expect(seen).toEqual(started.sort().reverse())
  })

  it('names nobody who has moved beyond the reach, and finds nobody by what is not shown', async () => {
    const userId = await at.createUser({ email: 'mover@example.com' })
    const { id } = await at.start({ userId })
    await at.pool.query(`UPDATE users SET name = 'Mo' WHERE id = $1`, [userId])
    const reach = { companyId: 1 }
    const user = async (of: SessionQuery['reach']) => (await at.store.find(id, of))?.user
    expect(await user(reach)).toEqual({ id: userId, email: 'mover@example.com', name: 'Mo' })
    await at.pool.query('UPDATE users SET company_id = $2 WHERE id = $1', [userId, await newCompany(at)])
    expect(await user(reach)).toEqual({ id: userId, email: null, name: null })
    expect(await user({})).toEqual({ id: userId, email: 'mover@example.com', name: 'Mo' })
    for (const query of [{ emailPrefix: 'mov' }, { search: { emailPrefix: 'mov' } }, { search: { emailPrefixOrDevice: 'mov' } }]) {
      expect(await ids({ reach, ...query }), JSON.stringify(query)).toEqual([])
      expect(await ids(query), JSON.stringify(query)).toEqual([id])
    }
    expect(await ids({ reach })).toEqual([id])
  })

  it('finds by each filter, and by all of them together', async () => {
    const ada = await at.createUser({ email: 'ada@example.com' })
    const bob = await at.createUser({ email: 'bob%@example.com' })
    await at.pool.query(`INSERT INTO clients (id, name) VALUES ('phone', 'Phone')`)
    const one = await at.start({
      userId: ada,
      origin: { ip: '2001:db8::1', userAgent: 'Mozilla/5.0 Firefox/145.0' },
      deviceId: 'd-1',
      deviceName: 'Kitchen 100%',
    })
    at.pass(60)
    const two = await at.start({ userId: bob, clientId: 'phone' })

    expect(await ids({ emailPrefix: 'ad' })).toEqual([one.id])
    expect(await ids({ emailPrefix: 'bob%' })).toEqual([two.id])
    expect(await ids({ emailPrefix: '%' })).toEqual([])
    expect(await ids({ userId: bob })).toEqual([two.id])
    expect(await ids({ search: { sessionOrUserId: ada } })).toEqual([one.id])
    expect(await ids({ search: { sessionOrUserId: two.id } })).toEqual([two.id])
    expect(await ids({ clientId: 'phone' })).toEqual([two.id])
    expect(await ids({ ip: '2001:0db8:0::1' })).toEqual([one.id])
    expect(await ids({ device: 'firefox' })).toEqual([one.id])
    expect(await ids({ device: 'd-1' })).toEqual([one.id])
    expect(await ids({ device: '100%' })).toEqual([one.id])
    expect(await ids({ device: '_' })).toEqual([])
    expect(await ids({ startedAfter: two.startedAt })).toEqual([two.id])
    expect(await ids({ startedBefore: two.startedAt })).toEqual([one.id])
    expect(await ids({ startedAfter: one.startedAt, startedBefore: two.startedAt + 1 })).toEqual([two.id, one.id])
    expect(
      await ids({
        emailPrefix: 'ada',
        ip: '2001:db8::1',
        device: 'kitchen',
        clientId: 'tessera',
        state: 'active',
        startedAfter: one.startedAt,
      }),
    ).toEqual([one.id])
    expect(await ids({ emailPrefix: 'ada', clientId: 'phone' })).toEqual([])
    // What was typed narrows the filters, and does not replace them.
    expect(await ids({ emailPrefix: 'ada', search: { emailPrefix: 'bob' } })).toEqual([])
    expect(await ids({ emailPrefix: 'a', search: { emailPrefix: 'ada' } })).toEqual([one.id])
    expect(await ids({ ip: '192.0.2.7', search: { ip: '2001:db8::1' } })).toEqual([])
    expect(await ids({ emailPrefix: 'ada', search: { sessionOrUserId: bob } })).toEqual([])
  })

  it('finds by network, country, browser, system, format, company and when it was last seen', async () => {
    const { rows } = await at.pool.query<{ id: number }>(`INSERT INTO companies (name) VALUES ('Other') RETURNING id`)
    const other = rows[0]!.id
    const rome = { ip: '198.51.100.9', userAgent: 'a', country: 'IT', browser: 'Firefox', system: 'macOS' }
    const one = await at.start({ userId: await at.createUser({ companyId: other }), origin: rome, dialect: 'genlogs' })
    const two = await at.start({ origin: { ip: '198.51.101.9', country: 'FR', browser: 'Chrome', system: 'Windows' } })
    const three = await at.start({ origin: { ip: '2001:db8:1::9' } })
    at.pass(3600)
    await at.refresh(successorOf(two))
    const seen = (await at.store.find(two.id, {}))!.issuedAt
    expect(await ids({ ip: '198.51.100.0/24' })).toEqual([one.id])
    expect(await ids({ ip: '198.51.100.77/24' })).toEqual([one.id])
    expect(await ids({ ip: '198.51.100.0/23' })).toEqual([two.id, one.id])
    expect(await ids({ search: { ip: '2001:db8::/32' } })).toEqual([three.id])
    expect(await ids({ ip: '198.51.100.0/23', search: { ip: '198.51.100.0/24' } })).toEqual([one.id])
    expect(await ids({ ip: '0.0.0.0/0' })).toEqual([two.id, one.id])
    expect(await ids({ ip: '198.51.100.0/23', limit: 1 })).toEqual([two.id])
    expect(await ids({ ip: '198.51.100.0/23', limit: 1, after: two.id })).toEqual([one.id])
    expect(await ids({ ip: '198.51.100.0/23', startedBefore: two.startedAt })).toEqual([one.id])
    expect(await ids({ country: 'IT' })).toEqual([one.id])
    expect(await ids({ browser: 'Chrome' })).toEqual([two.id])
    expect(await ids({ system: 'macOS', country: 'IT' })).toEqual([one.id])
    expect(await ids({ dialect: 'genlogs' })).toEqual([one.id])
    expect(await ids({ dialect: null })).toEqual([three.id, two.id])
    expect(await ids({ companyId: other })).toEqual([one.id])
    expect(await ids({ companyId: other, reach: { companyId: 1 } })).toEqual([])
    expect(await ids({ seenAfter: seen })).toEqual([two.id])
    expect(await ids({ seenBefore: seen })).toEqual([three.id, one.id])
    expect(await ids({ seenAfter: one.issuedAt, seenBefore: one.issuedAt + 1 })).toEqual([one.id])
  })

  it('takes a text for the beginning of an e-mail where a user is named so, and else for part of a device', async () => {
    const ada = await at.start({ userId: await at.createUser({ email: 'ada@example.com' }), deviceName: 'bob’s old phone' })
    const other = await at.start({ userId: await at.createUser({ email: 'eve@example.com' }), deviceName: 'Ada’s phone' })
    const text = (emailPrefixOrDevice: string) => ids({ search: { emailPrefixOrDevice } })
    expect(await text('Ada')).toEqual([ada.id])
    expect(await text('bob')).toEqual([ada.id])
    expect(await text('ada’s')).toEqual([other.id])
    expect(await text('nobody')).toEqual([])
    // In a company where nobody is named so, it is part of a device, whatever others are called.
    const { rows } = await at.pool.query<{ id: number }>(`INSERT INTO companies (name) VALUES ('Other') RETURNING id`)
    const companyId = rows[0]!.id
    const theirs = await at.start({ userId: await at.createUser({ companyId }), deviceName: 'Ada’s laptop' })
    expect(await ids({ reach: { companyId }, search: { emailPrefixOrDevice: 'ada' } })).toEqual([theirs.id])
  })

  it('tells active, ended and expired apart, and why each ended', async () => {
    const userId = await at.createUser()
    const admin = await at.createUser({ email: 'root@example.com' })
    const [idle, revoked, swept] = [await at.start({ userId }), await at.start({ userId }), await at.start()]
    await at.store.end({ id: revoked.id, reason: 'revoked_by_admin', by: admin, origin, note: 'stolen phone' })
    await at.store.endAll({
      of: { scope: 'user', subject: swept.userId },
      reason: 'password_changed',
      by: swept.userId,
      except: null,
      origin,
    })
    at.pass(14 * 24 * 3600 + 1)
    const live = await at.start({ userId })

    expect(await ids({ state: 'active' })).toEqual([live.id])
    expect(await ids({ state: 'expired' })).toEqual([idle.id])
    expect(await ids({ state: 'ended' })).toEqual([swept.id, revoked.id])
    expect(await ids({ reason: 'revoked_by_admin' })).toEqual([revoked.id])
    expect(await ids({ reason: 'password_changed' })).toEqual([swept.id])
    const found = await at.store.find(revoked.id, {})
    expect(await ids({ endedAfter: 0 })).toEqual([swept.id, revoked.id])
    expect(await ids({ endedAfter: found!.endedAt! + 1 })).toEqual([swept.id])
    expect(await ids({ endedAfter: found!.endedAt!, endedBefore: found!.endedAt! + 1 })).toEqual([revoked.id])
    expect(await ids({ reason: 'password_changed', endedBefore: found!.endedAt! })).toEqual([])
    expect(await ids({ state: 'active', endedAfter: 0 })).toEqual([])
    expect(found).toMatchObject({ state: 'ended', reason: 'revoked_by_admin', endedBy: { id: admin, email: 'root@example.com' } })
    expect(await at.store.history(revoked.id)).toMatchObject([
      { kind: 'session_started' },
      { kind: 'session_ended', note: 'stolen phone', by: { email: 'root@example.com' }, apiKeyId: null },
    ])
  })

  it('tells of a session that several revocations cover when and why it ended first, in whichever order they were written', async () => {
    const { id, userId, clientId, startedAt } = await at.start()
    const then = (seconds: number) => new Date(startedAt + seconds * 1000)
    await at.pool.query(
      `INSERT INTO watermarks (subject, at, reason, by)
       VALUES ('user:' || $1, $2, 'user_disabled', $1::uuid), ('client:' || $3, $4, 'client_disabled', NULL), ('company:1', $5, 'revoked_by_admin', $1::uuid)`,
      [userId, then(3), clientId, then(1), then(2)],
    )
    const first = { state: 'ended', endedAt: startedAt + 1000, reason: 'client_disabled', endedBy: null }
    expect(await at.store.find(id, {})).toMatchObject(first)
    await at.pool.query(`INSERT INTO watermarks (subject, at, reason) VALUES ('platform', $1, 'revoked_by_admin')`, [then(0.5)])
    expect(await at.store.find(id, {})).toMatchObject({ ...first, endedAt: startedAt + 500, reason: 'revoked_by_admin' })
  })

  it('finds who has expired under any lifetime that ever was: a stamp, the policy of their client, or the platform’s', async () => {
    const setIdle = (seconds: number | null) => at.pool.query(`UPDATE clients SET idle_timeout = $1 WHERE id = 'phone'`, [seconds])
    await at.pool.query(`INSERT INTO clients (id, name) VALUES ('phone', 'Phone')`)
    const [old, phone] = [await at.start(), await at.start({ clientId: 'phone' })]
    expect(await ids({ state: 'expired' })).toEqual([])
    // By the policy of today.
    at.pass(3600)
    await setIdle(3600)
    expect(await ids({ state: 'expired' })).toEqual([phone.id])
    // By the stamp that a former policy has left.
    const brief = await at.start({ clientId: 'phone' })
    await setIdle(null)
    at.pass(3599)
    expect(await ids({ state: 'expired', clientId: 'phone' })).toEqual([])
    at.pass(1)
    expect(await ids({ state: 'expired' })).toEqual([brief.id])
    expect(await ids({ state: 'expired', clientId: 'tessera' })).toEqual([])
    expect(await ids({ state: 'expired', clientId: 'nobody' })).toEqual([])
    // By the platform’s.
    at.pass(14 * 24 * 3600 - 7200)
    expect(await ids({ state: 'expired' })).toEqual([brief.id, phone.id, old.id])
    expect(await ids({ state: 'expired', startedBefore: Date.now() + 1800_000 })).toEqual([phone.id, old.id])
  })

  it('pages through who has expired under lifetimes of several lengths newest first, each once', async () => {
    for (const [place, idle] of [3600, 7200, null].entries())
      await at.pool.query(`INSERT INTO clients (id, name, idle_timeout) VALUES ($1, 'C', $2)`, [`client-${place}`, idle])
    const started: { readonly id: string; readonly clientId: string }[] = []
    for (let hour = 0; hour < 10; hour++) {
      for (const clientId of ['client-0', 'client-1', 'client-2']) started.unshift(await at.start({ clientId }))
      at.pass(3600)
    }
    // The last of them ten hours after the first, all up to an hour ago; who started just as long ago as they may be silent is over.
    const expired = started.filter(({ clientId }, place) => clientId === 'client-0' || (clientId === 'client-1' && place >= 3))
    const found: string[] = []
    let after: string | undefined
    do {
      const page = await at.store.list({ reach: {}, limit: 4, state: 'expired', after })
      found.push(...page.items.map(({ id }) => id))
      expect(page.count).toBe(19)
      after = page.next ?? undefined
    } while (after)
    // Two may have started in one millisecond: the key's order is the list's.
    expect(found).toEqual(
      expired
        .map(({ id }) => id)
        .sort()
        .reverse(),
    )
    expect(await ids({ state: 'expired', startedAfter: Date.now() + 8.5 * 3600_000 })).toEqual(found.slice(0, 1))
  })

  it('finds who has expired where there are more clients than are asked for their shortest lifetime', async () => {
    await at.pool.query(`INSERT INTO clients (id, name) SELECT 'many-' || n, 'Many' FROM generate_series(1, 250) n`)
    const session = await at.start({ clientId: 'many-7' })
    at.pass(14 * 24 * 3600)
    expect(await ids({ state: 'expired' })).toEqual([session.id])
    expect(await ids({ state: 'expired', clientId: 'many-7' })).toEqual([session.id])
  })

  it('finds who has expired where the index on lifetimes does not answer in time', async () => {
    const session = await at.start()
    at.pass(14 * 24 * 3600)
    let asked = 0
    const pool = {
      query: async (text: string, values: unknown[]) => {
        if (text.includes('AS lifetime') && ++asked)
          throw Object.assign(new Error('canceling statement due to statement timeout'), { code: '57014' })
        return at.pool.query(text, values)
      },
    } as unknown as Pool
    const query: SessionQuery = { reach: {}, limit: 50, state: 'expired' }
    const { items } = await listSessions({ pool, defaults: at.defaults, clockOffset: () => at.passed() * 1000 }, query)
    expect(items.map(({ id }) => id)).toEqual([session.id])
    expect(asked).toBeGreaterThan(0)
  })

  it('finds by the reason that a watermark gave, among those that were ended one by one', async () => {
    const { rows } = await at.pool.query<{ id: number }>(`INSERT INTO companies (name) VALUES ('Other') RETURNING id`)
    const companyId = rows[0]!.id
    await at.pool.query(`INSERT INTO clients (id, name) VALUES ('phone', 'Phone')`)
    const user = await at.createUser()
    const stranger = await at.createUser({ companyId })
    const admin = await at.createUser()
    const sweep = async (subject: string) => {
      await at.pool.query(
        `INSERT INTO watermarks (subject, at, reason, by) VALUES ($1, clock_timestamp() + make_interval(secs => $2), 'revoked_by_admin', $3)`,
        [subject, at.passed(), admin],
      )
      at.pass(1)
    }
    const ended: string[] = []
    const started = async (login: Parameters<typeof at.start>[0]) => {
      ended.unshift((await at.start(login)).id)
      at.pass(1)
    }

    await started({})
    await sweep('platform')
    await started({ userId: stranger })
    await sweep(`company:${companyId}`)
    await started({ clientId: 'phone', userId: user })
    await sweep('client:phone')
    await at.start({ clientId: 'phone', userId: stranger })
    await started({ userId: user })
    await at.store.end({ id: ended[0]!, reason: 'revoked_by_admin', by: admin, origin })
    for (let i = 0; i < 3; i++) await started({ userId: user })
    await sweep(`user:${user}`)
    await at.start({ userId: user })

    const paged: string[] = []
    for (let after: string | undefined; ;) {
      const page = await at.store.list({ reach: {}, limit: 2, reason: 'revoked_by_admin', after })
      expect(page).toMatchObject({ count: ended.length, countCapped: false })
      paged.push(...page.items.map(({ id }) => id))
      if (page.next === null) break
      after = page.next
    }
    expect(paged).toEqual(ended)
    expect(await ids({ reason: 'revoked_by_admin', reach: { companyId } })).toEqual([ended[5]])
    // More than are visited one by one: they are walked past.
    await at.pool.query(
      `INSERT INTO watermarks (subject, at, reason) SELECT 'user:' || gen_random_uuid(), now(), 'revoked_by_admin' FROM generate_series(1, 300)`,
    )
    expect(await ids({ reason: 'revoked_by_admin' })).toEqual(ended)
  })

  it('finds by an address in every company, and in one without a look at the others', async () => {
    const { rows } = await at.pool.query<{ id: number }>(`INSERT INTO companies (name) VALUES ('Other'), ('Third') RETURNING id`)
    const companies = [1, ...rows.map(({ id }) => id)]
    const users = await Promise.all(companies.map((companyId) => at.createUser({ companyId })))
    const started: string[] = []
    for (let i = 0; i < 9; i++) {
      started.unshift((await at.start({ userId: users[i % 3]!, origin: { ip: '192.0.2.7' } })).id)
      at.pass(1)
    }
    await at.start({ userId: users[0]!, origin: { ip: '192.0.2.8' } })

    const first = await at.store.list({ reach: {}, limit: 5, ip: '192.0.2.7' })
    expect(first).toMatchObject({ count: 9, countCapped: false })
    expect([...first.items.map(({ id }) => id), ...(await ids({ ip: '192.0.2.7', after: first.next! }))]).toEqual(started)
    const theirs = started.filter((_, index) => (8 - index) % 3 === 1)
    expect(await ids({ ip: '192.0.2.7', companyId: companies[1] })).toEqual(theirs)
    expect(await ids({ ip: '192.0.2.7', reach: { companyId: companies[1]! } })).toEqual(theirs)
    expect(await ids({ ip: '192.0.2.7', companyId: 1, reach: { companyId: companies[1]! } })).toEqual([])
    expect(await ids({ ip: '192.0.2.9' })).toEqual([])
  })

  it('tells by which API key one was ended, to those who may know of its user', async () => {
    const owner = await at.createUser()
    const { rows } = await at.pool.query<{ id: number }>(`INSERT INTO companies (name) VALUES ('Other') RETURNING id`)
    const companyId = rows[0]!.id
    const theirs = await at.start({ userId: await at.createUser({ companyId }) })
    const apiKeyId = randomUUID()
    await at.store.end({ id: theirs.id, reason: 'revoked_by_admin', by: owner, origin, apiKeyId })
    expect((await at.store.history(theirs.id)).at(-1)).toMatchObject({ by: { id: owner }, apiKeyId })
    expect((await at.store.history(theirs.id, { companyId })).at(-1)).toMatchObject({ by: { id: owner }, apiKeyId: null })
  })

  it('shows nothing beyond the caller’s reach, nor lets them end it', async () => {
    const { rows } = await at.pool.query<{ id: number }>(`INSERT INTO companies (name) VALUES ('Other') RETURNING id`)
    const theirs = await at.start({ userId: await at.createUser({ companyId: rows[0]!.id }) })
    const ours = await at.start()
    expect(await ids({ reach: { companyId: 1 } })).toEqual([ours.id])
    expect(await ids({ reach: { companyId: 1 }, search: { sessionOrUserId: theirs.id } })).toEqual([])
    expect(await ids({ reach: { userId: ours.userId }, search: { sessionOrUserId: theirs.id } })).toEqual([])
    expect(await at.store.find(theirs.id, { companyId: 1 })).toBeNull()
    expect(await at.store.end({ id: theirs.id, reason: 'revoked_by_admin', by: null, origin }, { companyId: 1 })).toBeNull()
    expect(await at.store.end({ id: theirs.id, reason: 'revoked_by_user', by: 'owner', origin }, { userId: ours.userId })).toBeNull()
    expect((await at.store.read(theirs.id))?.known.session.revokedAt).toBeNull()
  })

  it('tells nothing of other companies by its cursor or its count, whatever is asked for', async () => {
    const { rows } = await at.pool.query<{ id: number }>(`INSERT INTO companies (name) VALUES ('Other') RETURNING id`)
    const stranger = await at.createUser({ companyId: rows[0]!.id, email: 'zoe@example.com' })
    await load(
      at.pool,
      `INSERT INTO sessions (id, user_id, client_id, company_id, started_at, issued_at, idle_timeout, absolute_lifetime, reuse_policy, scope, ip, revoked_at, revoked_reason)
       SELECT gen_random_uuid(), $1, 'tessera', $2, now(), now(), 1000, 1000, 'until_used', 'account', '192.0.2.99', now(), 'logout' FROM generate_series(1, $3::int)`,
      [stranger, rows[0]!.id, stepRows + 1],
    )
    const asked: Partial<SessionQuery>[] = [
      {},
      { reason: 'logout' },
      { ip: '192.0.2.99' },
      { emailPrefix: 'zoe' },
      { userId: stranger },
      { search: { sessionOrUserId: stranger } },
      { state: 'ended' },
    ]
    for (const query of asked) {
      expect(await at.store.list({ reach: { companyId: 1 }, limit: 10, ...query }), JSON.stringify(query)).toEqual({
        items: [],
        next: null,
        count: 0,
        countCapped: false,
      })
    }
  })

  it('names who ended a session only to those whose reach they are in', async () => {
    const { rows } = await at.pool.query<{ id: number }>(`INSERT INTO companies (name) VALUES ('Other') RETURNING id`)
    const owner = await at.createUser({ companyId: rows[0]!.id, email: 'owner@example.com' })
    const session = await at.start()
    await at.store.end({ id: session.id, reason: 'revoked_by_admin', by: owner, origin: { ip: '203.0.113.1', userAgent: 'theirs' } })
    expect(await at.store.find(session.id, { companyId: 1 })).toMatchObject({ endedBy: { id: owner, email: null } })
    expect((await at.store.history(session.id, { companyId: 1 }))[1]).toMatchObject({
      by: { id: owner, email: null },
      ip: null,
      userAgent: null,
    })
    expect((await at.store.history(session.id))[1]).toMatchObject({ by: { email: 'owner@example.com' }, ip: '203.0.113.1' })
  })

  it('counts to a thousand and then says that there may be more', async () => {
    const userId = await at.createUser()
    const fill = (sessions: number) =>
      at.pool.query(
        `INSERT INTO sessions (id, user_id, client_id, company_id, started_at, issued_at, idle_timeout, absolute_lifetime, reuse_policy, scope)
         SELECT gen_random_uuid(), $1, 'tessera', 1, now(), now(), 1000, 1000, 'until_used', 'account' FROM generate_series(1, $2::int)`,
        [userId, sessions],
      )
    await fill(1000)
    expect(await at.store.list({ reach: {}, limit: 1 })).toMatchObject({ count: 1000, countCapped: false })
    await fill(1)
    expect(await at.store.list({ reach: {}, limit: 1 })).toMatchObject({ count: 1000, countCapped: true })
  })

  it('shows what it found where the count does not end in time, and fails with every other fault of it', async () => {
    const sessions = [await at.start(), await at.start(), await at.start()]
    const withCount = (code: string) => {
      const query = async (text: string, values: unknown[]) => {
        if (text.includes('AS "countCapped"')) throw Object.assign(new Error('canceling statement'), { code })
        return at.pool.query(text, values)
      }
      const ground = { pool: { query } as unknown as Pool, defaults: at.defaults, clockOffset: () => 0 }
      return listSessions(ground, { reach: {}, limit: 2 })
    }
    const { items, count, countCapped } = await withCount('57014')
    expect(items.map(({ id }) => id)).toEqual(
      sessions
        .map(({ id }) => id)
        .sort()
        .reverse()
        .slice(0, 2),
    )
    expect({ count, countCapped }).toEqual({ count: 2, countCapped: true })
    await expect(withCount('57P01')).rejects.toMatchObject({ code: '57P01' })
  })

  it('counts exactly what it has looked for to the end, further than a count looks', async () => {
    const userId = await at.createUser()
    await at.pool.query(
      `INSERT INTO sessions (id, user_id, client_id, company_id, started_at, issued_at, idle_timeout, absolute_lifetime, reuse_policy, scope, device_name)
       SELECT gen_random_uuid(), $1, 'tessera', 1, now(), now(), 1000, 1000, 'until_used', 'account', CASE WHEN n % 1000 = 0 THEN 'needle' END
       FROM generate_series(1, 3000) n`,
      [userId],
    )
    expect(await at.store.list({ reach: {}, limit: 10, device: 'nowhere' })).toEqual({
      items: [],
      next: null,
      count: 0,
      countCapped: false,
    })
    expect(await at.store.list({ reach: {}, limit: 10, device: 'needle' })).toMatchObject({ next: null, count: 3, countCapped: false })
    expect(await at.store.list({ reach: {}, limit: 2, device: 'needle' })).toMatchObject({ countCapped: true })
  })

  it('counts among the newest two thousand what it has to judge one by one, and says that there may be more', async () => {
    const userId = await at.createUser()
    const fill = (sessions: number) =>
      at.pool.query(
        `INSERT INTO sessions (id, user_id, client_id, company_id, started_at, issued_at, idle_timeout, absolute_lifetime, reuse_policy, scope, revoked_at, revoked_reason)
         SELECT gen_random_uuid(), $1, 'tessera', 1, now(), now(), 1000, 1000, 'until_used', 'account', CASE WHEN n % 4 = 0 THEN now() END, CASE WHEN n % 4 = 0 THEN 'logout'::end_reason END
         FROM generate_series(1, $2::int) n`,
        [userId, sessions],
      )
    await fill(1996)
    expect(await at.store.list({ reach: {}, limit: 1, state: 'ended' })).toMatchObject({ count: 499, countCapped: false })
    await fill(400)
    const { count, countCapped } = await at.store.list({ reach: {}, limit: 1, state: 'ended' })
    expect(countCapped).toBe(true)
    expect(count).toBeLessThan(599)
    expect(await at.store.list({ reach: {}, limit: 1, clientId: 'tessera' })).toMatchObject({ count: 1000, countCapped: true })
  })
})

describe('a walk', () => {
  it('leads past every session that matches once, newest first, and can be taken up where it was left', async () => {
    const started: string[] = []
    for (let i = 0; i < 7; i++) started.unshift((await at.start({ deviceName: i % 2 === 0 ? 'even' : 'odd' })).id)
    const even = started.filter((_, index) => index % 2 === 0)
    const found: string[] = []
    for await (const { rows, next } of at.store.matching({ reach: {}, device: 'even' })) {
      found.push(...rows.map(({ id }) => id))
      expect(next).toBeNull()
      await at.start({ deviceName: 'even' })
    }
    expect(found).toEqual(even)
    const left: string[] = []
    for await (const { rows } of at.store.every({ reach: {}, device: 'even' }, even[1])) left.push(...rows.map(({ id }) => id))
    expect(left).toEqual(even.slice(2))
  })

  it('leads past each once, however many log in and are removed while it is on its way', async () => {
    // As many as are visited one by one: so steps are at their shortest.
    const users = await Promise.all(Array.from({ length: 200 }, (_, n) => at.createUser({ email: `step-${n}@example.com` })))
    const insert = (sessions: number, since: number) =>
      at.pool.query(
        `INSERT INTO sessions (id, user_id, client_id, company_id, started_at, issued_at, idle_timeout, absolute_lifetime, reuse_policy, scope, device_name)
         SELECT (lpad(to_hex((n + $3::bigint) >> 16), 8, '0') || '-' || lpad(to_hex((n + $3::bigint) & 65535), 4, '0') || '-7000-8000-000000000000')::uuid, ($1::uuid[])[1 + n % 200],
           'tessera', 1, now(), now(), 1000, 1000, 'until_used', 'account', CASE WHEN n % 3 = 0 THEN 'needle' END
         FROM generate_series(1, $2::int) n`,
        [users, sessions, since],
      )
    await insert(600, 1_700_000_000_000)
    let logins = 1_740_000_000_000
    const pool = {
      query: async (text: string, values: unknown[]) => {
        const result = await at.pool.query(text, values)
        await insert(7, (logins += 1000))
        await at.pool.query(
          `DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE device_name IS NULL AND id < '018bd000-0000-7000-8000-000000000000' ORDER BY id DESC LIMIT 5)`,
        )
        return result
      },
    } as unknown as Pool
    const found: string[] = []
    let steps = 0
    for await (const { rows } of matchingSessions(
      { pool, defaults: at.defaults, clockOffset: () => 0 },
      { reach: {}, emailPrefix: 'step-', device: 'needle', startedBefore: 1_750_000_000_000 },
    )) {
      found.push(...rows.map(({ id }) => id))
      steps++
    }
    expect(steps).toBeGreaterThan(5)
    expect(new Set(found).size).toBe(found.length)
    expect(found.filter((id) => id < '018bd000')).toHaveLength(200)
  })

  it('ends where it is left, and asks for nothing ahead', async () => {
    await at.start()
    const walk = at.store.matching({ reach: {} })
    const { value } = await walk.next()
    expect(value?.rows).toHaveLength(1)
    expect((await walk.return()).done).toBe(true)
    expect((await walk.next()).done).toBe(true)
  })
})

describe('a search for a rare match', () => {
  let large: TestStore
  beforeAll(async () => {
    large = await testStore()
    const userId = await large.createUser()
    await load(
      large.pool,
      `INSERT INTO sessions (id, user_id, client_id, company_id, started_at, issued_at, idle_timeout, absolute_lifetime, reuse_policy, scope, device_name, ip)
       SELECT (lpad(to_hex(n), 8, '0') || '-0000-7000-8000-000000000000')::uuid, $1, 'tessera', 1, now(), now(), 1000, 1000, 'until_used', 'account', CASE WHEN n = 1 THEN 'needle' END,
         '10.0.0.0'::inet + (n % 60000)
       FROM generate_series(1, $2::int) n`,
      [userId, 20 * stepRows],
    )
    await load(large.pool, 'ANALYZE sessions')
  }, 60_000)
  afterAll(() => large.close())

  it('answers in time with what it has, and a cursor that leads to the match', { timeout: 60_000 }, async () => {
    let after: string | undefined
    const found: string[] = []
    let pages = 0
    do {
      const page = await large.store.list({ reach: {}, limit: 10, device: 'needle', after })
      found.push(...page.items.map(({ deviceName }) => deviceName ?? ''))
      // A machine that is quick enough has seen all of it on the first page, and says so.
      expect(page.countCapped).toBe(after !== undefined || page.next !== null)
      after = page.next ?? undefined
      pages++
    } while (after)
    expect(found).toEqual(['needle'])
    expect(pages).toBeLessThan(20)
  })

  it('finds a small network by its sessions, and a large one by walking: the same pages, newest first', { timeout: 60_000 }, async () => {
    for (const [ip, sessions] of [
      ['10.0.1.0/24', 7 * 256],
      ['10.0.0.0/18', 7 * 16_384 - 1],
    ] as const) {
      const { rows } = await large.pool.query<{ id: string }>('SELECT id FROM sessions WHERE ip <<= $1 ORDER BY id DESC LIMIT 20', [ip])
      const first = await large.store.list({ reach: {}, limit: 10, ip })
      const second = await large.store.list({ reach: {}, limit: 10, ip, after: first.next ?? undefined })
      expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(rows.map(({ id }) => id))
      expect(first.countCapped).toBe(true)
      let walked = 0
      for await (const step of large.store.matching({ reach: {}, ip })) walked += step.rows.length
      expect(walked).toBe(sessions)
    }
  })

  it('goes on in shorter steps behind one that ran into the deadline of a statement: each session once', { timeout: 60_000 }, async () => {
    const looked: number[] = []
    const pool = {
      query: (text: string, values: unknown[]) => {
        // Of all numbers of a step, the least is how many rows it looks at.
        if (text.includes('stretchEnd'))
          looked.push(Math.min(...values.filter((value) => typeof value === 'number').filter((value) => value > 0)))
        if (text.includes('stretchEnd') && looked.length === 3)
          return Promise.reject(Object.assign(new Error('too late'), { code: '57014' }))
        return large.pool.query(text, values)
      },
    } as unknown as Pool
    const found = new Set<string>()
    let rows = 0
    for await (const step of matchingSessions({ pool, defaults: large.defaults, clockOffset: () => 0 }, { reach: {} })) {
      for (const { id } of step.rows) found.add(id)
      rows += step.rows.length
    }
    expect([found.size, rows]).toEqual([20 * stepRows, 20 * stepRows])
    expect(looked[0]).toBe(5000)
    expect(looked[3]).toBe(Math.max(Math.floor(looked[2]! / 4), 1000))
  })
})

it('ends all of a user’s sessions but one, counts the live ones, and spares those that start later', async () => {
  const userId = await at.createUser()
  const [kept, ...others] = [await at.start({ userId }), await at.start({ userId }), await at.start({ userId })]
  const stranger = await at.start()
  await at.store.end({ id: others[0]!.id, reason: 'logout', by: userId, origin })
  expect(
    await at.store.endAll({ of: { scope: 'user', subject: userId }, reason: 'revoked_by_user', by: userId, except: kept!.id, origin }),
  ).toMatchObject({ ended: 1, capped: false })
  const later = await at.start({ userId })
  for (const alive of [kept!, stranger, later]) expect((await at.refresh(successorOf(alive))).outcome).toBe('rotated')
  expect(await at.refresh(successorOf(others[1]!))).toMatchObject({
    refusal: 'session_ended',
    end: { reason: 'revoked_by_user', by: userId },
  })
  expect(await at.refresh(successorOf(others[0]!))).toMatchObject({ refusal: 'session_ended', end: { reason: 'logout' } })
})

it('sets no watermark where every session has its end already, or is the one to spare: asked for again and again, it takes no room', async () => {
  const userId = await at.createUser()
  await at.start({ userId })
  const endAll = (except: string | null = null) =>
    at.store.endAll({ of: { scope: 'user', subject: userId }, reason: 'revoked_by_user', by: userId, except, origin })
  expect(await endAll()).toMatchObject({ ended: 1 })
  for (let again = 0; again < 5; again++) expect(await endAll()).toMatchObject({ ended: 0 })
  const { id } = await at.start({ userId })
  for (let again = 0; again < 5; again++) expect(await endAll(id)).toMatchObject({ ended: 0 })
  const { rows } = await at.pool.query(
    'SELECT (SELECT count(*)::int FROM watermarks) AS watermarks, (SELECT count(*)::int FROM events WHERE kind = $1) AS events',
    ['watermark_set'],
  )
  expect(rows[0]).toEqual({ watermarks: 1, events: 1 })
})

it('ends all of a user’s sessions after a look at the newest, however many have their end already', async () => {
  const [one] = await manySessions(at, 6000)
  const { userId } = (await at.store.read(one!.id))!.known.session
  const ending = { of: { scope: 'user', subject: userId }, reason: 'revoked_by_user', by: userId, except: null, origin } as const
  expect(await at.store.endAll(ending)).toMatchObject({ ended: 1000, capped: true })
  const later = await at.start({ userId })
  await at.pool.query('ANALYZE sessions')
  const ground = { defaults: at.defaults, clockOffset: () => at.passed() * 1000 }
  const { read } = await rowsRead(at.pool, 'sessions', (connection) => endAllSessions({ ...ground, pool: connection as never }, ending))
  expect(read).toBeLessThan(5500)
  expect(await at.store.endAll(ending)).toMatchObject({ ended: 1, capped: false })
  expect(await at.refresh(successorOf(later))).toMatchObject({ refusal: 'session_ended' })
})

it('sets one watermark for whoever has more sessions than are looked at, and another where one may live that the first spared', async () => {
  const [one] = await manySessions(at, 6000)
  const { userId } = (await at.store.read(one!.id))!.known.session
  const ids = await at.pool.query<{ id: string }>('SELECT id FROM sessions WHERE user_id = $1 ORDER BY id', [userId])
  const [oldest, newest] = [ids.rows[0]!.id, ids.rows.at(-1)!.id]
  const endAllBut = (except: string) =>
    at.store.endAll({ of: { scope: 'user', subject: userId }, reason: 'revoked_by_user', by: userId, except, origin })
  const watermarks = async () => (await at.pool.query('SELECT FROM watermarks')).rowCount
  for (const [except, capped, set] of [
    [oldest, true, 1],
    [oldest, false, 1],
    // The oldest is not among those that are looked at.
    [newest, true, 2],
    [newest, false, 2],
  ] as const) {
    expect(await endAllBut(except)).toMatchObject({ capped })
    expect(await watermarks()).toBe(set)
  }
  expect((await at.store.read(oldest))!.known.watermarks).toHaveLength(1)
})

it('looks for active sessions without judging those that their user has ended', async () => {
  const [one] = await manySessions(at, 1000)
  const { userId } = (await at.store.read(one!.id))!.known.session
  await at.store.endAll({ of: { scope: 'user', subject: userId }, reason: 'revoked_by_user', by: userId, except: null, origin })
  await at.pool.query(
    `INSERT INTO watermarks (subject, at, reason) SELECT 'client:tessera', now() + g * interval '1 ms', 'client_disabled'::end_reason FROM generate_series(1, 50) g
      UNION ALL SELECT 'user:' || gen_random_uuid(), now(), 'logout'::end_reason FROM generate_series(1, 5000)`,
  )
  const later = await at.start({ userId })
  await at.pool.query('ANALYZE sessions, watermarks')
  const ground = { defaults: at.defaults, clockOffset: () => at.passed() * 1000 }
  const query = { reach: { userId }, state: 'active', limit: 50 } as const
  const { answer, read } = await rowsRead(at.pool, 'watermarks', (connection) =>
    listSessions({ ...ground, pool: connection as never }, query),
  )
  expect(answer.items.map(({ id }) => id)).toEqual([later.id])
  expect(read).toBeLessThan(5000)
})

it('finds out how sessions ended without reading every watermark of a user who has set thousands', async () => {
  const session = await at.start()
  const subject = `user:${session.userId}`
  await at.pool.query(
    `INSERT INTO watermarks (subject, at, reason) SELECT $1, now() + g * interval '1 ms', 'revoked_by_user' FROM generate_series(1, 5000) g`,
    [subject],
  )
  await at.pool.query('ANALYZE watermarks')
  const ground = { defaults: at.defaults, clockOffset: () => 0 }
  const query = { reach: { userId: session.userId }, state: 'ended', limit: 50 } as const
  const listed = await rowsRead(at.pool, 'watermarks', (connection) => listSessions({ ...ground, pool: connection as never }, query))
  expect(listed.answer.items).toMatchObject([{ id: session.id, reason: 'revoked_by_user' }])
  expect(listed.read).toBeLessThan(100)
  const judged = await rowsRead(at.pool, 'watermarks', (connection) => readSession({ ...ground, pool: connection as never }, session.id))
  expect(judged.answer?.known.watermarks).toHaveLength(1)
  expect(judged.read).toBeLessThan(10)
})

it('keeps the first end of a session that is ended twice', async () => {
  const session = await at.start()
  expect(await at.store.end({ id: session.id, reason: 'logout', by: session.userId, origin })).toMatchObject({ outcome: 'ended' })
  expect(await at.store.end({ id: session.id, reason: 'revoked_by_admin', by: null, origin })).toMatchObject({
    outcome: 'already_ended',
    session: { revokedReason: 'logout' },
  })
})

it('keeps the first end of a session that two end at the same moment', async () => {
  const { id } = await at.start()
  const first = await at.pool.connect()
  await first.query('BEGIN')
  await first.query(`UPDATE sessions SET revoked_at = date_trunc('milliseconds', now()), revoked_reason = 'logout' WHERE id = $1`, [id])
  const second = at.store.end({ id, reason: 'revoked_by_admin', by: null, origin })
  await untilWaited(at)
  await first.query('COMMIT')
  first.release()
  expect(await second).toMatchObject({ outcome: 'already_ended', session: { revokedReason: 'logout' } })
  expect((await at.store.history(id)).map(({ kind }) => kind)).toEqual(['session_started'])
})
