// Long, because one store is the subject: each verb of it, and the races between them, over the same few clients.
import { randomBytes, randomUUID } from 'node:crypto'
import { successorOf } from '@tessera/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { attemptWith, handedOut, origin, testStore, type TestStore } from '../testing/store.js'
import { type ClientRules, type ClientState, clientStore, type ClientStore, type NewClient, type StoredClient } from './index.js'

let at: TestStore
let clients: ClientStore
const actor = { by: randomUUID(), origin }

beforeAll(async () => {
  at = await testStore()
  clients = clientStore(at.database, () => at.passed() * 1000)
})
afterAll(() => at.close())

const rules: ClientRules = {
  name: 'Shop',
  scope: 'account orders:read',
  grants: ['refresh_token', 'client_credentials'],
  audience: 'https://shop.example',
  dialects: ['genlogs', 'xerial'],
  accessTokenLifetime: 60,
  idleTimeout: 3600,
  absoluteLifetime: 7200,
  retryWindow: 5,
  reusePolicy: 'strict',
  sessionsPerUser: 3,
  dpopRequired: true,
}
const plain: ClientRules = {
  ...{ name: 'Plain', scope: 'account', grants: ['refresh_token'], audience: null, dialects: [] },
  ...{ accessTokenLifetime: null, idleTimeout: null, absoluteLifetime: null, retryWindow: null, reusePolicy: null },
  ...{ sessionsPerUser: null, dpopRequired: false },
}
const newHash = () => randomBytes(32)

async function created(given: Partial<NewClient> = {}) {
  const client = await clients.create({ id: `client-${randomUUID()}`, confidential: false, secretHash: null, ...plain, ...given }, actor)
  if (client === 'client_id_taken') throw new Error('the id was taken')
  return client
}

/** What a client is now, as a change begins. */
function stateOf({ id: _id, confidential: _confidential, disabledAt, createdAt: _createdAt, ...now }: StoredClient): ClientState {
  return { ...now, disabled: disabledAt !== null }
}

function change(id: string, to: Partial<ClientState>) {
  return clients.change(id, (client) => ({ to: { ...stateOf(client), ...to } }), actor)
}

async function eventsOf(id: string) {
  const { rows } = await at.pool.query<{ kind: string; reason: string | null; by: string; ip: string; details: unknown }>(
    `SELECT kind, reason, by, host(ip) AS ip, details FROM events WHERE client_id = $1 AND session_id IS NULL ORDER BY id`,
    [id],
  )
  return rows
}

describe('a client that was created', () => {
  it('is found with all its rules, those that it has and those that it leaves to the platform', async () => {
    for (const given of [rules, plain, { ...plain, dialects: null }]) {
      const client = await created(given)
      expect(client).toMatchObject({ ...given, confidential: false, disabledAt: null, secrets: [] })
      expect(await clients.read(client.id)).toEqual(client)
      const { secrets: _secrets, ...stored } = client
      expect(await clients.find(client.id)).toEqual({ ...stored, now: expect.any(Number) as number, endedUntil: null })
    }
    expect(await clients.find('nobody')).toBeNull()
    expect(await clients.read('nobody')).toBeNull()
  })

  it('is logged, without its secret', async () => {
    const secretHash = newHash()
    const { id } = await created({ ...rules, confidential: true, secretHash })
    expect(await eventsOf(id)).toEqual([
      { kind: 'client_created', reason: null, by: actor.by, ip: origin.ip, details: { to: { ...rules, confidential: true } } },
    ])
  })

  it('does not take the place of one with its id, and leaves no trace of the attempt', async () => {
    const { id } = await created()
    expect(await clients.create({ id, confidential: true, secretHash: newHash(), ...rules }, actor)).toBe('client_id_taken')
    expect(await clients.read(id)).toMatchObject({ name: 'Plain', secrets: [] })
    expect(await eventsOf(id)).toHaveLength(1)
  })

  it('is one, of ten who create it at once', async () => {
    const id = `client-${randomUUID()}`
    const all = await Promise.all(
      Array.from({ length: 10 }, () => clients.create({ id, confidential: true, secretHash: newHash(), ...plain }, actor)),
    )
    expect(all.filter((one) => one !== 'client_id_taken')).toHaveLength(1)
    expect((await clients.read(id))?.secrets).toHaveLength(1)
  })
})

