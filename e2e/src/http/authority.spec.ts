// Long, because it is a table: who may call each route, and who may not.
import { randomUUID } from 'node:crypto'
import { type Role, roles, type Route, routes } from '@tessera/contract'
import { type Api, requestOf } from './api.js'
import { createPerson, logIn, type Person, refresh, refusedRefresh, uniqueName } from './people.js'
import { expect, test } from './test.js'

const somebody = randomUUID()
const newUser = () => ({ email: `${uniqueName('new')}@example.com`, password: 'a good enough password' })

/** What each administrators' route is called with, and who may; written down here once more, so that a change of the contract shows. */
const administration: readonly { route: Route; parts: () => object; allowed: readonly Role[]; status: number }[] = [
  { route: routes.listSessions, parts: () => ({}), allowed: ['owner', 'admin', 'support', 'auditor'], status: 200 },
  {
    route: routes.exportSessions,
    parts: () => ({ query: { format: 'jsonl' } }),
    allowed: ['owner', 'admin', 'support', 'auditor'],
    status: 200,
  },
  {
    route: routes.readSession,
    parts: () => ({ params: { id: somebody } }),
    allowed: ['owner', 'admin', 'support', 'auditor'],
    status: 404,
  },
  { route: routes.revokeSession, parts: () => ({ params: { id: somebody } }), allowed: ['owner', 'admin', 'support'], status: 404 },
  {
    route: routes.previewRevocation,
    parts: () => ({ body: { ids: [somebody] } }),
    allowed: ['owner', 'admin'],
    status: 200,
  },
  { route: routes.createRevocation, parts: () => ({ body: { ids: [somebody], starts_in: 0 } }), allowed: ['owner', 'admin'], status: 201 },
  { route: routes.listRevocations, parts: () => ({}), allowed: ['owner', 'admin', 'support', 'auditor'], status: 200 },
  {
    route: routes.readRevocation,
    parts: () => ({ params: { id: somebody } }),
    allowed: ['owner', 'admin', 'support', 'auditor'],
    status: 404,
  },
  { route: routes.stopRevocation, parts: () => ({ params: { id: somebody } }), allowed: ['owner', 'admin'], status: 404 },
  { route: routes.overview, parts: () => ({}), allowed: ['owner', 'admin', 'support', 'auditor'], status: 200 },
  { route: routes.stream, parts: () => ({}), allowed: ['owner', 'admin', 'support', 'auditor'], status: 200 },
  { route: routes.listEvents, parts: () => ({}), allowed: ['owner', 'admin', 'support', 'auditor'], status: 200 },
  {
    route: routes.exportEvents,
    parts: () => ({ query: { format: 'csv', user_id: somebody } }),
    allowed: ['owner', 'admin', 'support', 'auditor'],
    status: 200,
  },
  { route: routes.listUsers, parts: () => ({}), allowed: ['owner', 'admin', 'support', 'auditor'], status: 200 },
  { route: routes.createUser, parts: () => ({ body: newUser() }), allowed: ['owner', 'admin'], status: 201 },
  { route: routes.readUser, parts: () => ({ params: { id: somebody } }), allowed: ['owner', 'admin', 'support', 'auditor'], status: 404 },
  { route: routes.updateUser, parts: () => ({ params: { id: somebody }, body: { name: 'n' } }), allowed: ['owner', 'admin'], status: 404 },
  { route: routes.deleteUser, parts: () => ({ params: { id: somebody } }), allowed: ['owner', 'admin'], status: 404 },
  { route: routes.inviteUser, parts: () => ({ params: { id: somebody } }), allowed: ['owner', 'admin'], status: 404 },
  { route: routes.forcePasswordReset, parts: () => ({ params: { id: somebody } }), allowed: ['owner', 'admin'], status: 404 },
  { route: routes.takeSecondFactor, parts: () => ({ params: { id: somebody } }), allowed: ['owner', 'admin'], status: 404 },
  {
    route: routes.listUserEvents,
    parts: () => ({ params: { id: somebody } }),
    allowed: ['owner', 'admin', 'support', 'auditor'],
    status: 404,
  },
  { route: routes.listClients, parts: () => ({}), allowed: ['owner', 'admin', 'support', 'auditor'], status: 200 },
  { route: routes.createClient, parts: () => ({ body: { name: uniqueName('client') } }), allowed: ['owner'], status: 201 },
  {
    route: routes.readClient,
    parts: () => ({ params: { id: 'tessera' } }),
    allowed: ['owner', 'admin', 'support', 'auditor'],
    status: 200,
  },
  { route: routes.updateClient, parts: () => ({ params: { id: somebody }, body: { disabled: true } }), allowed: ['owner'], status: 404 },
  {
    route: routes.previewClient,
    parts: () => ({ params: { id: 'tessera' }, body: { idle_timeout: 60 } }),
    allowed: ['owner', 'admin', 'support', 'auditor'],
    status: 200,
  },
  { route: routes.rotateClientSecret, parts: () => ({ params: { id: somebody } }), allowed: ['owner'], status: 404 },
  { route: routes.listCompanies, parts: () => ({}), allowed: ['owner', 'admin', 'support', 'auditor'], status: 200 },
  { route: routes.createCompany, parts: () => ({ body: { name: uniqueName('company') } }), allowed: ['owner'], status: 201 },
  {
    route: routes.readCompany,
    parts: () => ({ params: { id: 2_147_483_647 } }),
    allowed: ['owner', 'admin', 'support', 'auditor'],
    status: 404,
  },
  { route: routes.renameCompany, parts: () => ({ params: { id: 2_147_483_647 }, body: { name: 'n' } }), allowed: ['owner'], status: 404 },
  { route: routes.readRevocations, parts: () => ({}), allowed: ['owner', 'admin', 'support', 'auditor'], status: 200 },
  { route: routes.followRevocations, parts: () => ({}), allowed: ['owner', 'admin', 'support', 'auditor'], status: 200 },
  {
    route: routes.reportPosition,
    // Whoever may is told that this is no position of the feed: a person has none.
    parts: () => ({ body: { follower: 'f', position: 'MQ', via: 'poll', when_stale: 'accept' } }),
    allowed: ['owner', 'admin', 'support', 'auditor'],
    status: 422,
  },
  {
    route: routes.leaveFeed,
    parts: () => ({ body: { follower: 'f' } }),
    allowed: ['owner', 'admin', 'support', 'auditor'],
    status: 204,
  },
  { route: routes.listFollowers, parts: () => ({}), allowed: ['owner', 'admin', 'support', 'auditor'], status: 200 },
  { route: routes.listReceivers, parts: () => ({}), allowed: ['owner', 'admin', 'support', 'auditor'], status: 200 },
  // Whoever may is told what is missing.
  { route: routes.createReceiver, parts: () => ({ body: { name: 'n', form: 'webhook' } }), allowed: ['owner', 'admin'], status: 422 },
  {
    route: routes.readReceiver,
    parts: () => ({ params: { id: somebody } }),
    allowed: ['owner', 'admin', 'support', 'auditor'],
    status: 404,
  },
  {
    route: routes.updateReceiver,
    parts: () => ({ params: { id: somebody }, body: { paused: true } }),
    allowed: ['owner', 'admin'],
    status: 404,
  },
  { route: routes.removeReceiver, parts: () => ({ params: { id: somebody } }), allowed: ['owner', 'admin'], status: 404 },
  { route: routes.rotateReceiverSecret, parts: () => ({ params: { id: somebody } }), allowed: ['owner', 'admin'], status: 404 },
  { route: routes.testReceiver, parts: () => ({ params: { id: somebody } }), allowed: ['owner', 'admin'], status: 404 },
  {
    route: routes.listDeliveries,
    parts: () => ({ params: { id: somebody } }),
    allowed: ['owner', 'admin', 'support', 'auditor'],
    status: 404,
  },
  { route: routes.redeliver, parts: () => ({ params: { id: somebody, delivery: 1 } }), allowed: ['owner', 'admin'], status: 404 },
  {
    route: routes.pollReceiver,
    parts: () => ({ params: { id: somebody } }),
    allowed: ['owner', 'admin'],
    status: 404,
  },
  { route: routes.listSigningKeys, parts: () => ({}), allowed: ['owner', 'admin', 'support', 'auditor'], status: 200 },
  // Whoever may is told that this cannot be read: others of this run look at the keys.
  { route: routes.rotateSigningKey, parts: () => ({ body: { at_once: 'now' } }), allowed: ['owner'], status: 422 },
  { route: routes.withdrawSigningKey, parts: () => ({ params: { kid: 'x'.repeat(43) } }), allowed: ['owner'], status: 404 },
  { route: routes.listApiKeys, parts: () => ({}), allowed: ['owner', 'admin', 'support', 'auditor'], status: 200 },
  {
    route: routes.createApiKey,
    parts: () => ({ body: { user_id: somebody, name: 'n', scopes: ['tokens'] } }),
    allowed: ['owner', 'admin'],
    status: 404,
  },
  {
    route: routes.readApiKey,
    parts: () => ({ params: { id: somebody } }),
    allowed: ['owner', 'admin', 'support', 'auditor'],
    status: 404,
  },
  { route: routes.revokeApiKey, parts: () => ({ params: { id: somebody } }), allowed: ['owner', 'admin'], status: 404 },
]

