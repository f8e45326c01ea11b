import { type AdminSession, routes } from '@tessera/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Person, startApi, type TestApi } from '../testing/api.js'

let api: TestApi
let elsewhere: number
let admin: Person
beforeAll(async () => {
  api = await startApi({ trustedProxies: ['127.0.0.1'] })
  elsewhere = (await api.owner.call(routes.createCompany, { body: { name: 'Elsewhere' } })).body.id
  admin = await api.person(['admin'])
})
afterAll(() => api.close())

const exportOf = (person: Person, query: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<Response> =>
  fetch(`${api.url}/v1/admin/sessions/export?${new URLSearchParams(query).toString()}`, {
    headers: { authorization: `Bearer ${person.accessToken}` },
    ...(signal && { signal }),
  })

/** So many more sessions of somebody, on a device whose name is a formula; some thousands at a time, since a statement has a deadline. */
async function more(person: Person, sessions: number): Promise<void> {
  const atOnce = 4_000
  for (let first = 1; first <= sessions; first += atOnce) await insert(person, first, Math.min(first + atOnce - 1, sessions))
}

const insert = (person: Person, first: number, last: number) =>
  api.database.pool.query(
    `INSERT INTO sessions (id, user_id, client_id, company_id, started_at, issued_at, idle_timeout, absolute_lifetime, reuse_policy, scope, device_name)
     SELECT (lpad(to_hex(n), 8, '0') || '-0000-7000-8000-' || right(replace($1::text, '-', ''), 12))::uuid, $1::uuid, 'tessera', 1, now(), now(), 1000, 1000, 'until_used', 'account', '=HYPERLINK("x")'
     FROM generate_series($2::int, $3::int) n`,
    [person.userId, first, last],
  )

describe('an export of sessions', () => {
  it('has every session that matches, newest first, as the list shows them', async () => {
    const user = await api.person()
    await more(user, 1_203)
    const response = await exportOf(admin, { format: 'jsonl', user_id: user.userId })
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/jsonl; charset=utf-8'])
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="sessions.jsonl"')
    const sessions = (await response.text())
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as AdminSession)
    expect(sessions).toHaveLength(1_204)
    expect(sessions.map(({ id }) => id)).toEqual(sessions.map(({ id }) => id).sort((one, other) => (one < other ? 1 : -1)))
    const { items } = (await admin.call(routes.listSessions, { query: { user_id: user.userId, limit: 100 } })).body
    expect(sessions.slice(0, 100)).toEqual(items)
  })

  it('is a table whose cells are no formulas', async () => {
    const user = await api.person()
    await more(user, 3)
    const response = await exportOf(admin, { format: 'csv', user_id: user.userId, device: 'hyperlink' })
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    const [names, ...rows] = Buffer.from(await response.arrayBuffer())
      .toString()
      .split('\r\n')
    expect(names).toMatch(/^\uFEFFid,state,user_id,user_email,/)
    expect(rows).toHaveLength(4)
    for (const row of rows.slice(0, -1)) expect(row).toContain(`,"'=HYPERLINK(""x"")",`)
  })

  it('is logged with who took it, from where, and what they asked for', async () => {
    await (await exportOf(admin, { format: 'csv', state: 'active', q: '10.0.0.0/8' })).text()
    const { items } = (await admin.call(routes.listEvents, { query: { kind: 'sessions_exported', by: admin.userId } })).body
    expect(items[0]).toMatchObject({
      ...{ company: { id: 1 }, ip: '127.0.0.1', by: { id: admin.userId } },
      details: { format: 'csv', state: 'active', q: '10.0.0.0/8' },
    })
  })

  it('has nothing beyond the reach of whoever asks, and needs a role and a format', async () => {
    const other = await api.person([], elsewhere)
    expect(await (await exportOf(admin, { format: 'jsonl', user_id: other.userId })).text()).toBe('')
    expect(await (await exportOf(api.owner, { format: 'jsonl', user_id: other.userId })).text()).toContain(other.sessionId)
    expect((await exportOf(admin, {})).status).toBe(422)
    expect((await exportOf(admin, { format: 'csv', after: other.sessionId })).status).toBe(422)
    expect((await exportOf(await api.person(), { format: 'csv' })).status).toBe(403)
  })

  it.each([
    ['is disabled', { disabled: true }],
    ['loses their role', { roles: [] }],
  ])('is broken off when whoever takes it %s meanwhile', async (_, body) => {
    const [user, leaver] = [await api.person(), await api.person(['admin'])]
    await more(user, 20_000)
    const reader = (await exportOf(leaver, { format: 'jsonl', user_id: user.userId })).body!.getReader()
    await reader.read()
    await api.owner.call(routes.updateUser, { params: { id: leaver.userId }, body })
    const rest = async () => {
      while (!(await reader.read()).done);
    }
    await expect(rest()).rejects.toThrow('terminated')
  })

  it('asks the database no more once nobody takes it, and answers others meanwhile', async () => {
    const user = await api.person()
    await more(user, 20_000)
    const finished = () => api.log.filter((line) => line.includes(routes.exportSessions.path)).length
    const before = finished()
    const leaving = new AbortController()
    const response = await exportOf(admin, { format: 'jsonl', user_id: user.userId }, leaving.signal)
    await response.body!.getReader().read()
    // Some 16 MB: the rest waits in the database until it is taken.
    expect((await admin.call(routes.listSessions)).status).toBe(200)
    expect(finished()).toBe(before)
    leaving.abort()
    await expect.poll(finished).toBe(before + 1)
  })
})

describe('where a login came from', () => {
  const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0'
  const rome = '193.206.158.22'

  it('is stamped on its session, and found by', async () => {
    const { email, userId } = await api.person()
    const { status } = await api.as({ 'x-forwarded-for': rome, 'user-agent': firefox })(routes.logIn, {
      body: { email, password: 'a good enough password' },
    })
    expect(status).toBe(201)
    for (const filter of [
      { country: 'IT' },
      { browser: 'Firefox' },
      { system: 'Linux' },
      { ip: '193.206.0.0/16' },
      { q: '193.206.158.0/24' },
    ]) {
      const { items } = (await admin.call(routes.listSessions, { query: { user_id: userId, ...filter } })).body
      expect(items, JSON.stringify(filter)).toMatchObject([{ ip: rome, place: { country_code: 'IT' }, device: { user_agent: firefox } }])
    }
    for (const filter of [{ country: 'FR' }, { browser: 'Firefox 145' }, { dialect: 'genlogs' }, { ip: '193.207.0.0/16' }]) {
      expect((await admin.call(routes.listSessions, { query: { user_id: userId, ...filter } })).body.items).toEqual([])
    }
    expect((await admin.call(routes.listSessions, { query: { user_id: userId, dialect: 'tessera' } })).body.items).toHaveLength(2)
  })

  it('is in its history when it moves to another', async () => {
    const { email } = await api.person()
    const log = await api.as({ 'user-agent': firefox })(routes.logIn, { body: { email, password: 'a good enough password' } })
    const elsewhereNow = api.as({ 'x-forwarded-for': rome, 'user-agent': `${firefox} Other/1` })
    expect((await elsewhereNow(routes.refresh, { body: { refresh_token: log.body.refresh_token } })).status).toBe(200)
    const { events } = (await admin.call(routes.readSession, { params: { id: log.body.session_id } })).body
    expect(events).toMatchObject([
      { kind: 'session_started', ip: '127.0.0.1', user_agent: firefox },
      { kind: 'session_moved', ip: rome, user_agent: `${firefox} Other/1` },
    ])
  })
})
