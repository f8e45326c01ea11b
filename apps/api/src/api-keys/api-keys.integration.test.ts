// Long, because one key is the subject: who may make, see and end it, and what it may do for whom, over the same few people.
import { randomUUID } from 'node:crypto'
import { type ApiKeyScope, type Role, type RouteCall, routes } from '@tessera/contract'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Person, startApi, type TestApi } from '../testing/api.js'
import { Credentials } from '../users/credentials.js'

let api: TestApi
let otherCompany: number
beforeAll(async () => {
  api = await startApi()
  otherCompany = (await api.owner.call(routes.createCompany, { body: { name: 'Other' } })).body.id
})
afterAll(() => api.close())

type Wanted = RouteCall<typeof routes.createMyApiKey>['body']

/** Makes a key of somebody's own. */
async function keyOf({ call }: Person, scopes: ApiKeyScope[] = ['sessions:read', 'sessions:revoke'], rest: Partial<Wanted> = {}) {
  const { status, body } = await call(routes.createMyApiKey, { body: { name: 'Report', scopes, ...rest } })
  expect(status, JSON.stringify(body)).toBe(201)
  return { ...body, call: api.as({ 'x-api-key': body.key }) }
}

const isAlive = async ({ refreshToken }: Person) =>
  (await api.as({})(routes.refresh, { body: { refresh_token: refreshToken } })).status === 200
const set = ({ userId }: Person, sql: string) => api.database.pool.query(`UPDATE users SET ${sql} WHERE id = $1`, [userId])
const invalid = { status: 401, body: { code: 'invalid_api_key' } }

describe('a user’s own API keys', () => {
  it('are shown whole once, and then as what they are for', async () => {
    const ada = await api.person()
    const { body } = await ada.call(routes.createMyApiKey, {
      body: { name: 'Nightly', scopes: ['introspect', 'tokens', 'introspect'], expires_in: 3600 },
    })
    expect(body.key).toMatch(/^tessera_ak_[A-Za-z0-9]{10}_[A-Za-z0-9_-]{43}$/)
    expect(body).toMatchObject({
      name: 'Nightly',
      prefix: body.key.slice(0, 'tessera_ak_'.length + 10),
      state: 'live',
      on_hold: null,
      scopes: ['introspect', 'tokens'],
      company: { id: 1 },
      user: { id: ada.userId, email: ada.email },
      last_used_at: null,
      revoked_at: null,
    })
    expect(Date.parse(body.expires_at ?? '') - Date.parse(body.created_at)).toBe(3_600_000)
    const { key, ...shown } = body
    const listed = await ada.call(routes.myApiKeys)
    expect(listed.body).toEqual({ items: [shown], next: null, count: 1, count_capped: false })
    expect(JSON.stringify(listed.body)).not.toContain(key.slice(-43))
  })

  it('are nobody else’s: their ids answer like ones that nobody has', async () => {
    const [ada, bob] = [await api.person(), await api.person(['owner'])]
    const key = await keyOf(ada)
    expect((await bob.call(routes.myApiKeys)).body.items).toEqual([])
    const answers = [key.id, randomUUID()].map((id) => bob.call(routes.revokeMyApiKey, { params: { id } }))
    const [ofAda, ofNobody] = await Promise.all(answers)
    expect([ofAda?.status, ofAda?.body]).toEqual([404, ofNobody?.body])
    expect((await ada.call(routes.myApiKeys)).body.items).toMatchObject([{ id: key.id, state: 'live' }])
  })

  it('are fifty that are live, and a revoked one makes room', async () => {
    const ada = await api.person()
    const ids = []
    for (let i = 0; i < 50; i++) ids.push((await keyOf(ada)).id)
    const one = () => ada.call(routes.createMyApiKey, { body: { name: 'One more', scopes: ['tokens'] } })
    expect(await one()).toMatchObject({ status: 409, body: { code: 'too_many_api_keys' } })
    expect((await ada.call(routes.revokeMyApiKey, { params: { id: ids[0]! } })).status).toBe(204)
    expect((await one()).status).toBe(201)
    expect((await ada.call(routes.myApiKeys, { query: { state: 'revoked' } })).body.items).toMatchObject([{ id: ids[0] }])
  })
})