describe('the built-in clients', () => {
  it('are public: the one of logins that name none speaks every wire format, the console’s none', async () => {
    expect(await clients.find('tessera')).toMatchObject({ confidential: false, dialects: null, grants: ['refresh_token'] })
    expect(await clients.find('tessera-console')).toMatchObject({ confidential: false, dialects: [] })
  })
})

describe('a change', () => {
  it('changes what it names, and the log says from what to what', async () => {
    const { id } = await created(rules)
    const changed = await change(id, { name: 'Store', dialects: null, retryWindow: null, grants: ['refresh_token'] })
    const expected = { ...rules, name: 'Store', dialects: null, retryWindow: null, grants: ['refresh_token'] }
    expect(changed).toMatchObject({ outcome: 'changed', client: expected })
    expect(await clients.find(id)).toMatchObject(expected)
    expect((await eventsOf(id)).slice(1)).toEqual([
      {
        ...{ kind: 'client_changed', reason: null, by: actor.by, ip: origin.ip },
        details: {
          from: { name: 'Shop', dialects: rules.dialects, retryWindow: 5, grants: rules.grants },
          to: { name: 'Store', dialects: null, retryWindow: null, grants: ['refresh_token'] },
        },
      },
    ])
  })

  it('that changes nothing is not logged', async () => {
    const { id } = await created(rules)
    expect(await change(id, { ...rules, disabled: false })).toMatchObject({ outcome: 'changed' })
    expect(await eventsOf(id)).toHaveLength(1)
  })

  it('that is refused leaves everything as it was', async () => {
    const { id } = await created()
    expect(await clients.change(id, () => ({ refusal: 'no' }), actor)).toEqual({ outcome: 'refused', refusal: 'no' })
    expect(await eventsOf(id)).toHaveLength(1)
  })

  it('of a client that is not there is none', async () => {
    expect(await change('nobody', { name: 'x' })).toBeNull()
  })

  it('is judged over the one before it: of changes at once none is lost', async () => {
    const { id } = await created()
    await Promise.all([
      change(id, { name: 'Store' }),
      change(id, { scope: 'account orders' }),
      change(id, { retryWindow: 3 }),
      change(id, { sessionsPerUser: 2 }),
      change(id, { disabled: true }),
    ])
    const client = await clients.find(id)
    expect(client).toMatchObject({ name: 'Store', scope: 'account orders', retryWindow: 3, sessionsPerUser: 2 })
    expect(client?.disabledAt).not.toBeNull()
  })
})

