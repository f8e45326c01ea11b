import { type RouteCall, routes } from '@tessera/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Call, type Person, startApi, type TestApi } from '../testing/api.js'

let api: TestApi
let elsewhere: number
beforeAll(async () => {
  api = await startApi()
  const { body } = await api.owner.call(routes.createCompany, { body: { name: 'Elsewhere' } })
  elsewhere = body.id
})
afterAll(() => api.close())

type Scopes = RouteCall<typeof routes.createMyApiKey>['body']['scopes']

/** Calls with a new API key of somebody's. */
async function keyOf(person: Person, scopes: Scopes = ['revocations:read']): Promise<Call> {
  const { status, body } = await person.call(routes.createMyApiKey, { body: { name: 'Orders', scopes } })
  expect(status).toBe(201)
  return api.as({ 'x-api-key': body.key })
}

const read = async (call: Call, query: RouteCall<typeof routes.readRevocations>['query'] = {}) => {
  const { status, body } = await call(routes.readRevocations, { query })
  expect(status).toBe(200)
  return body
}
/** The feed's end as it is now. */
async function endOf(call: Call): Promise<string> {
  let page = await read(call)
  while (page.more) page = await read(call, { after: page.next })
  return page.next
}
const revoke = ({ sessionId }: Person) => api.owner.call(routes.revokeSession, { params: { id: sessionId }, body: {} })

describe('a page of the revocation feed', () => {
  it('has what was revoked behind a cursor, as the contract says it', async () => {
    const after = await endOf(api.owner.call)
    const person = await api.person()
    await revoke(person)
    const { items, ...page } = await read(api.owner.call, { after })
    expect(routes.readRevocations.responses[200].safeParse({ items, ...page }).error).toBeUndefined()
    expect(items).toMatchObject([
      { scope: 'session', subject: person.sessionId, user_id: person.userId, except_session_id: null, reason: 'revoked_by_admin' },
    ])
    expect(Date.parse(items[0]!.forget_at) - Date.parse(items[0]!.at)).toBeGreaterThan(24 * 3_600_000)
    expect(page).toMatchObject({ company_id: null, more: false })
    expect((await read(api.owner.call, { after: page.next })).items).toEqual([])
  })

  it('has so many at most, and says that there is more', async () => {
    const after = await endOf(api.owner.call)
    for (let i = 0; i < 3; i++) await revoke(await api.person())
    const first = await read(api.owner.call, { after, limit: 2 })
    expect([first.items.length, first.more]).toEqual([2, true])
    const late = await api.person()
    await revoke(late)
    const second = await read(api.owner.call, { after: first.next, limit: 2 })
    expect([second.items.length, second.more]).toEqual([1, true])
    // What came while it was read page by page has not been told to whoever begins to wait here.
    const third = await read(api.owner.call, { after: second.next, wait: 5 })
    expect([third.items.map(({ subject }) => subject), third.more]).toEqual([[late.sessionId], false])
  })

  it('is a company’s for an API key, whoever stands behind it; everybody’s for one that an owner has for that', async () => {
    const here = await keyOf(api.owner)
    const there = await keyOf(await api.person(['auditor'], elsewhere))
    const everywhere = await keyOf(api.owner, ['revocations:read', 'revocations:every_company'])
    const cursors = await Promise.all([here, there, everywhere].map(endOf))
    const person = await api.person([], elsewhere)
    await revoke(person)
    const pages = await Promise.all([here, there, everywhere].map((call, i) => read(call, { after: cursors[i]! })))
    expect(pages.map(({ company_id, items }) => [company_id, items.map(({ subject }) => subject)])).toEqual([
      [1, []],
      [elsewhere, [person.sessionId]],
      [null, [person.sessionId]],
    ])
    expect(new Set(pages.map(({ epoch }) => epoch)).size).toBe(3)
  })

  it('is a company’s again when the one behind the key is no owner any more: under another epoch, from a snapshot on', async () => {
    const owner = await api.person(['owner'])
    const call = await keyOf(owner, ['revocations:read', 'revocations:every_company'])
    const before = await read(call)
    expect(before.company_id).toBeNull()
    await api.owner.call(routes.updateUser, { params: { id: owner.userId }, body: { roles: ['auditor'] } })
    const after = await read(call, { after: before.next })
    expect(after.company_id).toBe(1)
    expect(after.epoch).not.toBe(before.epoch)
  })

  it('needs its scope, and a role', async () => {
    const [other, nobody] = [await keyOf(api.owner, ['sessions:read']), await keyOf(await api.person())]
    for (const call of [other, nobody]) expect((await call(routes.readRevocations)).status).toBe(403)
  })
})

describe('whoever waits', () => {
  it('has the first entry as it comes', async () => {
    const after = await endOf(api.owner.call)
    const person = await api.person()
    const began = performance.now()
    const waiting = read(api.owner.call, { after, wait: 5 })
    // It waits before it happens.
    await read(api.owner.call, { after, wait: 1 })
    await revoke(person)
    expect((await waiting).items).toMatchObject([{ subject: person.sessionId }])
    expect(performance.now() - began).toBeLessThan(4_000)
  })

  it('is answered at the end that nothing came, and until when that is known', async () => {
    const call = await keyOf(await api.person(['auditor'], elsewhere))
    const before = await read(call, { after: await endOf(call) })
    const waiting = read(call, { after: before.next, wait: 2 })
    await revoke(await api.person())
    const page = await waiting
    expect(page).toMatchObject({ items: [], more: false, epoch: before.epoch, company_id: elsewhere })
    expect(Date.parse(page.as_of) - Date.parse(before.as_of)).toBeGreaterThan(900)
    const person = await api.person([], elsewhere)
    await revoke(person)
    expect((await read(call, { after: page.next })).items).toMatchObject([{ subject: person.sessionId }])
  })

  it('is answered at once where there is something already', async () => {
    const after = await endOf(api.owner.call)
    await revoke(await api.person())
    const began = performance.now()
    expect((await read(api.owner.call, { after, wait: 5 })).items).toHaveLength(1)
    expect(performance.now() - began).toBeLessThan(2_000)
  })
})

it('lets nobody wait while the server closes', async () => {
  const closing = await startApi()
  try {
    const call = closing.owner.call
    const { body } = await call(routes.readRevocations)
    const waiting = call(routes.readRevocations, { query: { after: body.next, wait: 5 } })
    await call(routes.readRevocations, { query: { after: body.next, wait: 1 } })
    const began = performance.now()
    const [{ status }] = await Promise.all([waiting, closing.drain()])
    expect(status).toBe(200)
    expect(performance.now() - began).toBeLessThan(2_000)
  } finally {
    await closing.close()
  }
})
