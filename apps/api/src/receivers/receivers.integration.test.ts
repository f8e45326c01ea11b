import { randomUUID } from 'node:crypto'
import { type RouteCall, routes } from '@tessera/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Person, startApi, type TestApi } from '../testing/api.js'

let api: TestApi
let otherCompany: number
let admin: Person
beforeAll(async () => {
  api = await startApi()
  otherCompany = (await api.owner.call(routes.createCompany, { body: { name: 'Other' } })).body.id
  admin = await api.person(['admin'])
})
afterAll(() => api.close())

type Wanted = RouteCall<typeof routes.createReceiver>['body']
const webhook: Wanted = { name: 'Orders', form: 'webhook', url: 'https://192.0.1.7/hook', kinds: ['session_ended', 'user_created'] }
const push: Wanted = { name: 'Gate', form: 'set_push', url: 'https://192.0.1.7/events', authorization: 'Bearer gate' }

async function registered({ call }: Person, wanted: Wanted = webhook) {
  const { status, body } = await call(routes.createReceiver, { body: wanted })
  expect(status, JSON.stringify(body)).toBe(201)
  return body
}

const logged = async (kind: string) => (await api.owner.call(routes.listEvents, { query: { kind } })).body.items

describe('a receiver', () => {
  it('is registered, and its secret shown once; what is kept of it, nobody can read', async () => {
    const { secret, ...shown } = await registered(admin)
    expect(secret).toMatch(/^whsec_[A-Za-z\d+/]{43}=$/)
    expect(shown).toMatchObject({
      state: 'working',
      company: { id: 1 },
      kinds: webhook.kinds,
      audience: null,
      waiting: 0,
      url: webhook.url,
    })
    expect(shown.created_by).toEqual({ id: admin.userId, email: admin.email })
    expect((await admin.call(routes.readReceiver, { params: { id: shown.id } })).body).toEqual(shown)
    const gate = await registered(admin, push)
    expect(gate).toMatchObject({ secret: null, has_authorization: true, kinds: null })
    const { rows } = await api.database.pool.query('SELECT * FROM receivers')
    const { rows: events } = await api.database.pool.query('SELECT * FROM events')
    for (const text of [secret?.slice(6) ?? '', 'Bearer gate']) expect(JSON.stringify([rows, events])).not.toContain(text)
    expect((await logged('receiver_created'))[0]).toMatchObject({ by: { id: admin.userId }, company: { id: 1 }, details: { name: 'Gate' } })
  })

  it('is within its company: to others it is not there, and only owners register one of everybody’s events', async () => {
    const [ours, everybodys] = [await registered(admin), await registered(api.owner, { ...webhook, company_id: null })]
    const theirs = await registered(api.owner, { ...webhook, company_id: otherCompany })
    const stranger = await api.person(['admin'], otherCompany)
    for (const receiver of [ours, everybodys, { id: randomUUID() }]) {
      const params = { id: receiver.id }
      const answers = await Promise.all([
        stranger.call(routes.readReceiver, { params }),
        stranger.call(routes.updateReceiver, { params, body: { paused: true } }),
        stranger.call(routes.removeReceiver, { params }),
        stranger.call(routes.rotateReceiverSecret, { params }),
      ])
      expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404])
    }
    const listed = await stranger.call(routes.listReceivers)
    expect(listed.body).toMatchObject({ count: 1, items: [{ id: theirs.id }] })
    const refused = async (company_id: number | null) =>
      (await admin.call(routes.createReceiver, { body: { ...webhook, company_id } })).status
    expect([await refused(null), await refused(otherCompany), await refused(999)]).toEqual([403, 404, 404])
    expect((await api.owner.call(routes.createReceiver, { body: { ...webhook, company_id: 999 } })).status).toBe(404)
    const ids = (await api.owner.call(routes.listReceivers, { query: { form: 'webhook', limit: 2 } })).body
    expect(ids.items.map(({ id }) => id)).toEqual([theirs.id, everybodys.id])
    const next = await api.owner.call(routes.listReceivers, { query: { form: 'webhook', limit: 2, after: ids.next ?? '' } })
    expect(next.body.items[0]?.id).toBe(ours.id)
  })

  it.each<[string, Partial<Wanted>, string]>([
    ['of the machine itself', { url: 'http://127.0.0.1:5432/' }, 'body.url'],
    ['of the machine itself, by name', { url: 'https://localhost/' }, 'body.url'],
    ['of a private network', { url: 'https://10.1.2.3/' }, 'body.url'],
    ['with a password', { url: 'https://ada:secret@orders.example/' }, 'body.url'],
    ['that is missing', { url: undefined }, 'body.url'],
    ['without kinds', { kinds: undefined }, 'body.kinds'],
    ['with what others have', { authorization: 'Bearer x' }, 'body.authorization'],
    ['that asks by itself', { form: 'set_poll', kinds: undefined }, 'body.url'],
  ])('%s is refused, and nothing is registered', async (_, wrong, field) => {
    const body = JSON.parse(JSON.stringify({ ...webhook, name: 'Wrong', ...wrong })) as Wanted
    const refused = await admin.call(routes.createReceiver, { body })
    expect(refused).toMatchObject({ status: 422, body: { fields: [{ field }] } })
  })

  it('is changed, paused, goes on and is removed, each logged by whoever did it', async () => {
    const params = { id: (await registered(admin)).id }
    const change = (body: NonNullable<RouteCall<typeof routes.updateReceiver>['body']>) =>
      admin.call(routes.updateReceiver, { params, body })
    const changed = await change({ name: 'Shop', kinds: ['user_deleted'], paused: true })
    expect(changed).toMatchObject({ status: 200, body: { name: 'Shop', kinds: ['user_deleted'], state: 'paused', url: webhook.url } })
    expect(await change({ audience: 'x' })).toMatchObject({ status: 422, body: { fields: [{ field: 'body.audience' }] } })
    expect((await change({ url: 'https://[::1]/' })).status).toBe(422)
    expect((await change({ paused: false })).body).toMatchObject({ state: 'working', paused_at: null, name: 'Shop' })
    const [goesOn, first] = await logged('receiver_changed')
    expect(goesOn?.details).toMatchObject({ from: { paused: true }, to: { paused: false } })
    expect(first).toMatchObject({ by: { id: admin.userId }, details: { from: { name: 'Orders', paused: false }, to: { name: 'Shop' } } })
    await change({ name: 'Shop' })
    expect(await logged('receiver_changed')).toHaveLength(2)
    expect((await admin.call(routes.removeReceiver, { params })).status).toBe(204)
    expect((await admin.call(routes.removeReceiver, { params })).status).toBe(404)
    expect((await logged('receiver_removed'))[0]).toMatchObject({ details: { id: params.id, name: 'Shop' } })
  })

  it('that moves to another server is given its authorization again, or loses it: nobody has it sent to themselves', async () => {
    const [here, elsewhere] = ['https://93.184.215.14/events', 'https://93.184.215.15/']
    const { id } = await registered(admin, { name: 'Gate', form: 'set_push', url: here, authorization: 'Bearer gate' })
    const change = (body: NonNullable<RouteCall<typeof routes.updateReceiver>['body']>) =>
      admin.call(routes.updateReceiver, { params: { id }, body })
    expect(await change({ url: elsewhere })).toMatchObject({ status: 422, body: { fields: [{ field: 'body.authorization' }] } })
    expect((await change({ url: `${here}/other` })).body).toMatchObject({ has_authorization: true })
    expect((await change({ url: elsewhere, authorization: null })).body).toMatchObject({ url: elsewhere, has_authorization: false })
  })

  it('gets another secret, the one before for a while beside it; only a webhook has one', async () => {
    const { id, secret } = await registered(admin)
    const rotated = await admin.call(routes.rotateReceiverSecret, { params: { id }, body: { former_lives: 60 } })
    expect(rotated.body.secret).toMatch(/^whsec_/)
    expect(rotated.body.secret).not.toBe(secret)
    expect(Date.parse(rotated.body.former_secret_until ?? '') - Date.now()).toBeGreaterThan(50_000)
    const atOnce = await admin.call(routes.rotateReceiverSecret, { params: { id }, body: { former_lives: 0 } })
    expect(atOnce.body.former_secret_until).toBeNull()
    expect((await logged('receiver_secret_rotated'))[0]).toMatchObject({ details: { id, former_lives: 0 } })
    const gate = await registered(admin, push)
    expect((await admin.call(routes.rotateReceiverSecret, { params: { id: gate.id }, body: {} })).status).toBe(422)
  })

  it('too many of a company are refused', async () => {
    const company_id = (await api.owner.call(routes.createCompany, { body: { name: 'Many' } })).body.id
    await api.database.pool.query(
      `INSERT INTO receivers (id, company_id, name, form, created_at, created_by, since)
       SELECT gen_random_uuid(), $1, 'x', 'set_poll', now(), $2, pg_current_snapshot()::text FROM generate_series(1, 49)`,
      [company_id, api.owner.userId],
    )
    const both = [0, 1].map(() => api.owner.call(routes.createReceiver, { body: { ...webhook, company_id } }))
    expect((await Promise.all(both)).map(({ status }) => status).sort()).toEqual([201, 409])
  })
})