describe('disabling a client', () => {
  const whyRefused = async (session: Awaited<ReturnType<TestStore['start']>>) => {
    const refreshed = await at.refresh(successorOf(session))
    return refreshed.outcome === 'refused' ? { refusal: refreshed.refusal, end: refreshed.end } : refreshed.outcome
  }
  const endedByIt = { refusal: 'session_ended', end: { state: 'ended', reason: 'client_disabled', by: actor.by } }

  it('ends its sessions and no other’s, and nobody can log in at it', async () => {
    const { id } = await created()
    const [userId, elsewhere] = [await at.createUser(), await at.start()]
    const here = await at.start({ userId, clientId: id })
    const theirs = await at.start({ userId })
    await change(id, { disabled: true })
    expect(await whyRefused(here)).toMatchObject(endedByIt)
    for (const spared of [theirs, elsewhere]) handedOut(await at.refresh(successorOf(spared)))
    expect(await at.startAs(userId, { clientId: id })).toBeNull()
    expect((await eventsOf(id)).slice(1)).toMatchObject([
      { kind: 'client_disabled', by: actor.by, ip: origin.ip },
      { kind: 'watermark_set', reason: 'client_disabled', by: actor.by, details: { subject: `client:${id}` } },
    ])
  })

  it('a second time does nothing: who came first ended its sessions', async () => {
    const { id } = await created()
    await Promise.all([change(id, { disabled: true }), change(id, { disabled: true }), change(id, { disabled: true })])
    const { rowCount } = await at.pool.query('SELECT FROM watermarks WHERE subject = $1', [`client:${id}`])
    expect(rowCount).toBe(1)
    expect(await eventsOf(id)).toHaveLength(3)
  })

  it('is not undone by enabling it: its sessions stay ended, and new ones start', async () => {
    const { id } = await created()
    const before = await at.start({ clientId: id })
    await change(id, { disabled: true })
    await change(id, { disabled: false })
    expect(await clients.find(id)).toMatchObject({ disabledAt: null })
    expect(await whyRefused(before)).toMatchObject(endedByIt)
    handedOut(await at.refresh(successorOf(await at.start({ clientId: id }))))
    expect((await eventsOf(id)).at(-1)).toMatchObject({ kind: 'client_enabled', by: actor.by })
  })

  it('says until when what it was granted has ended, also after enabling; the platform’s watermarks count, and no other client’s', async () => {
    const [{ id }, other] = [await created(), await created()]
    await change(id, { disabled: true })
    const disabledAt = (await clients.find(id))?.disabledAt
    await change(id, { disabled: false })
    expect(await clients.find(id)).toMatchObject({ disabledAt: null, endedUntil: disabledAt })
    expect(await clients.find(other.id)).toMatchObject({ endedUntil: null })
    const later = Number(disabledAt) + 1000
    await at.pool.query(
      `INSERT INTO watermarks (subject, at, reason) VALUES ('platform', to_timestamp($1::float8 / 1000), 'revoked_by_admin')`,
      [later],
    )
    for (const client of [id, other.id]) expect(await clients.find(client)).toMatchObject({ endedUntil: later })
    await at.pool.query(`DELETE FROM watermarks WHERE subject = 'platform'`)
  })

  it('leaves no session alive of the logins that race it', { timeout: 60_000 }, async () => {
    const { id } = await created({ sessionsPerUser: 1000 })
    const users = await Promise.all(Array.from({ length: 10 }, () => at.createUser()))
    let survivors = 0
    for (let round = 0; round < 40; round++) {
      const logins = users.map((userId, index) => at.startAs(userId, { clientId: id, endsOldest: index % 2 === 0 }))
      await change(id, { disabled: true })
      const started = (await Promise.all(logins)).flatMap((login) => login ?? [])
      survivors += started.length
      for (const { session } of started) expect(await whyRefused(session)).toMatchObject(endedByIt)
      await change(id, { disabled: false })
    }
    // Or nothing was raced.
    expect(survivors).toBeGreaterThan(0)
  })

  it('waits for a login under way, and so is later than the session’s start', async () => {
    const { id } = await created()
    const login = await at.pool.connect()
    await login.query('BEGIN')
    await login.query('SELECT FROM clients WHERE id = $1 FOR SHARE', [id])
    const disabling = change(id, { disabled: true })
    const waiting = async () => {
      const { rowCount } = await at.pool.query(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      )
      return rowCount === 1
    }
    while (!(await waiting()));
    const { rows } = await login.query<{ now: number }>('SELECT clock_timestamp() AS now')
    await login.query('COMMIT')
    login.release()
    await disabling
    expect((await clients.find(id))?.disabledAt).toBeGreaterThanOrEqual(Math.floor(rows[0]?.now ?? NaN) + at.passed() * 1000)
  })

  it('is final for refreshes that race it', { timeout: 60_000 }, async () => {
    const { id } = await created()
    for (let round = 0; round < 20; round++) {
      const session = await at.start({ clientId: id })
      const token = successorOf(session)
      const racing = Array.from({ length: 5 }, () => at.refresh(token))
      await change(id, { disabled: true })
      expect(await at.store.refresh(attemptWith(token), origin)).toMatchObject({ outcome: 'refused', refusal: 'session_ended' })
      await Promise.all(racing)
      await change(id, { disabled: false })
      expect(await at.store.refresh(attemptWith(token), origin)).toMatchObject({ outcome: 'refused', refusal: 'session_ended' })
    }
  })
})

it('a bound on sessions that is taken away while somebody logs in ends nothing', async () => {
  const { id } = await created({ sessionsPerUser: 1 })
  const userId = await at.createUser()
  const before = await at.start({ userId, clientId: id })
  await change(id, { sessionsPerUser: null })
  const started = await at.startAs(userId, { clientId: id, endsOldest: true })
  if (!started) throw new Error('it did not start')
  for (const session of [before, started.session]) handedOut(await at.refresh(successorOf(session)))
  await change(id, { sessionsPerUser: 1 })
  await at.startAs(userId, { clientId: id, endsOldest: true })
  expect(await at.refresh(successorOf(before))).toMatchObject({ refusal: 'session_ended', end: { reason: 'limit_exceeded', by: null } })
})

