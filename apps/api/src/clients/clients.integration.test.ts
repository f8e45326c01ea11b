// Long, because one resource is the subject: what a client is made of, and what each change of it does to logins and sessions.
import { randomUUID } from 'node:crypto'
import { type Problem, type Route, type RouteBody, type RouteCall, routes, type UpdateClient } from '@tessera/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Call, startApi, type TestApi } from '../testing/api.js'
import { clientSecretHash, clientSecretPrefix } from './client-secret.js'

const password = 'a good enough password'
let api: TestApi

beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api.close())

type Parts = { params?: { id: string }; query?: object; body?: object }

/** Calls as nobody, or as somebody. */
const send = (route: Route, parts: Parts = {}, call: Call = api.as({})) => call(route, parts as never)

/** What the owner is answered, which must be the route's success. */
async function done<const R extends Route>(route: R, parts: RouteCall<R> & Parts): Promise<RouteBody<R>> {
  const { status, body } = await send(route, parts, api.owner.call)
  expect(Object.keys(route.responses), JSON.stringify(body)).toContain(String(status))
  return body as RouteBody<R>
}

/** What the owner is refused with. */
async function refused<const R extends Route>(route: R, parts: RouteCall<R> & Parts): Promise<Problem> {
  const { status, body } = await send(route, parts, api.owner.call)
  expect(status, JSON.stringify(body)).toBeGreaterThanOrEqual(400)
  return body as Problem
}

async function newUser(): Promise<string> {
  const email = `${randomUUID()}@example.com`
  await done(routes.createUser, { body: { email, password } })
  return email
}

const tryLogIn = (email: string, facts: object = {}) => send(routes.logIn, { body: { email, password, ...facts } })

async function logIn(email: string, facts: object = {}): Promise<RouteBody<typeof routes.logIn>> {
  const { status, body } = await tryLogIn(email, facts)
  expect(status, JSON.stringify(body)).toBe(201)
  return body as RouteBody<typeof routes.logIn>
}

const refresh = ({ refresh_token }: { refresh_token: string }, facts: object = {}) =>
  send(routes.refresh, { body: { refresh_token, ...facts } })

