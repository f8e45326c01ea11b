// Long, because one noun is the subject: what an administrator does about many sessions, from the preview to the watermark.
import { randomUUID } from 'node:crypto'
import { type CreateRevocation, routes } from '@tessera/contract'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Person, startApi, type TestApi } from '../testing/api.js'

let api: TestApi
beforeAll(async () => void (api = await startApi()))
afterAll(() => api.close())

const preview = (as: Person, body: Pick<CreateRevocation, 'ids' | 'filter' | 'everything' | 'include_current'>) =>
  as.call(routes.previewRevocation, { body })
const create = (as: Person, body: CreateRevocation) => as.call(routes.createRevocation, { body: { starts_in: 0, ...body } })
const read = (as: Person, id: string) => as.call(routes.readRevocation, { params: { id } })
const stop = (as: Person, id: string) => as.call(routes.stopRevocation, { params: { id } })
const company = async () => (await api.owner.call(routes.createCompany, { body: { name: 'Other' } })).body.id
/** Whether the person's access token is still good for our own API. */
const isIn = async (person: Person) => (await person.call(routes.me)).status === 200

async function again(person: Person): Promise<Person> {
  const { body } = await api.as({})(routes.logIn, { body: { email: person.email, password: 'a good enough password' } })
  return {
    ...person,
    ...{ sessionId: body.session_id, refreshToken: body.refresh_token, accessToken: body.access_token },
    call: api.as({ authorization: `Bearer ${body.access_token}` }),
  }
}

describe('a preview', () => {
  it('tells how many would end, whose and where, and ends nothing', async () => {
    const person = await api.person()
    const second = await again(person)
    const { status, body } = await preview(api.owner, { filter: { email: person.email } })
    expect(status).toBe(200)
    expect(body).toMatchObject({ count: 2, count_capped: false, users: 1, current: false, own: 0 })
    expect(body.clients).toMatchObject([{ count: 2 }])
    expect(body.companies).toMatchObject([{ id: '1', count: 2 }])
    expect(body.sample.map(({ id }) => id)).toEqual([second.sessionId, person.sessionId])
    expect([await isIn(person), await isIn(second)]).toEqual([true, true])
  })

  it('says whether the session that asks is among them, and counts it only if it would end', async () => {
    const admin = await api.person(['admin'])
    await again(admin)
    const filter = { user_id: admin.userId }
    expect((await preview(admin, { filter })).body).toMatchObject({ count: 1, current: true, own: 1 })
    expect((await preview(admin, { filter, include_current: true })).body).toMatchObject({ count: 2, current: true, own: 1 })
  })

  it('sees nothing beyond the caller’s company', async () => {
    const admin = await api.person(['admin'], await company())
    const stranger = await api.person()
    expect((await preview(admin, { filter: { user_id: stranger.userId } })).body).toMatchObject({ count: 0, users: 0, sample: [] })
    expect((await preview(admin, { ids: [stranger.sessionId, randomUUID()] })).body).toMatchObject({ count: 0, sample: [] })
  })
})

describe('ending these', () => {
  it('that starts at once is in force when it is acknowledged', async () => {
    const [one, other] = [await api.person(), await api.person()]
    const { status, body } = await create(api.owner, { ids: [one.sessionId.toUpperCase(), randomUUID()], reason: 'stolen phone' })
    expect(status).toBe(201)
    expect(body).toMatchObject({ state: 'done', total: 1, ended: 1, reason: 'stolen phone', created_by: { id: api.owner.userId } })
    expect([await isIn(one), await isIn(other)]).toEqual([false, true])
    const refresh = await api.as({})(routes.refresh, { body: { refresh_token: one.refreshToken } })
    expect(refresh).toMatchObject({ status: 401, body: { code: 'session_ended', reason: 'revoked_by_admin' } })
  })

  it('waits for its countdown, and then is executed by itself', async () => {
    const person = await api.person()
    const { body } = await create(api.owner, { ids: [person.sessionId], starts_in: 1 })
    expect(body).toMatchObject({ state: 'waiting', ended: 0 })
    expect(await isIn(person)).toBe(true)
    await vi.waitFor(async () => expect((await read(api.owner, body.id)).body).toMatchObject({ state: 'done', ended: 1 }), 5000)
    expect(await isIn(person)).toBe(false)
  })

  it('stopped in its countdown spares them all', async () => {
    const person = await api.person()
    const { body } = await create(api.owner, { ids: [person.sessionId], starts_in: 1 })
    expect((await stop(api.owner, body.id)).body).toMatchObject({ state: 'stopped', ended: 0, stopped_by: { id: api.owner.userId } })
    // One that begins later is done: so its own time has passed.
    const { body: later } = await create(api.owner, { ids: [randomUUID()], starts_in: 1 })
    await vi.waitFor(async () => expect((await read(api.owner, later.id)).body.state).toBe('done'), 5000)
    expect(await isIn(person)).toBe(true)
  })
})

