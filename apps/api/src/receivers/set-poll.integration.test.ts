import { type RouteCall, routes } from '@tessera/contract'
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { type Call, type Person, startApi, type TestApi } from '../testing/api.js'
import { sessionRevoked, verification } from './security-event.js'

let api: TestApi
let admin: Person
let key: string
beforeAll(async () => {
  api = await startApi()
  admin = await api.person(['admin'])
  key = (await admin.call(routes.createMyApiKey, { body: { name: 'Gate', scopes: ['revocations:read'] } })).body.key
})
afterAll(() => api.close())
beforeEach(() => api.database.pool.query('DELETE FROM receivers'))

type Poll = NonNullable<RouteCall<typeof routes.pollReceiver>['body']>

async function registered({ call }: Person = admin, company_id?: null) {
  const body = { name: 'Gate', form: 'set_poll', ...(company_id === null && { company_id }) } as const
  const made = await call(routes.createReceiver, { body })
  expect(made.status, JSON.stringify(made.body)).toBe(201)
  return { id: made.body.id }
}

/** Asks at once, as a generic receiver does: with its key as a bearer token. */
const poll = (params: { id: string }, body: Poll = {}, call: Call = api.as({ authorization: `Bearer ${key}` })) =>
  call(routes.pollReceiver, { params, body: { returnImmediately: true, ...body } })

const endOne = async () => {
  const { sessionId } = await api.person()
  await api.owner.call(routes.revokeSession, { params: { id: sessionId }, body: {} })
  return sessionId
}
const untilWaiting = (params: { id: string }, waiting: number) =>
  vi.waitFor(async () => expect((await admin.call(routes.readReceiver, { params })).body.waiting).toBe(waiting), { timeout: 10_000 })
const sessionsIn = (sets: Readonly<Record<string, string>>) =>
  Object.values(sets).map((token) => (decodeJwt(token)['sub_id'] as { session: { id: string } }).session.id)

it('tokens wait until they are asked for, come again until they are acknowledged, and then no more', async () => {
  const params = await registered()
  const ended = [await endOne(), await endOne(), await endOne()]
  await untilWaiting(params, 3)
  const first = await poll(params, { maxEvents: 2 })
  expect(first).toMatchObject({ status: 200, body: { moreAvailable: true } })
  expect(sessionsIn(first.body.sets)).toEqual(ended.slice(0, 2))
  const [[jti, token] = ['', ''], [other] = ['']] = Object.entries(first.body.sets)
  expect(decodeJwt(token)).toMatchObject({
    jti,
    aud: params.id,
    iss: 'http://localhost',
    events: { [sessionRevoked]: { reason: 'revoked_by_admin' } },
  })
  const again = await poll(params, { ack: [jti] })
  expect(sessionsIn(again.body.sets)).toEqual(ended.slice(1))
  expect(again.body.moreAvailable).toBe(false)
  const wrong = { err: 'invalid_key', description: 'Which?' }
  expect((await poll(params, { maxEvents: 0, setErrs: { [other]: wrong }, ack: ['set_0', 'nobody’s', jti] })).body).toEqual({
    sets: {},
    moreAvailable: true,
  })
  const { items } = (await admin.call(routes.listDeliveries, { params })).body
  expect(items).toMatchObject([
    { state: 'waiting', attempts: 1 },
    { state: 'failed', attempts: 2, last_fault: 'invalid_key' },
    { state: 'delivered', attempts: 1 },
  ])
  expect((await admin.call(routes.readReceiver, { params })).body).toMatchObject({ state: 'failing', waiting: 1 })
  await poll(params, { ack: Object.keys((await poll(params)).body.sets) })
  expect((await poll(params)).body).toEqual({ sets: {}, moreAvailable: false })
  expect((await admin.call(routes.readReceiver, { params })).body).toMatchObject({ state: 'working', waiting: 0 })
})

it('whoever waits is answered when the first token comes', async () => {
  const params = await registered()
  const waiting = poll(params, { returnImmediately: false })
  const ended = await endOne()
  expect(sessionsIn((await waiting).body.sets)).toEqual([ended])
})

it('a test waits for its poll; while the receiver is paused nothing is given', async () => {
  const params = await registered()
  expect((await admin.call(routes.testReceiver, { params })).body).toMatchObject({ state: 'waiting', attempts: 0, event: null })
  await admin.call(routes.updateReceiver, { params, body: { paused: true } })
  expect((await poll(params)).body).toEqual({ sets: {}, moreAvailable: false })
  await admin.call(routes.updateReceiver, { params, body: { paused: false } })
  const [token = ''] = Object.values((await poll(params)).body.sets)
  expect(decodeJwt(token)).toMatchObject({ sub_id: { id: params.id }, events: { [verification]: {} } })
})

it('a receiver is asked for with the key’s scope and within its reach; that of everybody’s events, with an owner behind a key for them', async () => {
  const [ours, everybodys] = [await registered(), await registered(api.owner, null)]
  expect((await poll(ours, {}, api.as({ 'x-api-key': key }))).status).toBe(200)
  expect((await poll(everybodys)).status).toBe(404)
  const keyOf = async ({ call }: Person, scopes: ('revocations:read' | 'revocations:every_company' | 'tokens')[]) => {
    const { body } = await call(routes.createMyApiKey, { body: { name: 'Gate', scopes } })
    return api.as({ authorization: `Bearer ${body.key}` })
  }
  expect((await poll(everybodys, {}, await keyOf(api.owner, ['revocations:read']))).status).toBe(404)
  expect((await poll(everybodys, {}, await keyOf(api.owner, ['revocations:read', 'revocations:every_company']))).status).toBe(200)
  expect((await poll(ours, {}, await keyOf(admin, ['tokens']))).status).toBe(403)
  const stranger = await api.person(['admin'], (await api.owner.call(routes.createCompany, { body: { name: 'Other' } })).body.id)
  expect((await poll(ours, {}, await keyOf(stranger, ['revocations:read']))).status).toBe(404)
  expect((await poll(ours, {}, api.as({ authorization: `Bearer ${key.slice(0, -1)}_` }))).status).toBe(401)
  expect((await poll(ours, {}, api.as({ 'x-api-key': key, authorization: `Bearer ${key}` }))).status).toBe(400)
})

it('what was forgotten since is given up, and is in nobody’s way', async () => {
  const params = await registered()
  await api.database.pool.query('INSERT INTO deliveries (receiver_id, event_id, queued_at, due_at) VALUES ($1, 0, now(), now())', [
    params.id,
  ])
  expect((await poll(params)).body).toEqual({ sets: {}, moreAvailable: false })
  expect((await admin.call(routes.listDeliveries, { params })).body.items).toMatchObject([{ state: 'failed', last_fault: 'forgotten' }])
})
