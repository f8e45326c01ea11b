import { type LogEvent, routes } from '@tessera/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Person, startApi, type TestApi } from '../testing/api.js'

let api: TestApi
let elsewhere: number
let admin: Person
beforeAll(async () => {
  api = await startApi()
  elsewhere = (await api.owner.call(routes.createCompany, { body: { name: 'Elsewhere' } })).body.id
  admin = await api.person(['admin'])
})
afterAll(() => api.close())

const listed = async (person: Person, query: object = {}) => {
  const { status, body } = await person.call(routes.listEvents, { query })
  expect(status).toBe(200)
  return body
}
const kinds = async (person: Person, query: object = {}) => (await listed(person, query)).items.map(({ kind }) => kind)

async function exportOf(person: Person, query: Readonly<Record<string, string>>): Promise<Response> {
  const headers = { authorization: `Bearer ${person.accessToken}` }
  return fetch(`${api.url}/v1/admin/events/export?${new URLSearchParams(query).toString()}`, { headers })
}

describe('the event log', () => {
  it('is found by session, by whom it is about, by who did it, by kind and by client', async () => {
    const user = await api.person()
    await api.owner.call(routes.revokeSession, { params: { id: user.sessionId }, body: { reason: 'lost phone' } })
    expect(await kinds(api.owner, { session_id: user.sessionId })).toEqual(['session_ended', 'session_started'])
    expect(await kinds(api.owner, { user_id: user.userId })).toEqual(['session_ended', 'session_started', 'user_created'])
    expect(await kinds(api.owner, { user_id: user.userId, by: api.owner.userId })).toEqual(['session_ended', 'user_created'])
    expect(await kinds(api.owner, { user_id: user.userId, kind: 'session_ended' })).toEqual(['session_ended'])
    const [ended] = (await listed(api.owner, { q: user.sessionId })).items
    expect(ended).toMatchObject({
      ...{ kind: 'session_ended', reason: 'revoked_by_admin', note: 'lost phone', ip: '127.0.0.1', company: { id: 1 } },
      ...{ user: { id: user.userId, email: user.email }, by: { id: api.owner.userId, email: api.owner.email } },
    })
    const { body: client } = await api.owner.call(routes.createClient, { body: { name: 'Shop', confidential: false } })
    expect(await kinds(api.owner, { client_id: client.client_id })).toEqual(['client_created'])
    expect(await kinds(api.owner, { kind: 'client_created' })).toEqual(['client_created'])
  })

  it('is searched for an id, a whole address and a network', async () => {
    const user = await api.person()
    const all = ['session_started', 'user_created']
    expect(await kinds(api.owner, { q: user.userId })).toEqual(all)
    expect(await kinds(api.owner, { q: user.email.toUpperCase() })).toEqual(all)
    expect(await kinds(api.owner, { q: user.email.slice(0, -1) })).toEqual([])
    expect(await kinds(api.owner, { q: 'nothing that could be found' })).toEqual([])
    expect(await kinds(api.owner, { q: '127.0.0.0/8', user_id: user.userId })).toEqual(all)
    expect(await kinds(api.owner, { ip: '127.0.0.1', user_id: user.userId })).toEqual(all)
    expect(await kinds(api.owner, { ip: '10.0.0.0/8' })).toEqual([])
  })

  it('goes on where the page before ended, and counts', async () => {
    const user = await api.person()
    const query = { user_id: user.userId, limit: 1 }
    const first = await listed(api.owner, query)
    expect([first.items[0]?.kind, first.count, first.count_capped]).toEqual(['session_started', 2, false])
    const second = await listed(api.owner, { ...query, after: first.next })
    expect([second.items[0]?.kind, second.count, second.next]).toEqual(['user_created', 2, null])
  })

  it('is bounded by time to the millisecond, with rows that were committed late among them', async () => {
    const at = (minute: number) => new Date(Date.UTC(2090, 0, 1, 12, 0, minute * 10)).toISOString()
    // Some seconds apart, and in another order than that of their times.
    for (const minute of [0, 2, 1, 3, 4])
      await api.database.pool.query(`INSERT INTO events (at, kind, note) VALUES ($1, 'company_renamed', $2)`, [at(minute), String(minute)])
    const notes = async (query: object) =>
      (await listed(api.owner, { kind: 'company_renamed', ...query })).items.map(({ note }) => note).sort()
    expect(await notes({ after_time: at(0), before_time: at(2) })).toEqual(['0', '1'])
    expect(await notes({ after_time: at(3), before_time: '2090-01-01T12:00:40.001Z' })).toEqual(['3', '4'])
    await api.database.pool.query(`DELETE FROM events WHERE kind = 'company_renamed'`)
  })
})

