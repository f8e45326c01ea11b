// Long, because one store is the subject: making, executing, stopping and listing revocations, and the processes that share them.
import { randomUUID } from 'node:crypto'
import { type Session, successorOf } from '@tessera/core'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { manySessions, revocationOf } from '../testing/revoking.js'
import { origin, testStore, type TestStore } from '../testing/store.js'
import { administer } from '../users/locked.js'
import { type NewRevocation, sessionRevocationStore, type SessionRevocationStore } from './index.js'

let at: TestStore
let store: SessionRevocationStore
let owner: string
beforeAll(async () => {
  at = await testStore({ absoluteLifetime: 60 * 86_400, idleTimeout: 14 * 86_400 })
  store = sessionRevocationStore(at.database, at.defaults, () => at.passed() * 1000)
})
afterAll(() => at.close())
beforeEach(async () => {
  await at.pool.query('TRUNCATE sessions, watermarks, events, session_revocations, session_revocation_targets')
  owner = await userAs(['owner'])
})

async function userAs(roles: readonly string[], companyId = 1): Promise<string> {
  const id = await at.createUser({ companyId })
  await at.pool.query('UPDATE users SET roles = $2::role[] WHERE id = $1', [id, roles])
  return id
}
const newCompany = async () =>
  (await at.pool.query<{ id: number }>(`INSERT INTO companies (name) VALUES ('other') RETURNING id`)).rows[0]!.id
const sessions = (count: number, userId?: string) =>
  Promise.all(Array.from({ length: count }, () => at.start(userId === undefined ? {} : { userId })))
const many = (count: number) => manySessions(at, count)
const idsOf = (of: readonly { readonly id: string }[]) => of.map(({ id }) => id)
const create = (of: readonly { readonly id: string }[] | null, rest: Partial<NewRevocation> = {}) =>
  store.create(revocationOf(owner, of && idsOf(of), rest))
async function finish(id: string): Promise<void> {
  while ((await store.advance(id)) === 'more');
}
const found = async (id: string) => (await store.find(id, null))!
const stateOf = async ({ id }: Session) => (await at.store.find(id, {}))!.state
const targets = async () => (await at.pool.query<{ n: number }>('SELECT count(*)::int AS n FROM session_revocation_targets')).rows[0]!.n
const actor = (by: string, companyId: number | null = null) => ({ by, companyId, apiKeyId: null, origin })
const everything = (scope: 'user' | 'company' | 'client', subject: string) => ({ target: { everything: { scope, subject } } })
const platform = { target: { everything: { scope: 'platform', subject: null } } } as const

