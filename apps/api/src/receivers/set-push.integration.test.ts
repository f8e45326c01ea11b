import { randomUUID } from 'node:crypto'
import { type RouteCall, routes } from '@tessera/contract'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { startApi, type TestApi } from '../testing/api.js'
import { type Received, type Receiving, startReceiving } from '../testing/receiving.js'
import { sessionRevoked, verification } from './security-event.js'

let api: TestApi
let receiver: Receiving
beforeAll(async () => {
  api = await startApi({ receiverNetworks: ['loopback'] })
  receiver = await startReceiving()
})
afterAll(async () => {
  await api.close()
  await receiver.close()
})
beforeEach(async () => {
  await api.database.pool.query('DELETE FROM receivers')
  receiver.received.length = receiver.orders.length = 0
})

async function registered(wanted: Partial<RouteCall<typeof routes.createReceiver>['body']> = {}) {
  const body = { name: 'Gate', form: 'set_push', url: `${receiver.url}/events`, authorization: 'Bearer gate', ...wanted } as const
  const made = await api.owner.call(routes.createReceiver, { body })
  expect(made.status, JSON.stringify(made.body)).toBe(201)
  return { id: made.body.id }
}

const until = (received: number) => vi.waitFor(() => expect(receiver.received).toHaveLength(received), { timeout: 10_000, interval: 20 })

async function verified({ body }: Received, audience: string) {
  const keys = createRemoteJWKSet(new URL(`${api.url}${routes.jwks.path}`))
  const { payload } = await jwtVerify(body, keys, { issuer: 'http://localhost', audience, typ: 'secevent+jwt', algorithms: ['ES256'] })
  return payload
}

it('a session’s end is pushed as a token that anybody can verify with our keys, and that nobody takes for an access token', async () => {
  await registered({ audience: 'https://gate.example' })
  const ada = await api.person()
  await api.owner.call(routes.revokeSession, { params: { id: ada.sessionId }, body: {} })
  await until(1)
  const [pushed] = receiver.received
  if (!pushed) throw new Error('nothing came')
  expect(pushed.headers).toMatchObject({
    'content-type': 'application/secevent+jwt',
    accept: 'application/json',
    authorization: 'Bearer gate',
  })
  const payload = await verified(pushed, 'https://gate.example')
  expect(payload).toMatchObject({
    jti: expect.stringMatching(/^set_\d+$/) as string,
    sub_id: { format: 'complex', session: { id: ada.sessionId }, user: { iss: 'http://localhost', sub: ada.userId }, tenant: { id: '1' } },
    events: { [sessionRevoked]: { reason: 'revoked_by_admin', initiating_entity: 'admin' } },
  })
  expect(payload).not.toHaveProperty('sub')
  expect(payload).not.toHaveProperty('exp')
  expect((await api.as({ authorization: `Bearer ${pushed.body}` })(routes.me)).status).toBe(401)
})

it('what ends many sessions at once is pushed as one token, whose subject is all of them', async () => {
  await registered()
  const ada = await api.person()
  await api.owner.call(routes.updateUser, { params: { id: ada.userId }, body: { disabled: true } })
  await until(1)
  const payload = await verified(receiver.received[0] as Received, `${receiver.url}/events`)
  expect(payload['sub_id']).toEqual({
    format: 'complex',
    user: { format: 'iss_sub', iss: 'http://localhost', sub: ada.userId },
    tenant: { format: 'opaque', id: '1' },
  })
  expect(payload['events']).toMatchObject({ [sessionRevoked]: { reason: 'user_disabled' } })
})

it('what the receiver says is wrong is shown by the RFC’s word, and the token comes again with the same jti', async () => {
  const params = await registered()
  receiver.orders.push((response) =>
    response.writeHead(400, { 'content-type': 'application/json' }).end('{"err":"invalid_audience","description":"x"}'),
  )
  await api.owner.call(routes.revokeSession, { params: { id: (await api.person()).sessionId }, body: {} })
  const deliveries = async () => (await api.owner.call(routes.listDeliveries, { params })).body.items
  await vi.waitFor(
    async () => expect(await deliveries()).toMatchObject([{ state: 'waiting', last_status: 400, last_fault: 'invalid_audience' }]),
    { timeout: 10_000 },
  )
  const delivery = Number((await deliveries())[0]?.id)
  await api.owner.call(routes.redeliver, { params: { ...params, delivery } })
  await until(2)
  const tokens = await Promise.all(receiver.received.map((pushed) => verified(pushed, `${receiver.url}/events`)))
  expect(new Set(tokens.map(({ jti }) => jti))).toEqual(new Set([`set_${delivery}`]))
})

it('a test is a verification event; another authorization is sent from when it is changed, and none when it is taken away', async () => {
  const params = await registered()
  const test = () => api.owner.call(routes.testReceiver, { params })
  expect((await test()).body).toMatchObject({ state: 'delivered' })
  await api.owner.call(routes.updateReceiver, { params, body: { authorization: 'Bearer other' } })
  await test()
  const removed = await api.owner.call(routes.updateReceiver, { params, body: { authorization: null } })
  expect(removed.body.has_authorization).toBe(false)
  await test()
  expect(receiver.received.map(({ headers }) => headers.authorization)).toEqual(['Bearer gate', 'Bearer other', undefined])
  const { events, sub_id } = await verified(receiver.received[0] as Received, `${receiver.url}/events`)
  expect([events, sub_id]).toEqual([{ [verification]: {} }, { format: 'opaque', id: params.id }])
  const { items } = (await api.owner.call(routes.listEvents, { query: { kind: 'receiver_changed' } })).body
  expect(items.slice(0, 2).map(({ details }) => details?.['authorization'])).toEqual(['removed', 'replaced'])
})

it('a delivery whose secret does not open any more, or whose event is forgotten, is given up and says so', async () => {
  const { id } = await registered()
  await api.database.pool.query('UPDATE receivers SET sealed_authorization = $1', [Buffer.from(randomUUID())])
  await api.owner.call(routes.revokeSession, { params: { id: (await api.person()).sessionId }, body: {} })
  const last = async () => (await api.owner.call(routes.listDeliveries, { params: { id } })).body.items[0]
  await vi.waitFor(async () => expect(await last()).toMatchObject({ state: 'failed', last_fault: 'unreadable' }), { timeout: 10_000 })
  await api.owner.call(routes.updateReceiver, { params: { id }, body: { authorization: 'Bearer new' } })
  await api.database.pool.query('UPDATE deliveries SET event_id = 0')
  await api.owner.call(routes.redeliver, { params: { id, delivery: Number((await last())?.id) } })
  await vi.waitFor(async () => expect(await last()).toMatchObject({ state: 'failed', last_fault: 'forgotten', event: null }), {
    timeout: 10_000,
  })
})