describe('a client that is created', () => {
  it('with a name alone is public, and leaves the rest to the platform', async () => {
    const created = await done(routes.createClient, { body: { name: ' Corner shop ' } })
    expect(created).toEqual({
      ...{ client_id: expect.stringMatching(/^corner-shop-[a-z2-9]{12}$/) as string, name: 'Corner shop', confidential: false },
      ...{ scope: 'account', grants: ['refresh_token'], audience: null, dialects: [] },
      ...{ access_token_lifetime: null, idle_timeout: null, absolute_lifetime: null, retry_window: null, reuse_policy: null },
      ...{ sessions_per_user: null, dpop_required: false, disabled: false, secrets: [] },
      defaults: {
        access_token_lifetime: 900,
        idle_timeout: 1_209_600,
        absolute_lifetime: 7_776_000,
        retry_window: 10,
        reuse_policy: 'until_used',
      },
      created_at: expect.stringMatching(/Z$/) as string,
    })
    expect(await done(routes.readClient, { params: { id: created.client_id } })).toEqual(created)
    const login = await logIn(await newUser(), { client_id: created.client_id })
    expect(await refresh(login)).toMatchObject({ status: 200 })
  })

  it('whose sessions may be idle for ten minutes has access tokens that its clients refresh before', async () => {
    const { client_id } = await done(routes.createClient, { body: { name: 'Kiosk', idle_timeout: 600 } })
    const login = await logIn(await newUser(), { client_id })
    expect([login.expires_in, login.refresh_token_expires_in]).toEqual([300, 600])
    expect((await refresh(login)).body).toMatchObject({ expires_in: 300 })
  })

  it('has every rule that was given, each once', async () => {
    const given = {
      ...{ client_id: 'Every.rule_1-2', name: 'Shop', confidential: true, scope: 'account orders:read', audience: 'https://shop.example' },
      ...{ grants: ['client_credentials' as const, 'refresh_token' as const], access_token_lifetime: 60, idle_timeout: 3600 },
      ...{ absolute_lifetime: 7200, retry_window: 5, reuse_policy: 'strict' as const, sessions_per_user: 3, dpop_required: true },
    }
    const created = await done(routes.createClient, { body: { ...given, dialects: ['genlogs', 'xerial', 'genlogs'] } })
    expect(created).toMatchObject({ ...given, dialects: ['genlogs', 'xerial'] })
    expect((await done(routes.createClient, { body: { name: 'Every format', dialects: null } })).dialects).toBeNull()
  })

  it('shows its secret once, and what is stored of it is a hash', async () => {
    const { client_secret, ...created } = await done(routes.createClient, { body: { name: 'Server', confidential: true } })
    expect(client_secret).toMatch(new RegExp(`^${clientSecretPrefix}[\\w-]{43}$`))
    expect(created.secrets).toEqual([{ created_at: created.created_at, expires_at: null }])
    expect(await done(routes.readClient, { params: { id: created.client_id } })).toEqual(created)
    const { rows } = await api.database.pool.query<{ hash: Buffer }>('SELECT hash FROM client_secrets WHERE client_id = $1', [
      created.client_id,
    ])
    expect(rows).toEqual([{ hash: clientSecretHash(client_secret ?? '') }])
    const { rows: events } = await api.database.pool.query('SELECT * FROM events WHERE client_id = $1', [created.client_id])
    expect(events).toHaveLength(1)
    for (const secret of [client_secret ?? '', rows[0]?.hash.toString('hex') ?? '', rows[0]?.hash.toString('base64') ?? ''])
      expect(JSON.stringify(events)).not.toContain(secret)
  })

  it('does not take an id that is taken', async () => {
    const body = { client_id: `shop-${randomUUID()}`, name: 'Shop' }
    await done(routes.createClient, { body })
    expect(await refused(routes.createClient, { body: { ...body, name: 'Other' } })).toMatchObject({ status: 409, code: 'client_id_taken' })
    expect(await done(routes.readClient, { params: { id: body.client_id } })).toMatchObject({ name: 'Shop' })
  })

  it.each([
    ['body.access_token_lifetime', { access_token_lifetime: 10, retry_window: 10 }],
    ['body.grants', { grants: ['client_credentials' as const] }],
    ['body.dialects', { dialects: ['morse'] }],
    ['body.reuse_policy', { reuse_policy: 'strict' as const, dialects: ['freddy'] }],
    ['body.reuse_policy', { reuse_policy: 'strict' as const, dialects: null }],
  ])('is refused for what no field shows alone, by name: %s', async (field, rules) => {
    const client_id = `faulty-${randomUUID()}`
    const refusal = await refused(routes.createClient, { body: { client_id, name: 'Faulty', ...rules } })
    expect(refusal).toMatchObject({ status: 422, code: 'validation_failed', fields: [{ field }] })
    expect(await refused(routes.readClient, { params: { id: client_id } })).toMatchObject({ status: 404 })
  })
})