describe('administrators', () => {
  it('of a company see and revoke its keys only, and make keys for its users only', async () => {
    const admin = await api.person(['admin'])
    const [ours, theirs] = [await api.person(), await api.person(['admin'], otherCompany)]
    const [ourKey, theirKey] = [await keyOf(ours), await keyOf(theirs)]
    const read = async ({ call }: Person, id: string) => (await call(routes.readApiKey, { params: { id } })).status
    const idsFor = async ({ call }: Person, query: RouteCall<typeof routes.listApiKeys>['query']) =>
      (await call(routes.listApiKeys, { query: { limit: 100, ...query } })).body.items.map(({ id }) => id)

    expect(await idsFor(admin, {})).toContain(ourKey.id)
    const { prefix } = (await api.owner.call(routes.readApiKey, { params: { id: theirKey.id } })).body
    for (const query of [{}, { company_id: otherCompany }, { user_id: theirs.userId }, { prefix }]) {
      expect(await idsFor(admin, query)).not.toContain(theirKey.id)
      expect(await idsFor(api.owner, query)).toContain(theirKey.id)
    }
    expect([await read(admin, ourKey.id), await read(api.owner, theirKey.id)]).toEqual([200, 200])
    for (const id of [theirKey.id, randomUUID()]) {
      expect(await read(admin, id)).toBe(404)
      expect(await admin.call(routes.revokeApiKey, { params: { id } })).toMatchObject({ status: 404, body: { code: 'not_found' } })
    }
    expect((await theirKey.call(routes.listSessions)).status).toBe(200)

    const make = (user_id: string) => admin.call(routes.createApiKey, { body: { user_id, name: 'n', scopes: ['sessions:read'] } })
    expect(await make(ours.userId)).toMatchObject({ status: 201, body: { user: { id: ours.userId }, company: { id: 1 } } })
    const [elsewhere, nobody] = [await make(theirs.userId), await make(randomUUID())]
    expect([elsewhere.status, elsewhere.body]).toEqual([404, nobody.body])
    expect((await admin.call(routes.revokeApiKey, { params: { id: ourKey.id } })).status).toBe(204)
    expect(await ourKey.call(routes.listSessions)).toMatchObject(invalid)
  })

  it('make no key that speaks for those who have as much to say as they', async () => {
    const admin = await api.person(['admin'])
    const make = (user_id: string, by = admin) =>
      by.call(routes.createApiKey, { body: { user_id, name: 'n', scopes: ['sessions:revoke'] } })
    for (const user of [api.owner, await api.person(['admin'])]) {
      expect(await make(user.userId)).toMatchObject({ status: 403, body: { code: 'forbidden' } })
      expect((await make(user.userId, api.owner)).status).toBe(201)
    }
    for (const user of [admin, await api.person(['support', 'auditor'])]) expect((await make(user.userId)).status).toBe(201)
    expect((await make(admin.userId.toUpperCase())).status).toBe(201)
  })

  it('make no key for a user who is disabled', async () => {
    const ada = await api.person()
    await set(ada, 'disabled_at = now()')
    const made = await api.owner.call(routes.createApiKey, { body: { user_id: ada.userId, name: 'n', scopes: ['tokens'] } })
    expect(made).toMatchObject({ status: 404, body: { code: 'not_found' } })
  })
})

describe('a key that follows the revocations of every company', () => {
  const scopes = ['revocations:read', 'revocations:every_company'] as const
  const make = (by: Person, { userId }: Person) =>
    by.call(routes.createApiKey, { body: { user_id: userId, name: 'n', scopes: [...scopes] } })

  it('is made by an owner and for an owner, and by and for nobody else', async () => {
    const [admin, auditor] = [await api.person(['admin']), await api.person(['auditor'])]
    expect((await make(api.owner, api.owner)).status).toBe(201)
    for (const [by, whose] of [
      [api.owner, admin],
      [admin, admin],
      [admin, auditor],
      [admin, api.owner],
    ] as const) {
      expect(await make(by, whose)).toMatchObject({ status: 403, body: { code: 'forbidden' } })
    }
    const own = await auditor.call(routes.createMyApiKey, { body: { name: 'n', scopes: [...scopes] } })
    expect(own).toMatchObject({ status: 403, body: { code: 'forbidden' } })
  })
})

