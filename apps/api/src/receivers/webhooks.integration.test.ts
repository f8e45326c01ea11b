import { routes } from '@tessera/contract'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { startApi, type Person, type TestApi } from '../testing/api.js'
import { type Received, type Receiving, startReceiving } from '../testing/receiving.js'

let api: TestApi
let receiver: Receiving
let admin: Person
beforeAll(async () => {
  api = await startApi({ receiverNetworks: ['loopback'] })
  receiver = await startReceiving()
  admin = await api.person(['admin'])
})
afterAll(async () => {
  await api.close()
  await receiver.close()
})
beforeEach(async () => {
  await api.database.pool.query('DELETE FROM receivers')
  receiver.received.length = receiver.orders.length = 0
})

async function registered(kinds = ['session_ended']) {
  const { status, body } = await admin.call(routes.createReceiver, {
    body: { name: 'Orders', form: 'webhook', url: `${receiver.url}/hook`, kinds },
  })
  expect(status, JSON.stringify(body)).toBe(201)
  return { id: body.id, secret: body.secret ?? '', params: { id: body.id } }
}

const until = (received: number) => vi.waitFor(() => expect(receiver.received).toHaveLength(received), { timeout: 10_000, interval: 20 })
const verified = (secret: string, { body, headers }: Received) =>
  new Webhook(secret).verify(body, headers as Record<string, string>) as object
const logOut = (person: Person) => api.as({})(routes.logOut, { body: { refresh_token: person.refreshToken } })
const lastDelivery = async (id: string) => (await admin.call(routes.listDeliveries, { params: { id } })).body.items[0]
const untilDelivery = (id: string, what: object) =>
  vi.waitFor(async () => expect(await lastDelivery(id)).toMatchObject(what), { timeout: 10_000, interval: 50 })

describe('a webhook', () => {
  it('tells of a session’s end, signed so that anybody’s library can tell it is from us; and of nothing else', async () => {
    const { id, secret } = await registered()
    const ada = await api.person()
    await logOut(ada)
    await until(1)
    const [message] = receiver.received
    if (!message) throw new Error('nothing came')
    expect(verified(secret, message)).toMatchObject({
      type: 'session_ended',
      timestamp: expect.stringMatching(/^\d{4}-.*\.\d{3}Z$/) as string,
      data: {
        kind: 'session_ended',
        reason: 'logout',
        session_id: ada.sessionId,
        user: { id: ada.userId, email: ada.email },
        company: { id: 1 },
      },
    })
    expect(() => verified(secret, { ...message, body: message.body.replace('logout', 'reuse') })).toThrow()
    expect(message).toMatchObject({ path: '/hook', headers: { 'content-type': 'application/json', 'user-agent': 'Tessera' } })
    await untilDelivery(id, { state: 'delivered', attempts: 1, last_status: 200, event: { kind: 'session_ended' } })
    expect((await admin.call(routes.readReceiver, { params: { id } })).body).toMatchObject({ waiting: 0, state: 'working' })
    expect(message.headers['webhook-id']).toBe(`msg_${(await lastDelivery(id))?.id}`)
  })

  it('is signed with both secrets while the one before is good, and with the new one alone after', async () => {
    const { secret, params } = await registered(['user_created'])
    const rotated = (await admin.call(routes.rotateReceiverSecret, { params })).body.secret
    await api.person()
    await until(1)
    for (const good of [secret, rotated]) expect(verified(good, receiver.received[0] as Received)).toMatchObject({ type: 'user_created' })
    const last = (await admin.call(routes.rotateReceiverSecret, { params, body: { former_lives: 0 } })).body.secret
    await api.person()
    await until(2)
    expect(verified(last, receiver.received[1] as Received)).toMatchObject({ type: 'user_created' })
    expect(() => verified(rotated, receiver.received[1] as Received)).toThrow()
  })

  it('that was refused is sent again under the same id, and shown as failing until it arrives', async () => {
    const { id, params } = await registered()
    receiver.orders.push((response) => response.writeHead(503).end('<secret>'))
    await logOut(await api.person())
    await untilDelivery(id, { state: 'waiting', attempts: 1, last_status: 503, last_fault: 'unwell' })
    await vi.waitFor(async () => {
      expect((await admin.call(routes.readReceiver, { params })).body).toMatchObject({
        state: 'failing',
        retry_at: expect.any(String) as string,
      })
    })
    const waiting = await lastDelivery(id)
    const again = await admin.call(routes.redeliver, { params: { id, delivery: waiting?.id } as never })
    expect(again).toMatchObject({ status: 200, body: { id: waiting?.id, state: 'waiting' } })
    await until(2)
    const [first, second] = receiver.received
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id'])
    await vi.waitFor(async () => expect((await admin.call(routes.readReceiver, { params })).body.state).toBe('working'))
    expect(api.log.join('\n')).not.toContain('<secret>')
  })

  it('waits while its receiver is paused, and comes when it goes on', async () => {
    const { id, params } = await registered()
    await admin.call(routes.updateReceiver, { params, body: { paused: true } })
    await logOut(await api.person())
    await untilDelivery(id, { state: 'waiting', attempts: 0 })
    expect(receiver.received).toHaveLength(0)
    await admin.call(routes.updateReceiver, { params, body: { paused: false } })
    await until(1)
  })

  it('that is gone pauses its receiver', async () => {
    const { params } = await registered()
    receiver.orders.push((response) => response.writeHead(410).end())
    await logOut(await api.person())
    await vi.waitFor(async () =>
      expect((await admin.call(routes.readReceiver, { params })).body).toMatchObject({ state: 'paused', waiting: 1 }),
    )
  })
})

