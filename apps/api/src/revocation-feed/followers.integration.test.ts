import { type RouteCall, routes } from '@tessera/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Call, type Person, startApi, type TestApi } from '../testing/api.js'

let api: TestApi
beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api.close())

type Scopes = RouteCall<typeof routes.createMyApiKey>['body']['scopes']
const everywhere: Scopes = ['revocations:read', 'revocations:every_company']

async function keyOf(person: Person, scopes: Scopes = ['revocations:read']) {
  const { status, body } = await person.call(routes.createMyApiKey, { body: { name: 'Orders', scopes } })
  expect(status).toBe(201)
  return { id: body.id, call: api.as({ 'x-api-key': body.key }) }
}
const positionOf = async (call: Call) => (await call(routes.readRevocations)).body
const report = (call: Call, position: string, rest: Partial<RouteCall<typeof routes.reportPosition>['body']> = {}) =>
  call(routes.reportPosition, { body: { follower: 'orders-1', position, via: 'stream', when_stale: 'refuse', ...rest } })

describe('followers', () => {
  it('say how far they are, and administrators see it', async () => {
    const key = await keyOf(api.owner, everywhere)
    const { next, as_of: position } = await positionOf(key.call)
    expect((await report(key.call, next)).status).toBe(204)
    const { status, body } = await api.owner.call(routes.listFollowers)
    expect(status).toBe(200)
    expect(routes.listFollowers.responses[200].safeParse(body).error).toBeUndefined()
    expect(body).toMatchObject({ count: 1, silent: 0, honoured_by_all: position })
    expect(body.items).toMatchObject([
      {
        name: 'orders-1',
        api_key: { id: key.id, name: 'Orders' },
        company: null,
        via: 'stream',
        when_stale: 'refuse',
        position,
        silent: false,
      },
    ])
    expect((await key.call(routes.leaveFeed, { body: { follower: 'orders-1' } })).status).toBe(204)
    expect((await api.owner.call(routes.listFollowers)).body).toMatchObject({ count: 0, honoured_by_all: null })
  })

  it('report by the hundred at once, and each is answered when it is recorded', async () => {
    const { call } = await keyOf(api.owner, everywhere)
    const { next } = await positionOf(call)
    const names = Array.from({ length: 300 }, (_, i) => `many-${i}`)
    const answers = await Promise.all(names.map((follower) => report(call, next, { follower })))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([204]))
    expect((await api.owner.call(routes.listFollowers)).body.count).toBe(300)
    await api.database.pool.query('TRUNCATE followers')
  })

  it('that have read half a snapshot are nowhere yet, and what is no cursor is no position', async () => {
    const { call } = await keyOf(api.owner)
    for (let i = 0; i < 2; i++) {
      const { sessionId } = await api.person()
      await api.owner.call(routes.revokeSession, { params: { id: sessionId }, body: {} })
    }
    const { body: half } = await call(routes.readRevocations, { query: { limit: 1 } })
    expect(half.more).toBe(true)
    for (const position of [half.next, 'nonsense']) {
      expect(await report(call, position)).toMatchObject({ status: 422, body: { code: 'validation_failed' } })
    }
  })

  it('report by API key: a person is none', async () => {
    const { next } = await positionOf(api.owner.call)
    expect((await report(api.owner.call, next)).status).toBe(403)
  })

  it('are seen by a company where they follow its revocations, or everybody’s', async () => {
    const { body: company } = await api.owner.call(routes.createCompany, { body: { name: 'Elsewhere' } })
    const auditor = await api.person(['auditor'], company.id)
    const [theirs, ours, all] = [await keyOf(auditor), await keyOf(api.owner), await keyOf(api.owner, everywhere)]
    for (const [key, follower] of [
      [theirs, 'theirs'],
      [ours, 'ours'],
      [all, 'all'],
    ] as const) {
      expect((await report(key.call, (await positionOf(key.call)).next, { follower })).status).toBe(204)
    }
    const { body } = await auditor.call(routes.listFollowers)
    expect(body.items.map(({ name, api_key }) => [name, api_key?.id]).sort()).toEqual([
      ['all', undefined],
      ['theirs', theirs.id],
    ])
  })
})

describe('an API key for everybody’s revocations', () => {
  it('is made by an owner, for an owner', async () => {
    const [admin, owner] = [await api.person(['admin']), await api.person(['owner'])]
    const wanted = { name: 'Everywhere', scopes: everywhere }
    const bodies = [
      await admin.call(routes.createMyApiKey, { body: wanted }),
      await api.owner.call(routes.createApiKey, { body: { user_id: admin.userId, ...wanted } }),
      await admin.call(routes.createApiKey, { body: { user_id: admin.userId, ...wanted } }),
    ]
    expect(bodies.map(({ status, body }) => [status, body.code])).toEqual(bodies.map(() => [403, 'forbidden']))
    expect((await api.owner.call(routes.createApiKey, { body: { user_id: owner.userId, ...wanted } })).status).toBe(201)
    expect((await owner.call(routes.createMyApiKey, { body: wanted })).status).toBe(201)
  })
})