describe('whoever is bound to a company', () => {
  it('sees what is of it, and nothing else', async () => {
    const other = await api.person([], elsewhere)
    const own = await api.person()
    await api.owner.call(routes.createClient, { body: { name: 'Nobody’s', confidential: false } })
    const { items } = await listed(admin, { limit: 100 })
    expect(new Set(items.map(({ company }) => company?.id))).toEqual(new Set([1]))
    expect(await kinds(admin, { user_id: own.userId })).toEqual(['session_started', 'user_created'])
    for (const query of [{ user_id: other.userId }, { q: other.sessionId }, { q: other.email }, { company_id: elsewhere }])
      expect(await kinds(admin, query)).toEqual([])
    expect(await kinds(admin, { kind: 'client_created' })).toEqual([])
  })

  it('sees of somebody beyond it only the id, and finds out no more by asking', async () => {
    const { body: created } = await api.owner.call(routes.createUser, {
      body: { email: 'far@example.com', password: 'a good enough password', roles: ['owner'], company_id: elsewhere },
    })
    await api.database.pool.query(
      `INSERT INTO events (at, kind, company_id, by, ip, user_agent) VALUES (clock_timestamp(), 'events_exported', 1, $1, '198.51.100.7', 'Far/1.0')`,
      [created.id],
    )
    const [event] = (await listed(admin, { kind: 'events_exported' })).items
    expect(event).toMatchObject({ by: { id: created.id, email: null }, ip: null, user_agent: null })
    expect(await kinds(admin, { ip: '198.51.100.7' })).toEqual([])
    expect(await kinds(admin, { q: '198.51.100.0/24' })).toEqual([])
    expect(await kinds(admin, { q: 'far@example.com' })).toEqual([])
    expect(await kinds(admin, { by: created.id })).toEqual(['events_exported'])
    expect(await kinds(api.owner, { ip: '198.51.100.7' })).toEqual(['events_exported'])
  })

  it('has the ends of a user’s sessions in it, also those that one write ended', async () => {
    const user = await api.person()
    await user.call(routes.endMyOtherSessions)
    const again = await api.as({})(routes.logIn, { body: { email: user.email, password: 'a good enough password' } })
    expect(again.status).toBe(201)
    await user.call(routes.endMyOtherSessions)
    expect(await kinds(admin, { user_id: user.userId, kind: 'watermark_set' })).toEqual(['watermark_set'])
  })
})

describe('an export', () => {
  it('is logged first, and has every event that matches', async () => {
    const user = await api.person()
    for (let i = 0; i < 1_200; i += 400)
      await api.database.pool.query(
        `INSERT INTO events (at, kind, user_id, company_id, user_agent) SELECT clock_timestamp(), 'user_changed', $1, 1, '=cmd|x' FROM generate_series(1, 400)`,
        [user.userId],
      )
    const response = await exportOf(admin, { format: 'jsonl', user_id: user.userId })
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/jsonl; charset=utf-8'])
    expect(response.headers.get('content-disposition')).toContain('attachment; filename="events')
    const lines = (await response.text()).trimEnd().split('\n')
    const events = lines.map((line) => JSON.parse(line) as LogEvent)
    expect(events).toHaveLength(1_202)
    expect(events.map(({ id }) => Number(id))).toEqual(events.map(({ id }) => Number(id)).sort((a, b) => b - a))
    const [logged] = (await listed(admin, { kind: 'events_exported', by: admin.userId })).items
    expect(logged).toMatchObject({ company: { id: 1 }, details: { format: 'jsonl', user_id: user.userId } })

    const table = await (await exportOf(admin, { format: 'csv', user_id: user.userId, kind: 'user_changed' })).text()
    expect(table.split('\r\n')).toHaveLength(1_202)
    expect(table).toContain("'=cmd|x")
    expect(table).not.toMatch(/(^|,)=/m)
  })

  it('has nothing beyond the reach of whoever asks, and needs a format', async () => {
    const other = await api.person([], elsewhere)
    expect(await (await exportOf(admin, { format: 'jsonl', user_id: other.userId })).text()).toBe('')
    expect((await exportOf(admin, {})).status).toBe(422)
    expect((await exportOf(await api.person(), { format: 'csv' })).status).toBe(403)
  })
})