describe('a set', () => {
  it('is ended session by session, each logged with who, why, from where and in which revocation', async () => {
    const [one, other] = await sessions(2)
    const spared = await at.start()
    const id = await create([one!, other!], { note: 'stolen laptops' })
    await finish(id)
    expect(await found(id)).toMatchObject({
      state: 'done',
      total: 2,
      ended: 2,
      passedOver: 0,
      note: 'stolen laptops',
      createdBy: { id: owner },
    })
    expect([await stateOf(one!), await stateOf(spared)]).toEqual(['ended', 'active'])
    expect((await at.store.history(one!.id)).at(-1)).toMatchObject({
      ...{
        kind: 'session_ended',
        reason: 'revoked_by_admin',
        by: { id: owner },
        note: 'stolen laptops',
        ip: origin.ip,
        userAgent: origin.userAgent,
      },
    })
    const { rows } = await at.pool.query(`SELECT kind, by, note, details FROM events WHERE details ->> 'revocation_id' = $1 ORDER BY id`, [
      id,
    ])
    expect(rows).toMatchObject([
      { kind: 'revocation_created', by: owner, details: { total: 2 } },
      { kind: 'session_ended' },
      { kind: 'session_ended' },
    ])
    expect(await targets()).toBe(0)
  })

  it('refuses the refresh of what it has ended', async () => {
    const session = await at.start()
    await finish(await create([session]))
    expect(await at.refresh(successorOf(session))).toMatchObject({ outcome: 'refused', refusal: 'session_ended' })
  })

  it('passes over what has its end already, and leaves it its reason', async () => {
    const [loggedOut, covered, alive] = await sessions(3)
    const id = await create([loggedOut!, covered!, alive!])
    await at.store.end({ id: loggedOut!.id, reason: 'logout', by: 'owner', origin })
    const of = { scope: 'user', subject: covered!.userId } as const
    await at.store.endAll({ of, reason: 'password_changed', by: null, except: null, origin })
    await finish(id)
    expect(await found(id)).toMatchObject({ total: 3, ended: 1, passedOver: 2 })
    expect(await at.store.find(loggedOut!.id, {})).toMatchObject({ reason: 'logout' })
    expect(await at.store.find(covered!.id, {})).toMatchObject({ reason: 'password_changed' })
  })

  it('does not begin before its countdown is over, and is then found by any process', async () => {
    const [session] = await sessions(1)
    const id = await create([session!], { startsIn: 5 })
    expect(await store.advance(id)).toBe('over')
    const { id: claimed, dueIn } = await store.claim(true)
    expect(claimed).toBeNull()
    expect(dueIn).toBeGreaterThan(3000)
    expect(dueIn).toBeLessThanOrEqual(5000)
    expect(await found(id)).toMatchObject({ state: 'waiting' })
    at.pass(5)
    expect(await found(id)).toMatchObject({ state: 'running' })
    expect(await store.claim(false)).toMatchObject({ id: null })
    expect(await store.claim(true)).toMatchObject({ id })
    expect(await store.claim(true)).toMatchObject({ id: null })
    await finish(id)
    expect(await store.claim(true)).toEqual({ id: null, dueIn: null })
  })

  it('is gone on with by another process when the one that had it died in the middle', async () => {
    const all = await many(250)
    const id = await create(all)
    expect(await store.advance(id)).toBe('more')
    expect(await store.claim(true)).toMatchObject({ id: null })
    expect(await found(id)).toMatchObject({ state: 'running', ended: 100 })
    at.pass(6)
    expect(await store.claim(true)).toMatchObject({ id })
    await finish(id)
    expect(await found(id)).toMatchObject({ state: 'done', ended: 250, passedOver: 0 })
    const { rows } = await at.pool.query(`SELECT count(*)::int AS ended FROM events WHERE kind = 'session_ended'`)
    expect(rows).toEqual([{ ended: 250 }])
  })

  it.each([
    ['whose countdown ran', { startsIn: 5 }],
    ['that a process had in hand which is gone', { startsIn: 0 }],
  ])('%s when the clock was set back by hours is gone on with at once', async (_which, given) => {
    at.pass(7200)
    const id = await create(await sessions(1), given)
    at.pass(-7200)
    expect(await found(id)).toMatchObject({ state: 'running' })
    expect(await store.claim(true)).toMatchObject({ id })
    await finish(id)
    expect(await found(id)).toMatchObject({ state: 'done' })
  })

  it('that was given back is claimed by another process at once', async () => {
    const id = await create(await sessions(1))
    await store.release(id)
    expect(await store.claim(true)).toMatchObject({ id })
  })

  it('of whoever has few pending goes before those of whoever has many, and one that was not begun before one that was', async () => {
    const [many, few] = [await userAs(['owner']), await userAs(['owner'])]
    const nothing = (by: string) => create([], { by, startsIn: 1 })
    const [first, second] = [await nothing(many), await nothing(many)]
    at.pass(1)
    const theirs = await nothing(few)
    at.pass(2)
    const claimed = async () => (await store.claim(true)).id
    expect(await claimed()).toBe(theirs)
    expect(await claimed()).toBe(first)
    await store.release(first)
    expect([await claimed(), await claimed()]).toEqual([second, first])
  })

  it('keeps nothing of where its maker was once it is over: that is in the log', async () => {
    const [done, stopped] = [await create(await sessions(1)), await create(await sessions(1))]
    const origins = async () =>
      (await at.pool.query('SELECT ip, user_agent FROM session_revocations WHERE ip IS NOT NULL OR user_agent IS NOT NULL')).rowCount
    expect(await origins()).toBe(2)
    await finish(done)
    await store.stop(stopped, actor(owner))
    expect(await origins()).toBe(0)
  })

  it('of nothing is done with its first step', async () => {
    const id = await create([])
    await finish(id)
    expect(await found(id)).toMatchObject({ state: 'done', total: 0, ended: 0 })
  })
})