test('every administrators’ route is in the table of this file', () => {
  const guarded = Object.values<Route>(routes).filter(({ access }) => Array.isArray(access))
  expect(administration.map(({ route }) => route)).toEqual(guarded)
})

for (const role of [...roles, null]) {
  test(`the role ${role ?? 'of a plain user'} may do what is theirs and nothing more`, async ({ api, owner }) => {
    const caller = api.as(await logIn(api, await createPerson(owner, role === null ? [] : [role])))
    for (const { route, parts, allowed, status } of administration) {
      const { status: answered } = await caller.send(route, requestOf(parts()))
      expect(answered, `${route.method} ${route.path}`).toBe(role !== null && allowed.includes(role) ? status : 403)
    }
  })
}

for (const [name, route] of Object.entries<Route>(routes).filter(([, { access }]) => access !== 'anyone')) {
  test(`nobody may call ${name} without an access token`, async ({ api }) => {
    const params = { id: somebody, kid: 'x'.repeat(43), delivery: '1' }
    const refusal = await api.refuses(route, { params, ...(route.body && { body: '{}' }) })
    expect(refusal).toMatchObject({ status: 401, code: 'invalid_access_token' })
    expect(refusal.headers.get('www-authenticate')).toMatch(/^Bearer realm="tessera", DPoP realm="tessera", algs="ES256 /)
  })
}

test.describe('creating users', () => {
  test('an admin gives no role that is as much as their own, and creates nobody in another company', async ({ api, owner }) => {
    const admin = api.as(await logIn(api, await createPerson(owner, ['admin'])))
    const body = newUser()
    for (const given of [['owner'], ['admin'], ['support', 'admin']] as Role[][]) {
      expect(await admin.refused(routes.createUser, { body: { ...body, roles: given } })).toMatchObject({ status: 403, code: 'forbidden' })
    }
    const elsewhere = await admin.refused(routes.createUser, { body: { ...body, company_id: 2 } })
    expect(elsewhere).toMatchObject({ status: 404, code: 'not_found' })
    // Nothing was created: the address is still free.
    expect((await admin.call(routes.createUser, { body: { ...body, roles: ['support', 'auditor'] } })).roles).toEqual([
      'support',
      'auditor',
    ])
  })

  test('an address has one account, however it is written', async ({ owner }) => {
    const body = newUser()
    await owner.call(routes.createUser, { body })
    for (const email of [body.email, body.email.toUpperCase(), ` ${body.email} `]) {
      expect(await owner.refused(routes.createUser, { body: { ...body, email } })).toMatchObject({ status: 409, code: 'email_taken' })
    }
  })

  test('of ten who create one address at once, one does', async ({ owner }) => {
    const body = JSON.stringify(newUser())
    const answers = await Promise.all(Array.from({ length: 10 }, () => owner.send(routes.createUser, { body })))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(9).fill(409)])
  })

  test('a password that would be guessed is refused, with the field named', async ({ owner }) => {
    const { email } = newUser()
    for (const password of ['password123', email.slice(0, email.indexOf('@')), 'ääääääää'.repeat(100)]) {
      const refusal = await owner.refused(routes.createUser, { body: { email, password } })
      expect(refusal).toMatchObject({ status: 422, fields: [{ field: 'body.password' }] })
      expect(JSON.stringify(refusal)).not.toContain(password)
    }
  })
})