describe('a secret', () => {
  const proves = async (id: string, hash: Buffer) => (await clients.authenticate(id, hash)) !== null

  it('proves its own client, and no other', async () => {
    const [one, other] = [newHash(), newHash()]
    const ours = await created({ confidential: true, secretHash: one })
    const theirs = await created({ confidential: true, secretHash: other })
    const { secrets: _secrets, ...stored } = ours
    expect(await clients.authenticate(ours.id, one)).toEqual({ ...stored, now: expect.any(Number) as number, endedUntil: null })
    for (const wrong of [other, newHash(), Buffer.alloc(0)]) expect(await proves(ours.id, wrong)).toBe(false)
    expect(await proves(theirs.id, one)).toBe(false)
    expect(await proves('nobody', one)).toBe(false)
  })

  it('proves nothing while its client is disabled', async () => {
    const secretHash = newHash()
    const { id } = await created({ confidential: true, secretHash })
    await change(id, { disabled: true })
    expect(await proves(id, secretHash)).toBe(false)
    await change(id, { disabled: false })
    expect(await proves(id, secretHash)).toBe(true)
  })

  it('is listed by when it was made and until when it works', async () => {
    const client = await created({ confidential: true, secretHash: newHash() })
    expect(client.secrets).toEqual([{ createdAt: client.createdAt, expiresAt: null }])
  })

  it('goes on working for the overlap when another follows it', async () => {
    const [first, second] = [newHash(), newHash()]
    const { id } = await created({ confidential: true, secretHash: first })
    const rotated = await clients.rotateSecret(id, second, 60, actor)
    if (rotated === null || rotated === 'client_public') throw new Error('it was not rotated')
    const [newer, older] = rotated.secrets
    expect(newer?.expiresAt).toBeNull()
    expect(older?.expiresAt).toBe((newer?.createdAt ?? NaN) + 60_000)
    for (const secret of [first, second]) expect(await proves(id, secret)).toBe(true)
    at.pass(61)
    expect([await proves(id, first), await proves(id, second)]).toEqual([false, true])
    expect((await eventsOf(id)).at(-1)).toMatchObject({ kind: 'client_secret_rotated', by: actor.by, details: { overlap: 60 } })
  })

  it('does not work for longer because another follows, too; and once expired it is removed', async () => {
    const [first, second, third, fourth] = [newHash(), newHash(), newHash(), newHash()]
    const { id } = await created({ confidential: true, secretHash: first })
    await clients.rotateSecret(id, second, 60, actor)
    await clients.rotateSecret(id, third, 3600, actor)
    at.pass(61)
    expect([await proves(id, first), await proves(id, second), await proves(id, third)]).toEqual([false, true, true])
    expect((await clients.read(id))?.secrets).toHaveLength(3)
    expect(await clients.rotateSecret(id, fourth, 0, actor)).toMatchObject({ secrets: [{ expiresAt: null }] })
    expect([await proves(id, second), await proves(id, third), await proves(id, fourth)]).toEqual([false, false, true])
  })

  it('is none of a public client, nor of one that is not there', async () => {
    const { id } = await created()
    expect(await clients.rotateSecret(id, newHash(), 60, actor)).toBe('client_public')
    expect(await clients.rotateSecret('nobody', newHash(), 60, actor)).toBeNull()
    expect(await clients.read(id)).toMatchObject({ secrets: [] })
  })

  it('is the last one’s alone when two rotate at once without an overlap', async () => {
    const { id } = await created({ confidential: true, secretHash: newHash() })
    const hashes = Array.from({ length: 5 }, newHash)
    await Promise.all(hashes.map((hash) => clients.rotateSecret(id, hash, 0, actor)))
    const proved = await Promise.all(hashes.map((hash) => proves(id, hash)))
    expect(proved.filter(Boolean)).toHaveLength(1)
  })
})

describe('the list', () => {
  it('has every client once, in the order of the ids, however it is paged', async () => {
    for (const id of ['A-shop', 'a-shop', 'a.shop', 'a_shop', 'Z']) await created({ id })
    const seen: string[] = []
    let next: string | null | undefined
    do {
      const page = await clients.list({ limit: 4, after: next ?? undefined })
      seen.push(...page.items.map(({ id }) => id))
      next = page.next
    } while (next !== null)
    const { rows } = await at.pool.query<{ id: string }>('SELECT id FROM clients')
    expect(seen).toEqual(rows.map(({ id }) => id).sort())
    expect(await clients.list({ limit: 100 })).toMatchObject({ count: rows.length, countCapped: false, next: null })
  })
})