describe('a key of one company', () => {
  it.each<[who: string, roles: Role[]]>([
    ['an admin', ['admin']],
    ['a platform’s owner', ['owner']],
  ])('that %s made does not list, read or revoke sessions of another', async (_who, roles) => {
    const maker = await api.person(roles)
    const [ours, theirs] = [await api.person(), await api.person([], otherCompany)]
    const { call } = await keyOf(maker)

    for (const query of [{}, { q: theirs.sessionId }, { user_id: theirs.userId }, { q: theirs.email }]) {
      const { status, body } = await call(routes.listSessions, { query: { limit: 100, ...query } })
      expect([status, body.items.map(({ id }) => id)]).toEqual([200, expect.not.arrayContaining([theirs.sessionId])])
    }
    const { body } = await call(routes.listSessions, { query: { user_id: ours.userId } })
    expect(body.items).toMatchObject([{ id: ours.sessionId, current: false }])
    for (const [route, parts] of [
      [routes.readSession, {}],
      [routes.revokeSession, { body: {} }],
    ] as const) {
      const ofTheirs = await call(route, { params: { id: theirs.sessionId }, ...parts })
      expect(ofTheirs.status).toBe(404)
      expect(ofTheirs.body).toEqual((await call(route, { params: { id: randomUUID() }, ...parts })).body)
    }
    expect(await isAlive(theirs)).toBe(true)
    expect((await call(routes.readSession, { params: { id: ours.sessionId } })).status).toBe(200)
    const revoked = await call(routes.revokeSession, { params: { id: ours.sessionId }, body: { reason: 'By a program' } })
    expect(revoked.body.end).toMatchObject({ reason: 'revoked_by_admin', by: { id: maker.userId } })
    expect(await isAlive(ours)).toBe(false)
  })
})

describe('what a key may do', () => {
  it('is what its scopes say, whatever the role of its user', async () => {
    const admin = await api.person(['admin'])
    const target = { params: { id: (await api.person()).sessionId } }
    const reader = await keyOf(admin, ['sessions:read'])
    expect((await reader.call(routes.readSession, target)).status).toBe(200)
    expect(await reader.call(routes.revokeSession, target)).toMatchObject({ status: 403, body: { code: 'forbidden' } })
    const revoker = await keyOf(admin, ['sessions:revoke'])
    expect(await revoker.call(routes.listSessions)).toMatchObject({ status: 403, body: { code: 'forbidden' } })
    const revoked = await revoker.call(routes.revokeSession, target)
    expect([revoked.status, revoked.body.events.at(-1)]).toMatchObject([200, { by: { id: admin.userId }, api_key_id: revoker.id }])
    const other = await keyOf(admin, ['tokens', 'introspect'])
    expect((await other.call(routes.listSessions)).status).toBe(403)
  })

  it('is what the role of its user allows today, whatever its scopes', async () => {
    const user = await api.person()
    const target = { params: { id: (await api.person()).sessionId } }
    const { call } = await keyOf(user)
    expect((await call(routes.listSessions)).status).toBe(403)
    await set(user, `roles = '{auditor}'`)
    expect((await call(routes.listSessions)).status).toBe(200)
    expect((await call(routes.revokeSession, target)).status).toBe(403)
    await set(user, `roles = '{support}'`)
    expect((await call(routes.revokeSession, target)).status).toBe(200)
    await set(user, `roles = '{}'`)
    expect((await call(routes.listSessions)).status).toBe(403)
  })

  it('ends with its revocation, for whoever looks next', async () => {
    const admin = await api.person(['admin'])
    const key = await keyOf(admin)
    expect((await key.call(routes.listSessions)).status).toBe(200)
    for (const _again of [1, 2]) expect((await admin.call(routes.revokeMyApiKey, { params: { id: key.id } })).status).toBe(204)
    const refused = await key.call(routes.listSessions)
    expect(refused).toMatchObject(invalid)
    expect(refused.headers.get('www-authenticate')).toMatch(/^Bearer /)
  })

  it.each([
    ['its user is disabled', 'disabled_at = now()'],
    ['its user is deleted', 'deleted_at = now()'],
    ['its user moved to another company', `company_id = (SELECT max(id) FROM companies)`],
  ])('ends when %s', async (_what, sql) => {
    const admin = await api.person(['admin'])
    const { call } = await keyOf(admin)
    await set(admin, sql)
    expect(await call(routes.listSessions)).toMatchObject(invalid)
  })

  it('ends when it expires', async () => {
    const key = await keyOf(await api.person(['admin']), ['sessions:read'], { expires_in: 3600 })
    expect((await key.call(routes.listSessions)).status).toBe(200)
    await api.database.pool.query('UPDATE api_keys SET expires_at = now() WHERE id = $1', [key.id])
    expect(await key.call(routes.listSessions)).toMatchObject(invalid)
  })

  it('is nothing where no scope is named, or where its secret is another', async () => {
    const owner = await api.person(['owner'])
    const [key, other] = [await keyOf(owner, ['tokens', 'introspect', 'sessions:read', 'sessions:revoke']), await keyOf(owner)]
    for (const route of [routes.me, routes.myApiKeys, routes.listApiKeys, routes.listCompanies]) {
      expect(await key.call(route)).toMatchObject({ status: 401, body: { code: 'invalid_access_token' } })
    }
    const mixed = key.key.slice(0, 22) + other.key.slice(22)
    for (const wrong of [mixed, key.key.slice(0, -1), `${key.key}A`, '', ' ', 'x', `${key.key}, ${key.key}`]) {
      expect(await api.as({ 'x-api-key': wrong })(routes.listSessions), wrong).toMatchObject(invalid)
    }
  })

  it('logs nobody in when it is revoked while the password is verified', async () => {
    const grace = { email: 'grace@example.com', password: 'a good enough password' }
    const user = (await api.owner.call(routes.createUser, { body: grace })).body.id
    const ada = await api.person()
    const { id, key } = await keyOf(ada, ['tokens'])
    const address = `${api.url}/auth/token?${new URLSearchParams(grace).toString()}`
    const logIn = async () => (await fetch(address, { method: 'POST', headers: { 'x-api-key': key } })).status
    expect(await logIn()).toBe(200)
    const { verify } = Credentials.prototype
    vi.spyOn(Credentials.prototype, 'verify').mockImplementationOnce(async function (this: Credentials, ...given) {
      const verdict = await verify.apply(this, given)
      expect((await ada.call(routes.revokeMyApiKey, { params: { id } })).status).toBe(204)
      return verdict
    })
    expect(await logIn()).toBe(401)
    expect((await api.database.pool.query('SELECT FROM sessions WHERE user_id = $1', [user])).rowCount).toBe(1)
  })

  it('is not asked when an access token comes with it', async () => {
    const admin = await api.person(['admin'])
    const { key } = await keyOf(admin)
    const both = { 'x-api-key': key, authorization: `Bearer ${admin.accessToken}` }
    expect(await api.as(both)(routes.listSessions)).toMatchObject({ status: 400, body: { code: 'malformed_request' } })
    // Elsewhere a key means nothing, and an access token what it always means.
    expect((await api.as(both)(routes.me)).status).toBe(200)
  })
})

