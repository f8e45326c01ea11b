import { randomUUID } from 'node:crypto'
import { type Route, type RouteBody, routes } from '@tessera/contract'
import { type Database, openDatabase } from '@tessera/persistence'
import { testDatabase, type TestDatabase } from '@tessera/persistence/testing'
import pino from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { bootstrap, type Running } from '../bootstrap.js'
import { testConfiguration } from '../testing/configuration.js'

const firstOwner = { email: 'owner@example.com', password: 'tall ships sail' }
const password = 'a good enough password'
let test: TestDatabase
let database: Database
let running: Running
let owner: Caller
let otherCompany: number

/** Somebody who is logged in. */
interface Caller {
  readonly userId: string
  readonly sessionId: string
  readonly refreshToken: string
  /** The status of a call, and its body. */
  call<R extends Route>(route: R, id?: string, body?: object): Promise<{ status: number; body: RouteBody<R> & { code?: string } }>
}

beforeAll(async () => {
  test = await testDatabase()
  running = await bootstrap(
    testConfiguration({ databaseUrl: test.url, firstOwner, rateLimits: false, issuer: 'http://localhost' }),
    pino({ level: 'silent' }),
  )
  database = openDatabase({ url: test.url, poolSize: 2 })
  const { rows } = await database.pool.query<{ id: number }>(`INSERT INTO companies (name) VALUES ('Other') RETURNING id`)
  otherCompany = rows[0]?.id ?? 0
  owner = await loggedIn(firstOwner.email, firstOwner.password)
})
afterAll(async () => {
  await database.close()
  await running.close()
  await test.drop()
})

async function send<R extends Route>(route: R, id = '', body?: object, accessToken?: string) {
  const path = route.path.replace('{id}', id)
  const headers = { ...(body && { 'content-type': 'application/json' }), ...(accessToken && { authorization: `Bearer ${accessToken}` }) }
  const response = await fetch(running.url + path, { method: route.method, headers, body: body ? JSON.stringify(body) : null })
  const text = await response.text()
  return { status: response.status, body: (text === '' ? undefined : JSON.parse(text)) as RouteBody<R> & { code?: string } }
}

async function loggedIn(email: string, with_ = password): Promise<Caller> {
  const { status, body } = await send(routes.logIn, '', { email, password: with_ })
  expect(status).toBe(201)
  const { access_token, refresh_token, session_id, user } = body
  const call: Caller['call'] = (route, id, given) => send(route, id, given, access_token)
  return { userId: user.id, sessionId: session_id, refreshToken: refresh_token, call }
}

async function newUser(roles: string[] = [], company_id = 1): Promise<Caller> {
  const email = `${randomUUID()}@example.com`
  expect((await owner.call(routes.createUser, '', { email, password, roles, company_id })).status).toBe(201)
  return loggedIn(email)
}

const isAlive = async ({ refreshToken }: Caller) => (await send(routes.refresh, '', { refresh_token: refreshToken })).status === 200

describe.each(['admin', 'support', 'auditor'])('the %s of a company', (role) => {
  let ours: Caller
  let theirs: Caller
  let caller: Caller

  beforeEach(async () => {
    caller = await newUser([role])
    ours = await newUser()
    theirs = await newUser([], otherCompany)
  })

  it('never sees a session of another company, however it is looked for', async () => {
    const { sessionId, userId } = theirs
    const { rows } = await database.pool.query<{ email: string }>('SELECT email FROM users WHERE id = $1', [userId])
    const email = rows[0]?.email ?? ''
    for (const search of [
      'limit=100',
      `q=${sessionId}`,
      `q=${userId}`,
      `user_id=${userId}`,
      `q=${email}`,
      `email=${email}`,
      'q=127.0.0.1',
    ]) {
      const path = `${routes.listSessions.path}?${search}` as `/${string}`
      const ids = async (by: Caller) => (await by.call({ ...routes.listSessions, path })).body.items.map((session) => session.id)
      expect(await ids(owner), search).toContain(sessionId)
      expect(await ids(caller), search).not.toContain(sessionId)
    }
    expect((await caller.call(routes.listSessions)).body.items.map((session) => session.id)).toContain(ours.sessionId)
  })

  it('is told of a session of another company what they are told of one that nobody has', async () => {
    for (const [route, body] of [
      [routes.readSession, undefined],
      [routes.revokeSession, {}],
    ] as const) {
      const ofTheirs = await caller.call(route, theirs.sessionId, body)
      expect(ofTheirs).toEqual(await caller.call(route, randomUUID(), body))
      expect(ofTheirs.status).toBe(role === 'auditor' && body ? 403 : 404)
    }
    expect(await isAlive(theirs)).toBe(true)
  })
})

it('an admin creates users in their own company only, and is not told which others there are', async () => {
  const admin = await newUser(['admin'], otherCompany)
  const create = (company_id?: number) => {
    return admin.call(routes.createUser, '', { email: `${randomUUID()}@example.com`, password, ...(company_id && { company_id }) })
  }
  expect((await create()).body.company_id).toBe(otherCompany)
  expect((await create(otherCompany)).status).toBe(201)
  const [existing, missing] = [await create(1), await create(999_999)]
  expect(existing.status).toBe(404)
  expect(existing).toEqual(missing)
})

it('an owner sees and ends the sessions of every company', async () => {
  const theirs = await newUser([], otherCompany)
  expect((await owner.call(routes.readSession, theirs.sessionId)).body.company).toEqual({ id: otherCompany, name: 'Other' })
  expect((await owner.call(routes.revokeSession, theirs.sessionId, {})).status).toBe(200)
  expect(await isAlive(theirs)).toBe(false)
})

describe('what an access token says of its user does not count', () => {
  const set = (caller: Caller, sql: string) => database.pool.query(`UPDATE users SET ${sql} WHERE id = $1`, [caller.userId])

  it('a role that was taken away is gone with the next call', async () => {
    const admin = await newUser(['admin'])
    expect((await admin.call(routes.listSessions)).status).toBe(200)
    await set(admin, `roles = '{auditor}'`)
    expect((await admin.call(routes.listSessions)).status).toBe(200)
    expect((await admin.call(routes.revokeSession, admin.sessionId, {})).status).toBe(403)
    await set(admin, `roles = '{}'`)
    expect((await admin.call(routes.listSessions)).status).toBe(403)
    expect((await admin.call(routes.me)).body.roles).toEqual([])
  })

  it('a role that was given is there with the next call', async () => {
    const plain = await newUser()
    await set(plain, `roles = '{support}'`)
    expect((await plain.call(routes.readSession, plain.sessionId)).status).toBe(200)
  })

  it('an administrator who moved to another company sees that one', async () => {
    const admin = await newUser(['admin'])
    const [here, there] = [await newUser(), await newUser([], otherCompany)]
    await set(admin, `company_id = ${otherCompany}`)
    expect((await admin.call(routes.readSession, here.sessionId)).status).toBe(404)
    expect((await admin.call(routes.readSession, there.sessionId)).status).toBe(200)
  })

  it.each([
    ['disabled', 'disabled_at = now()'],
    ['deleted', 'deleted_at = now()'],
  ])('a user who is %s does nothing any more', async (_what, sql) => {
    const admin = await newUser(['admin'])
    await set(admin, sql)
    expect(await admin.call(routes.me)).toMatchObject({ status: 401, body: { code: 'invalid_access_token' } })
    expect((await admin.call(routes.listSessions)).status).toBe(401)
    expect(await isAlive(admin)).toBe(false)
  })
})