describe('two processes', () => {
  it('that execute one revocation end each session once, and forget none', { timeout: 60_000 }, async () => {
    const id = await create(await many(550))
    await Promise.all([finish(id), finish(id), finish(id)])
    expect(await found(id)).toMatchObject({ state: 'done', ended: 550, passedOver: 0 })
    const { rows } = await at.pool.query(
      `SELECT count(*)::int AS ended, count(DISTINCT session_id)::int AS sessions FROM events WHERE kind = 'session_ended'`,
    )
    expect(rows).toEqual([{ ended: 550, sessions: 550 }])
  })

  it('that execute two revocations with sessions in common end each session once', { timeout: 60_000 }, async () => {
    const all = await many(450)
    const other = await userAs(['owner'])
    // The oldest come first, and they are at the end: both begin with the same ones.
    const [one, two] = [await create(all.slice(150)), await create([...all].reverse(), { by: other })]
    await Promise.all([finish(one), finish(two)])
    const [first, second] = [await found(one), await found(two)]
    expect(first.ended + first.passedOver).toBe(300)
    expect(second.ended + second.passedOver).toBe(450)
    expect(first.ended + second.ended).toBe(450)
  })

  it('race rotations: each refresh is either answered before its session ends, or refused', { timeout: 60_000 }, async () => {
    const all = await sessions(100)
    const id = await create(all)
    const acknowledged = finish(id)
    const refreshed = await Promise.all(all.map((session) => at.refresh(successorOf(session))))
    await acknowledged
    for (const answer of refreshed) {
      if (answer.outcome === 'refused') expect(answer.refusal).toBe('session_ended')
      else expect(await at.refresh(successorOf(answer.session))).toMatchObject({ refusal: 'session_ended' })
    }
    expect(await found(id)).toMatchObject({ state: 'done', ended: 100 })
  })
})

describe('a stop', () => {
  it('spares what has not ended yet, and what has is final', async () => {
    const all = await many(250)
    const id = await create(all)
    await store.advance(id)
    const stopped = await store.stop(id, actor(owner))
    expect(stopped).toMatchObject({ state: 'stopped', ended: 100, stoppedBy: { id: owner } })
    expect(await store.advance(id)).toBe('over')
    expect(await found(id)).toMatchObject({ state: 'stopped', ended: 100 })
    expect(await store.claim(true)).toEqual({ id: null, dueIn: null })
    const { items } = await at.store.list({ reach: {}, state: 'active', limit: 1 })
    expect(items).toHaveLength(1)
  })

  it('holds from the moment that it is acknowledged, whatever runs', { timeout: 60_000 }, async () => {
    for (let round = 0; round < 3; round++) {
      const id = await create(await many(6000))
      const running = [finish(id), finish(id)]
      const { ended } = (await store.stop(id, actor(owner)))!
      const alive = async () =>
        (await at.pool.query<{ n: number }>('SELECT count(*)::int AS n FROM sessions WHERE revoked_at IS NULL')).rows[0]!.n
      const then = await alive()
      await Promise.all(running)
      expect([await alive(), (await found(id)).ended]).toEqual([then, ended])
      expect(ended).toBeLessThan(6000)
      await at.pool.query('TRUNCATE sessions')
    }
  })

  it('is idempotent, and is logged once', async () => {
    const id = await create(await sessions(1), { startsIn: 5 })
    const first = await store.stop(id, actor(owner))
    const other = await userAs(['owner'])
    expect(await store.stop(id, actor(other))).toEqual(first)
    const { rows } = await at.pool.query(`SELECT by FROM events WHERE kind = 'revocation_stopped'`)
    expect(rows).toEqual([{ by: owner }])
  })

  it('leaves one that is done as it is', async () => {
    const id = await create(await sessions(1))
    await finish(id)
    expect(await store.stop(id, actor(owner))).toMatchObject({ state: 'done', ended: 1, stoppedAt: null })
  })

  it('knows nothing of one of another company', async () => {
    const companyId = await newCompany()
    const id = await create(await sessions(1), { startsIn: 5 })
    expect(await store.stop(id, actor(await userAs(['admin'], companyId), companyId))).toBeNull()
    expect(await store.stop(randomUUID(), actor(owner))).toBeNull()
    expect(await found(id)).toMatchObject({ state: 'waiting' })
  })
})