describe('ending what matches', () => {
  it('ends just what was previewed: whoever logs in since is spared', async () => {
    const person = await api.person()
    const filter = { email: person.email }
    const { body: seen } = await preview(api.owner, { filter })
    const later = await again(person)
    const { body } = await create(api.owner, { filter, as_of: seen.as_of, expected_count: seen.count })
    expect(body).toMatchObject({ state: 'done', total: 1, ended: 1, filter })
    expect([await isIn(person), await isIn(later)]).toEqual([false, true])
  })

  it('ends nothing and keeps nothing when the count no longer fits', async () => {
    const person = await api.person()
    const filter = { email: person.email }
    const { body: seen } = await preview(api.owner, { filter })
    await again(person)
    const before = (await api.owner.call(routes.listRevocations)).body.count
    expect(await create(api.owner, { filter, expected_count: seen.count })).toMatchObject({ status: 409, body: { code: 'count_changed' } })
    expect((await api.owner.call(routes.listRevocations)).body.count).toBe(before)
    expect(await isIn(person)).toBe(true)
  })

  it('spares the session that asks, unless it is said that it ends too', async () => {
    const admin = await api.person(['admin'], await company())
    const other = await again(admin)
    expect((await create(admin, { filter: {} })).body).toMatchObject({ total: 1, ended: 1 })
    expect([await isIn(admin), await isIn(other)]).toEqual([true, false])
    expect((await create(admin, { filter: {}, include_current: true })).body).toMatchObject({ ended: 1 })
    expect(await isIn(admin)).toBe(false)
  })

  it('reaches no further than the caller’s company, whatever the filter says', async () => {
    const admin = await api.person(['admin'], await company())
    const stranger = await api.person()
    for (const filter of [{ user_id: stranger.userId }, { company_id: 1 }, { email: stranger.email }, {}]) {
      expect((await create(admin, { filter })).body).toMatchObject({ total: 0, ended: 0 })
    }
    expect(await isIn(stranger)).toBe(true)
  })

  it('matches live sessions only: a filter for ended ones ends nothing', async () => {
    const person = await api.person()
    expect((await create(api.owner, { filter: { email: person.email, state: 'ended' } })).body).toMatchObject({ total: 0 })
    expect(await isIn(person)).toBe(true)
  })
})

describe('ending everything', () => {
  it('of a user, a client or a company answers 404 for what is not there, and for what is another company’s', async () => {
    const admin = await api.person(['admin'], await company())
    const stranger = await api.person()
    const unknown: [Person, CreateRevocation['everything']][] = [
      [admin, { scope: 'user', id: stranger.userId }],
      [admin, { scope: 'user', id: randomUUID() }],
      [admin, { scope: 'user', id: 'nobody' }],
      [admin, { scope: 'company', id: '1' }],
      [admin, { scope: 'company', id: '2147483648' }],
      [api.owner, { scope: 'company', id: '01' }],
      [api.owner, { scope: 'company', id: '999999' }],
      [api.owner, { scope: 'client', id: 'no-such-client' }],
    ]
    for (const [as, everything] of unknown) {
      expect(await preview(as, { everything })).toMatchObject({ status: 404, body: { code: 'not_found' } })
      expect(await create(as, { everything })).toMatchObject({ status: 404, body: { code: 'not_found' } })
    }
    expect(await isIn(stranger)).toBe(true)
  })

  it('of the platform or of a client is an owner’s', async () => {
    const admin = await api.person(['admin'])
    for (const everything of [{ scope: 'platform' }, { scope: 'client', id: 'tessera' }, { scope: 'client', id: 'unknown' }] as const) {
      expect(await preview(admin, { everything })).toMatchObject({ status: 403, body: { code: 'forbidden' } })
      expect(await create(admin, { everything })).toMatchObject({ status: 403, body: { code: 'forbidden' } })
    }
  })

  it('of a user and of a company is their administrator’s, and in force when it is acknowledged', async () => {
    const companyId = await company()
    const admin = await api.person(['admin'], companyId)
    const [one, other] = [await api.person([], companyId), await api.person([], companyId)]
    const user = await create(admin, { everything: { scope: 'user', id: one.userId } })
    expect(user.body).toMatchObject({ state: 'done', everything: { scope: 'user', id: one.userId }, filter: null, total: null, ended: 1 })
    expect([await isIn(one), await isIn(other)]).toEqual([false, true])
    const all = await create(admin, { everything: { scope: 'company', id: String(companyId) } })
    expect(all.body).toMatchObject({ state: 'done', ended: 1 })
    expect([await isIn(admin), await isIn(other)]).toEqual([true, false])
  })

  it('with a count that no longer fits ends nothing', async () => {
    const person = await api.person()
    const everything = { scope: 'user', id: person.userId } as const
    expect(await create(api.owner, { everything, expected_count: 2 })).toMatchObject({
      ...{ status: 409, body: { code: 'count_changed', detail: '1 session matches now. Nothing was ended; look at a new preview.' } },
    })
    expect(await isIn(person)).toBe(true)
    expect((await create(api.owner, { everything, expected_count: 1 })).body).toMatchObject({ ended: 1 })
  })
})