test.describe('one’s own sessions', () => {
  let ada: Person
  test.beforeEach(async ({ owner }) => {
    ada = await createPerson(owner)
  })

  test('are listed newest first, and nobody else’s among them', async ({ api, owner }) => {
    const logins = [await logIn(api, ada), await logIn(api, ada), await logIn(api, ada)]
    await logIn(api, await createPerson(owner))
    const [, middle, last] = logins
    const { items, count, next } = await api.as(middle ?? last!).call(routes.mySessions)
    expect(items.map(({ id, current }) => [id, current])).toEqual(
      logins.map(({ session_id }) => [session_id, session_id === middle?.session_id]).reverse(),
    )
    expect([count, next]).toEqual([3, null])
    const page = await api.as(logins[0]!).call(routes.mySessions, { query: { limit: 2 } })
    expect(page.items).toHaveLength(2)
    expect((await api.as(logins[0]!).call(routes.mySessions, { query: { limit: 2, after: page.next ?? '' } })).items).toHaveLength(1)
  })

  test('are ended one by one', async ({ api }) => {
    const [laptop, phone] = [await logIn(api, ada), await logIn(api, ada)]
    await api.as(laptop).call(routes.endMySession, { params: { id: phone.session_id } })
    expect(await refusedRefresh(api, phone)).toMatchObject({ code: 'session_ended', reason: 'revoked_by_user' })
    await refresh(api, laptop)
    const { items } = await api.as(laptop).call(routes.mySessions, { query: { state: 'ended' } })
    expect(items).toMatchObject([{ id: phone.session_id, end: { reason: 'revoked_by_user', by: { id: ada.id } } }])
  })

  test('are all ended at once but the one that asks, and later logins are not', async ({ api, owner }) => {
    const [laptop, phone, tablet] = [await logIn(api, ada), await logIn(api, ada), await logIn(api, ada)]
    const stranger = await logIn(api, await createPerson(owner))
    expect(await api.as(laptop).call(routes.endMyOtherSessions)).toEqual({ ended: 2, ended_capped: false })
    for (const ended of [phone, tablet]) {
      expect(await refusedRefresh(api, ended)).toMatchObject({ code: 'session_ended', reason: 'revoked_by_user' })
      expect(await api.as(ended).refused(routes.me)).toMatchObject({ code: 'session_ended', reason: 'revoked_by_user' })
    }
    for (const alive of [laptop, stranger, await logIn(api, ada)]) await refresh(api, alive)
    expect(await api.as(laptop).call(routes.endMyOtherSessions)).toEqual({ ended: 1, ended_capped: false })
  })

  test('do not include a stranger’s: its id answers like one that nobody has', async ({ api, owner }) => {
    const mine = await logIn(api, ada)
    const strangers = await logIn(api, await createPerson(owner))
    const answers = [strangers.session_id, somebody].map((id) => api.as(mine).refused(routes.endMySession, { params: { id } }))
    const [ofStranger, ofNobody] = await Promise.all(answers)
    expect(ofStranger).toMatchObject({ status: 404, code: 'not_found' })
    expect(sayings(ofStranger)).toEqual(sayings(ofNobody))
    await refresh(api, strangers)
  })
})

function sayings(refusal: Awaited<ReturnType<Api['refused']>> | undefined) {
  return { status: refusal?.status, code: refusal?.code, detail: refusal?.detail }
}