describe('a client that is changed', () => {
  it('keeps what the change does not name', async () => {
    const created = await done(routes.createClient, { body: { name: 'Shop', dialects: ['genlogs'], retry_window: 5, idle_timeout: 3600 } })
    const body = { name: 'Store', dialects: null, retry_window: null }
    const changed = await done(routes.updateClient, { params: { id: created.client_id }, body })
    expect(changed).toEqual({ ...created, ...body })
    expect(await done(routes.updateClient, { params: { id: created.client_id }, body: {} })).toEqual(changed)
  })

  it('is judged as it would be then, with what it has already', async () => {
    const { client_id: id } = await done(routes.createClient, { body: { name: 'Shop', retry_window: 30, dialects: ['freddy'] } })
    const faulty: [string, UpdateClient][] = [
      ['body.access_token_lifetime', { access_token_lifetime: 59 }],
      ['body.reuse_policy', { reuse_policy: 'strict' }],
      ['body.grants', { grants: ['client_credentials'] }],
    ]
    for (const [field, body] of faulty) {
      expect(await refused(routes.updateClient, { params: { id }, body: { ...body, name: 'x' } })).toMatchObject({ fields: [{ field }] })
    }
    expect(await done(routes.readClient, { params: { id } })).toMatchObject({
      name: 'Shop',
      access_token_lifetime: null,
      reuse_policy: null,
    })
    await done(routes.updateClient, { params: { id }, body: { reuse_policy: 'strict', dialects: [] } })
  })

  it('that the platform’s settings have made faulty can be disabled all the same', async () => {
    const { client_id: id } = await done(routes.createClient, { body: { name: 'Shop', access_token_lifetime: 60 } })
    await api.database.pool.query('UPDATE clients SET retry_window = 50 WHERE id = $1', [id])
    expect(await done(routes.updateClient, { params: { id }, body: { disabled: true } })).toMatchObject({ disabled: true })
    const worse = await refused(routes.updateClient, { params: { id }, body: { access_token_lifetime: 50, retry_window: 60 } })
    expect(worse).toMatchObject({ fields: [{ field: 'body.access_token_lifetime' }] })
  })

  it('has its new lifetimes at once: a shorter one also for the sessions there are', async () => {
    const { client_id } = await done(routes.createClient, { body: { name: 'Shop' } })
    const [login, other] = [await logIn(await newUser(), { client_id }), await logIn(await newUser())]
    const hourAgo = `UPDATE sessions SET started_at = started_at - interval '1 hour' WHERE id = ANY ($1)`
    await api.database.pool.query(hourAgo, [[login.session_id, other.session_id]])
    const body = { absolute_lifetime: 1800, access_token_lifetime: 120 }
    await done(routes.updateClient, { params: { id: client_id }, body })
    expect(await refresh(login)).toMatchObject({ status: 401, body: { code: 'session_expired' } })
    expect(await refresh(other)).toMatchObject({ status: 200 })
    expect(await logIn(await newUser(), { client_id })).toMatchObject({ expires_in: 120, refresh_token_expires_in: 1800 })
    // Nor does a longer one bring back what is over: the stricter of the two counts, and the stamp was of before.
    await api.database.pool.query('UPDATE sessions SET absolute_lifetime = 1800 WHERE id = $1', [login.session_id])
    await done(routes.updateClient, { params: { id: client_id }, body: { absolute_lifetime: null } })
    expect(await refresh(login)).toMatchObject({ status: 401, body: { code: 'session_expired' } })
  })

  it('says before what shorter lifetimes would do to its sessions; of those within reach, and changes nothing', async () => {
    const { client_id } = await done(routes.createClient, { body: { name: 'Shop' } })
    const params = { id: client_id }
    const logins = [await logIn(await newUser(), { client_id }), await logIn(await newUser(), { client_id })]
    const hourAgo = `UPDATE sessions SET issued_at = issued_at - interval '1 hour' WHERE id = $1`
    await api.database.pool.query(hourAgo, [logins[0]?.session_id])
    const preview = { live: 2, idle_now: 1, outlived_now: 0, complete: true }
    expect(await done(routes.previewClient, { params, body: { idle_timeout: 1800 } })).toEqual(preview)
    expect(await done(routes.previewClient, { params, body: { absolute_lifetime: null } })).toEqual({ ...preview, idle_now: 0 })
    const { id: company_id } = (await api.owner.call(routes.createCompany, { body: { name: 'Other' } })).body
    const elsewhere = await api.person(['auditor'], company_id)
    const theirs = await elsewhere.call(routes.previewClient, { params, body: { idle_timeout: 1800 } })
    expect(theirs.body).toEqual({ live: 0, idle_now: 0, outlived_now: 0, complete: true })
    expect(await refresh(logins[0]!)).toMatchObject({ status: 200 })
    expect(await refused(routes.previewClient, { params: { id: 'nobody' }, body: { idle_timeout: 1800 } })).toMatchObject({ status: 404 })
    expect(await refused(routes.previewClient, { params, body: {} })).toMatchObject({ status: 422 })
  })

  it('bounds a user’s live sessions from the next login on: the oldest end', async () => {
    const { client_id } = await done(routes.createClient, { body: { name: 'Shop' } })
    const email = await newUser()
    const [first, second] = [await logIn(email, { client_id }), await logIn(email, { client_id })]
    await done(routes.updateClient, { params: { id: client_id }, body: { sessions_per_user: 2 } })
    for (const login of [first, second]) expect(await refresh(login)).toMatchObject({ status: 200 })
    const [third, stranger] = [await logIn(email, { client_id }), await logIn(await newUser(), { client_id })]
    expect(await refresh(first)).toMatchObject({ status: 401, body: { code: 'session_ended', reason: 'limit_exceeded' } })
    for (const login of [second, third, stranger]) expect(await refresh(login)).toMatchObject({ status: 200 })
  })

  it('and is not there, is not found', async () => {
    const params = { id: 'nobody' }
    for (const [route, body] of [
      [routes.readClient, undefined],
      [routes.updateClient, { name: 'x' }],
      [routes.rotateClientSecret, {}],
    ] as const)
      expect(await send(route, { params, ...(body && { body }) }, api.owner.call)).toMatchObject({
        status: 404,
        body: { code: 'not_found' },
      })
  })
})