describe('the log', () => {
  it('says which key called, and never has one', async () => {
    const admin = await api.person(['admin'])
    const key = await keyOf(admin)
    await key.call(routes.listSessions)
    await api.as({ 'x-api-key': `${key.key}A` })(routes.listSessions)
    const lines = api.log.join('\n')
    expect(lines).toContain(`"apiKeyId":"${key.id}"`)
    expect(lines).toContain('"refusal":"api_key_malformed"')
    expect(lines).not.toContain('tessera_ak_')
    expect(lines).not.toContain(key.key.slice(22, 60))
  })

  it('of events has each key’s making and its end, without a secret', async () => {
    const ada = await api.person()
    const key = await keyOf(ada)
    await ada.call(routes.revokeMyApiKey, { params: { id: key.id } })
    const { rows } = await api.database.pool.query<{ kind: string; by: string; details: object }>(
      `SELECT * FROM events WHERE kind LIKE 'api_key_%' AND details ->> 'id' = $1 ORDER BY id`,
      [key.id],
    )
    expect(rows).toMatchObject([
      { kind: 'api_key_created', by: ada.userId, user_id: ada.userId, company_id: 1 },
      { kind: 'api_key_revoked', by: ada.userId },
    ])
    expect(JSON.stringify(rows)).not.toContain(key.key.slice(22))
  })
})

it('when a key was last used is written to the end of the process', async () => {
  const ending = await startApi()
  try {
    const admin = await ending.person(['admin'])
    const { body } = await admin.call(routes.createMyApiKey, { body: { name: 'n', scopes: ['sessions:read'] } })
    const call = ending.as({ 'x-api-key': body.key })
    expect((await call(routes.listSessions)).status).toBe(200)
    await ending.drain()
    const { rows } = await ending.database.pool.query<{ used: number; created: number }>(
      'SELECT last_used_at AS used, created_at AS created FROM api_keys WHERE id = $1',
      [body.id],
    )
    expect(rows[0]?.used).toBeGreaterThanOrEqual(rows[0]?.created ?? Infinity)
  } finally {
    await ending.close()
  }
})