describe('who may', () => {
  it('stop: an owner any, an administrator those of their company', async () => {
    const companyId = await company()
    const [admin, colleague] = [await api.person(['admin'], companyId), await api.person(['admin'], companyId)]
    const waiting = async (as: Person) => (await create(as, { ids: [randomUUID()], starts_in: 60 })).body.id
    const [one, other, owners] = [await waiting(admin), await waiting(admin), await waiting(api.owner)]
    expect((await stop(colleague, one)).body).toMatchObject({
      state: 'stopped',
      stopped_by: { id: colleague.userId, email: colleague.email },
    })
    expect((await stop(api.owner, other)).body).toMatchObject({ state: 'stopped' })
    expect((await read(admin, other)).body).toMatchObject({ stopped_by: { id: api.owner.userId, email: null } })
    expect(await stop(admin, owners)).toMatchObject({ status: 404 })
    expect(await read(admin, owners)).toMatchObject({ status: 404 })
    expect((await stop(api.owner, owners)).body).toMatchObject({ state: 'stopped' })
  })

  it('loses it in the countdown with their role, and nothing ends', async () => {
    const admin = await api.person(['admin'])
    const person = await api.person()
    const { body } = await create(admin, { ids: [person.sessionId], starts_in: 1 })
    await api.owner.call(routes.updateUser, { params: { id: admin.userId }, body: { roles: ['auditor'] } })
    await vi.waitFor(async () => expect((await read(admin, body.id)).body).toMatchObject({ state: 'stopped', stopped_by: null }), 5000)
    expect(await isIn(person)).toBe(true)
  })

  it('use an API key: within its company, even an owner’s, and sparing nobody', async () => {
    const { body } = await api.owner.call(routes.createMyApiKey, { body: { name: 'incident', scopes: ['sessions:revoke'] } })
    const withKey = { ...api.owner, call: api.as({ 'x-api-key': body.key }) }
    const [own, foreign] = [await api.person(), await api.person([], await company())]
    expect(await create(withKey, { everything: { scope: 'platform' } })).toMatchObject({ status: 403 })
    const made = await create(withKey, { ids: [own.sessionId, foreign.sessionId] })
    expect(made.body).toMatchObject({ state: 'done', total: 1, ended: 1 })
    expect([await isIn(own), await isIn(foreign)]).toEqual([false, true])
    expect((await read(withKey, made.body.id)).status).toBe(200)
    const { rows } = await api.database.pool.query(`SELECT details FROM events WHERE session_id = $1 AND kind = 'session_ended'`, [
      own.sessionId,
    ])
    expect(rows).toEqual([{ details: { revocation_id: made.body.id, api_key_id: body.id } }])
  })
})

describe('a watermark', () => {
  /** What refresh, our own API, introspection and the list say of a session. */
  async function saidOf(person: Person) {
    const { body: key } = await api.owner.call(routes.createMyApiKey, { body: { name: 'introspects', scopes: ['introspect'] } })
    const introspected = await fetch(`${api.url}/oauth/introspect`, {
      ...{ method: 'POST', headers: { 'x-api-key': key.key } },
      body: new URLSearchParams({ token: person.accessToken }),
    })
    const { active } = (await introspected.json()) as { active: boolean }
    const refreshed = await api.as({})(routes.refresh, { body: { refresh_token: person.refreshToken } })
    const listed = await api.owner.call(routes.listSessions, { query: { q: person.sessionId } })
    return {
      ...{ active, isIn: await isIn(person), refresh: refreshed.status, state: listed.body.items[0]?.state },
      reason: listed.body.items[0]?.end?.reason ?? null,
    }
  }
  const ended = { active: false, isIn: false, refresh: 401, state: 'ended', reason: 'revoked_by_admin' }
  const alive = { active: true, isIn: true, refresh: 200, state: 'active', reason: null }

  it('of a company ends its sessions everywhere, and nobody else’s; who logs in afterwards stays', async () => {
    const companyId = await company()
    const [theirs, ours] = [await api.person([], companyId), await api.person()]
    await create(api.owner, { everything: { scope: 'company', id: String(companyId) } })
    expect(await saidOf(theirs)).toEqual(ended)
    expect(await saidOf(ours)).toEqual(alive)
    expect(await isIn(await again(theirs))).toBe(true)
  })

  it('of the platform ends every session but the one that asks', async () => {
    const [person, other] = [await api.person(), await api.person(['admin'], await company())]
    const { body } = await create(api.owner, { everything: { scope: 'platform' }, reason: 'the signing key leaked' })
    expect(body).toMatchObject({ state: 'done', everything: { scope: 'platform', id: null } })
    expect(body.ended).toBeGreaterThanOrEqual(2)
    for (const gone of [person, other]) expect(await saidOf(gone)).toEqual(ended)
    expect(await isIn(api.owner)).toBe(true)
    expect((await api.as({})(routes.refresh, { body: { refresh_token: api.owner.refreshToken } })).status).toBe(200)
    expect(await saidOf(await again(person))).toEqual(alive)
  })
})