describe('a client that is disabled', () => {
  it('has no session any more, nor starts one; and enabled again it has new ones only', async () => {
    const { client_id } = await done(routes.createClient, { body: { name: 'Shop' } })
    const email = await newUser()
    const [here, elsewhere] = [await logIn(email, { client_id }), await logIn(email)]
    await done(routes.updateClient, { params: { id: client_id }, body: { disabled: true } })
    const ended = { status: 401, body: { code: 'session_ended', reason: 'client_disabled' } }
    expect(await refresh(here)).toMatchObject(ended)
    expect(await send(routes.me, {}, api.as({ authorization: `Bearer ${here.access_token}` }))).toMatchObject(ended)
    expect(await refresh(elsewhere)).toMatchObject({ status: 200 })
    expect(await tryLogIn(email, { client_id })).toMatchObject({ status: 401, body: { code: 'invalid_client' } })

    await done(routes.updateClient, { params: { id: client_id }, body: { disabled: false } })
    expect(await refresh(here)).toMatchObject(ended)
    expect(await refresh(await logIn(email, { client_id }))).toMatchObject({ status: 200 })
    const { end } = await done(routes.readSession, { params: { id: here.session_id } })
    expect(end).toMatchObject({ reason: 'client_disabled', by: { email: api.owner.email } })
  })

  it('is never the console’s own, which keeps all that administrators log in with', async () => {
    const fatal: [string, UpdateClient][] = [
      ['body.disabled', { disabled: true }],
      ['body.grants', { grants: ['client_credentials'] }],
      ['body.audience', { audience: 'https://elsewhere.example' }],
      ['body.dpop_required', { dpop_required: true }],
    ]
    for (const [field, body] of fatal) {
      const refusal = await refused(routes.updateClient, { params: { id: 'tessera-console' }, body })
      expect(refusal.fields?.map((fault) => fault.field)).toContain(field)
    }
    expect(await tryLogIn(await newUser(), { client_id: 'tessera-console' })).toMatchObject({ status: 201 })
  })
})

describe('a secret', () => {
  it('is needed to log in and to refresh at a confidential client, and rotates with an overlap', async () => {
    const { client_id, client_secret: first } = await done(routes.createClient, { body: { name: 'Server', confidential: true } })
    const email = await newUser()
    const unknown = { status: 401, body: { code: 'invalid_client' } }
    for (const facts of [{}, { client_secret: 'wrong' }, { client_secret: `${first}x` }])
      expect(await tryLogIn(email, { client_id, ...facts })).toMatchObject(unknown)
    const login = await logIn(email, { client_id, client_secret: first })
    expect(await refresh(login)).toMatchObject(unknown)

    const rotate = (overlap?: number) =>
      done(routes.rotateClientSecret, { params: { id: client_id }, body: { ...(overlap !== undefined && { overlap }) } })
    const { client_secret: second, secrets } = await rotate()
    expect(secrets).toHaveLength(2)
    expect(Date.parse(secrets[1]?.expires_at ?? '') - Date.parse(secrets[0]?.created_at ?? '')).toBe(24 * 60 * 60 * 1000)
    for (const client_secret of [first, second]) expect(await refresh(login, { client_id, client_secret })).toMatchObject({ status: 200 })

    const { client_secret: third, ...alone } = await rotate(0)
    expect(alone.secrets).toHaveLength(1)
    for (const client_secret of [first, second]) expect(await refresh(login, { client_id, client_secret })).toMatchObject(unknown)
    expect(await refresh(login, { client_id, client_secret: third })).toMatchObject({ status: 200 })
  })

  it('is none of a public client', async () => {
    const refusal = await refused(routes.rotateClientSecret, { params: { id: 'tessera' }, body: {} })
    expect(refusal).toMatchObject({ status: 422, fields: [{ field: 'params.id' }] })
  })
})

describe('clients', () => {
  it('are listed for every administrator, whatever their company, page by page', async () => {
    const auditor = await api.person(['auditor'])
    const ids: string[] = []
    let after: string | null = null
    do {
      const { status, body } = await send(routes.listClients, { query: { limit: 3, ...(after !== null && { after }) } }, auditor.call)
      expect(status).toBe(200)
      const page = body as RouteBody<typeof routes.listClients>
      ids.push(...page.items.map(({ client_id }) => client_id))
      after = page.next
    } while (after !== null)
    expect(ids).toEqual([...new Set(ids)].sort())
    expect(ids).toEqual(expect.arrayContaining(['tessera', 'tessera-console']))
    expect((await send(routes.createClient, { body: { name: 'x' } }, auditor.call)).status).toBe(403)
  })
})