describe('a test', () => {
  it('is sent at once and says what was answered; one that was taken makes its receiver well', async () => {
    const { secret, params } = await registered()
    await api.database.pool.query(`UPDATE receivers SET failing_since = now(), retry_at = now() + interval '1 hour', failures = 9`)
    receiver.orders.push((response) => response.writeHead(401).end())
    const refused = await admin.call(routes.testReceiver, { params })
    expect(refused).toMatchObject({
      status: 200,
      body: { state: 'failed', attempts: 1, last_status: 401, last_fault: 'refused', event: null },
    })
    expect((await admin.call(routes.readReceiver, { params })).body.state).toBe('failing')
    expect((await admin.call(routes.testReceiver, { params })).body).toMatchObject({
      state: 'delivered',
      last_status: 200,
      last_fault: null,
    })
    expect((await admin.call(routes.readReceiver, { params })).body).toMatchObject({ state: 'working', retry_at: null })
    expect(verified(secret, receiver.received[1] as Received)).toMatchObject({ type: 'test', data: { receiver_id: params.id } })
    const { items } = (await api.owner.call(routes.listEvents, { query: { kind: 'receiver_tested' } })).body
    expect(items[1]).toMatchObject({ by: { id: admin.userId }, details: { id: params.id, status: 401, fault: 'refused' } })
  })

  it('of a receiver that has moved to a private address is refused there, and nothing is sent', async () => {
    const { params } = await registered()
    await api.database.pool.query(`UPDATE receivers SET url = 'https://10.0.0.1/'`)
    expect((await admin.call(routes.testReceiver, { params })).body).toMatchObject({
      state: 'failed',
      last_status: null,
      last_fault: 'refused_address',
    })
  })

  it('of nobody’s receiver is not found', async () => {
    const { id } = await registered()
    const stranger = await api.person(['admin'], (await api.owner.call(routes.createCompany, { body: { name: 'Other' } })).body.id)
    expect((await stranger.call(routes.testReceiver, { params: { id } })).status).toBe(404)
    expect((await stranger.call(routes.listDeliveries, { params: { id } })).status).toBe(404)
    expect((await stranger.call(routes.redeliver, { params: { id, delivery: 1 } })).status).toBe(404)
    expect((await admin.call(routes.redeliver, { params: { id, delivery: 999_999 } })).status).toBe(404)
  })
})