describe('whoever made it', () => {
  const taken: [what: string, statement: string][] = [
    ['is no owner any more', `UPDATE users SET roles = '{admin}' WHERE id = $1`],
    ['was disabled', 'UPDATE users SET disabled_at = now() WHERE id = $1'],
    ['was deleted', 'UPDATE users SET deleted_at = now() WHERE id = $1'],
  ]
  it.each(taken)('%s: it stops in the middle, and nobody stopped it', async (_, statement) => {
    const id = await create(await many(150))
    await store.advance(id)
    await at.pool.query(statement, [owner])
    expect(await store.advance(id)).toBe('over')
    expect(await found(id)).toMatchObject({ state: 'stopped', ended: 100, stoppedBy: null })
    const { rows } = await at.pool.query(`SELECT by, details FROM events WHERE kind = 'revocation_stopped'`)
    expect(rows).toEqual([{ by: null, details: { revocation_id: id, total: 150, ended: 100 } }])
  })

  it(
    'is disabled while many of theirs run: that waits for the chunks under way, and for none behind them',
    { timeout: 60_000 },
    async () => {
      const ids = await Promise.all(Array.from({ length: 6 }, async () => create(await many(1500))))
      const running = Promise.all(ids.map(finish))
      await vi.waitFor(async () => expect((await found(ids[5]!)).ended).toBeGreaterThan(0), { interval: 1 })
      const by = await userAs(['owner'])
      // However it is spelled: a UUID is one in capitals too.
      const admin = { id: owner.toUpperCase(), by, origin, reach: {}, only: null }
      await administer(at.pool, admin, (transaction) => transaction.query('UPDATE users SET disabled_at = now() WHERE id = $1', [owner]))
      await running
      for (const id of ids) expect(await found(id)).toMatchObject({ state: 'stopped', stoppedBy: null })
    },
  )

  it('administers another company now: it stops', async () => {
    const [from, to] = [await newCompany(), await newCompany()]
    const admin = await userAs(['admin'], from)
    const id = await create(await sessions(1), { by: admin, companyId: from })
    await at.pool.query('UPDATE users SET company_id = $2 WHERE id = $1', [admin, to])
    expect(await store.advance(id)).toBe('over')
    expect(await found(id)).toMatchObject({ state: 'stopped', ended: 0 })
  })

  it('was promoted within the company: it goes on', async () => {
    const companyId = await newCompany()
    const admin = await userAs(['admin'], companyId)
    const id = await create(await sessions(1), { by: admin, companyId })
    await at.pool.query(`UPDATE users SET roles = '{owner}' WHERE id = $1`, [admin])
    await finish(id)
    expect(await found(id)).toMatchObject({ state: 'done', ended: 1 })
  })

  it('used an API key that was revoked since: it stops', async () => {
    const apiKeyId = randomUUID()
    await at.pool.query(
      `INSERT INTO api_keys (id, company_id, user_id, name, prefix, hash, scopes, revoked_at) VALUES ($1, 1, $2, 'k', $3, $4, '{sessions:revoke}', now())`,
      [apiKeyId, owner, randomUUID(), Buffer.alloc(32)],
    )
    const id = await create(await sessions(1), { apiKeyId, companyId: 1 })
    expect(await store.advance(id)).toBe('over')
    expect(await found(id)).toMatchObject({ state: 'stopped', ended: 0 })
    await at.pool.query('UPDATE api_keys SET revoked_at = NULL WHERE id = $1', [apiKeyId])
    const again = await create(await sessions(1), { apiKeyId, companyId: 1 })
    await finish(again)
    expect(await found(again)).toMatchObject({ state: 'done', ended: 1 })
  })
})

describe('everything of a scope', () => {
  it.each(['user', 'company', 'client'] as const)('of a %s ends by one watermark, and counts those that lived', async (scope) => {
    const companyId = await newCompany()
    const clientId = randomUUID()
    await at.pool.query(
      `INSERT INTO clients (id, name, confidential, scope, grants, dialects, every_dialect) SELECT $1, 'c', false, scope, grants, dialects, every_dialect FROM clients WHERE id = 'tessera'`,
      [clientId],
    )
    const userId = await at.createUser({ companyId })
    const mine = [await at.start({ userId, clientId }), await at.start({ userId, clientId }), await at.start({ userId, clientId })]
    const others = await at.start()
    await at.store.end({ id: mine[0]!.id, reason: 'logout', by: 'owner', origin })
    const subject = { user: userId, company: String(companyId), client: clientId }[scope]
    const id = await create(null, { ...everything(scope, subject), note: 'breach' })
    await finish(id)
    expect(await found(id)).toMatchObject({ state: 'done', total: null, ended: 2, target: { everything: { scope, subject } } })
    expect(await Promise.all([...mine, others].map(stateOf))).toEqual(['ended', 'ended', 'ended', 'active'])
    expect(await at.store.find(mine[0]!.id, {})).toMatchObject({ reason: 'logout' })
    expect(await at.refresh(successorOf(mine[1]!))).toMatchObject({ refusal: 'session_ended' })
    const { rows } = await at.pool.query(
      `SELECT user_id, client_id, company_id, by, note, reason, details FROM events WHERE kind = 'watermark_set'`,
    )
    expect(rows).toEqual([
      {
        ...{ user_id: scope === 'user' ? userId : null, client_id: scope === 'client' ? clientId : null },
        company_id: scope === 'client' ? null : companyId,
        ...{ by: owner, note: 'breach', reason: 'revoked_by_admin' },
        details: { subject: `${scope}:${subject}`, except: null, revocation_id: id },
      },
    ])
  })

  it('of the platform spares the session that asks, and lets everybody log in again', async () => {
    const [asking, other] = await sessions(2)
    await finish(await create(null, { ...platform, spared: asking!.id }))
    expect([await stateOf(asking!), await stateOf(other!)]).toEqual(['active', 'ended'])
    expect(await at.refresh(successorOf(asking!))).toMatchObject({ outcome: 'rotated' })
    expect(await stateOf(await at.start({ userId: other!.userId }))).toBe('active')
  })

  it('is in force once its watermark is written: from then on it is only counted, and not stopped', async () => {
    const session = await at.start()
    const id = await create(null, platform)
    expect(await store.advance(id)).toBe('more')
    expect(await stateOf(session)).toBe('ended')
    expect(await store.stop(id, actor(owner))).toMatchObject({ state: 'running', stoppedAt: null })
    at.pass(6)
    expect(await store.claim(false)).toMatchObject({ id })
    await finish(id)
    expect(await found(id)).toMatchObject({ state: 'done', ended: 1 })
    expect((await at.pool.query('SELECT FROM watermarks')).rowCount).toBe(1)
  })

  it('is written once by two processes', async () => {
    await at.start()
    const id = await create(null, platform)
    await Promise.all([finish(id), finish(id), finish(id)])
    expect((await at.pool.query('SELECT FROM watermarks')).rowCount).toBe(1)
    expect(await found(id)).toMatchObject({ ended: 1 })
  })

  it('stopped in its countdown writes no watermark', async () => {
    const session = await at.start()
    const id = await create(null, { ...platform, startsIn: 5 })
    await store.stop(id, actor(owner))
    at.pass(6)
    expect(await store.advance(id)).toBe('over')
    expect(await stateOf(session)).toBe('active')
  })

  it('races logins: whoever starts later than the watermark lives, and whoever started before does not', { timeout: 60_000 }, async () => {
    const users = await Promise.all(Array.from({ length: 10 }, () => at.createUser()))
    for (let round = 0; round < 10; round++) {
      const id = await create(null, platform)
      const [, ...started] = await Promise.all([finish(id), ...users.flatMap((userId) => [at.start({ userId }), at.start({ userId })])])
      const { rows } = await at.pool.query<{ at: number }>('SELECT max(at) AS at FROM watermarks')
      for (const session of started) expect(await stateOf(session)).toBe(session.startedAt > rows[0]!.at ? 'active' : 'ended')
      // Whoever logs in after the acknowledgement is later than every watermark.
      expect(await stateOf(await at.start({ userId: users[0]! }))).toBe('active')
    }
  })
})

describe('the list', () => {
  it('has the newest first, by keyset, and shows a company its own', async () => {
    const companyId = await newCompany()
    const admin = await userAs(['admin'], companyId)
    const made: string[] = []
    for (const rest of [{}, { by: admin, companyId }, {}]) {
      made.push(await create([], { ...rest, startsIn: 5 }))
      // Within one millisecond, neither is the newer.
      at.pass(1)
    }
    const all = await store.list({ companyId: null, limit: 2 })
    expect(all).toMatchObject({ items: [{ id: made[2] }, { id: made[1] }], next: made[1], count: 3, countCapped: false })
    expect((await store.list({ companyId: null, limit: 2, after: all.next! })).items.map(({ id }) => id)).toEqual([made[0]])
    const theirs = await store.list({ companyId, limit: 10 })
    expect(theirs).toMatchObject({ items: [{ id: made[1], createdBy: { id: admin, email: `${admin}@example.com` } }], count: 1 })
    expect(await store.find(made[0]!, companyId)).toBeNull()
  })

  it('names nobody of elsewhere: an owner who stopped a company’s revocation', async () => {
    const companyId = await newCompany()
    const id = await create([], { by: await userAs(['admin'], companyId), companyId, startsIn: 5 })
    await store.stop(id, actor(owner))
    expect(await store.find(id, companyId)).toMatchObject({ stoppedBy: { id: owner, email: null } })
    expect(await store.find(id, null)).toMatchObject({ stoppedBy: { id: owner, email: `${owner}@example.com` } })
  })
})
