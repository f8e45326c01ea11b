import { randomUUID } from 'node:crypto'
import { type CreateRevocation, type LoginResponse, routes, type SessionRevocation } from '@tessera/contract'
import type { Api } from './api.js'
import { createPerson, logIn, type Person, refresh, refusedRefresh, uniqueName } from './people.js'
import { expect, test } from './test.js'

/** A company of the test's own, so that nobody else's sessions are within its administrators' reach. */
async function companyOf(owner: Api): Promise<number> {
  return (await owner.call(routes.createCompany, { body: { name: uniqueName('company') } })).id
}
const adminOf = async (api: Api, owner: Api, companyId: number) =>
  api.as(await logIn(api, await createPerson(owner, ['admin'], 'admin', companyId)))

async function logIns(api: Api, person: Person, count: number): Promise<LoginResponse[]> {
  return Promise.all(Array.from({ length: count }, () => logIn(api, person)))
}
const idsOf = (logins: readonly LoginResponse[]) => logins.map(({ session_id }) => session_id)
const create = (as: Api, body: CreateRevocation): Promise<SessionRevocation> => as.call(routes.createRevocation, { body })

/** Returns when it is over. */
async function over(as: Api, { id }: Pick<SessionRevocation, 'id'>): Promise<SessionRevocation> {
  const read = () => as.call(routes.readRevocation, { params: { id } })
  await expect.poll(async () => (await read()).finished_at ?? (await read()).stopped_at, { timeout: 10_000 }).not.toBeNull()
  return read()
}

async function expectEnded(api: Api, login: LoginResponse): Promise<void> {
  const ended = { status: 401, code: 'session_ended', reason: 'revoked_by_admin' }
  expect(await refusedRefresh(api, login)).toMatchObject(ended)
  expect(await api.as(login).refused(routes.me)).toMatchObject(ended)
}

test('what a preview shows ends, and nothing that started since, however many log in meanwhile', async ({ api, owner }) => {
  const companyId = await companyOf(owner)
  const admin = await adminOf(api, owner, companyId)
  const person = await createPerson(owner, [], 'ada', companyId)
  const shown = await logIns(api, person, 3)
  const filter = { email: person.email }
  const preview = await admin.call(routes.previewRevocation, { body: { filter } })
  expect(preview).toMatchObject({ count: 3, count_capped: false, users: 1, current: false, own: 0 })
  expect(preview.sample.map(({ id }) => id).sort()).toEqual(idsOf(shown).sort())

  const [revocation, since] = await Promise.all([
    create(admin, { filter, as_of: preview.as_of, expected_count: 3, starts_in: 1, reason: 'a stolen laptop' }),
    logIns(api, person, 3),
  ])
  expect(revocation).toMatchObject({ state: 'waiting', total: 3, ended: 0, filter })
  const later = await logIns(api, person, 2)
  expect(await over(admin, revocation)).toMatchObject({ state: 'done', total: 3, ended: 3, passed_over: 0 })
  for (const login of shown) await expectEnded(api, login)
  for (const login of [...since, ...later]) await refresh(api, login)
  const { events } = await admin.call(routes.readSession, { params: { id: shown[0]!.session_id } })
  expect(events.at(-1)).toMatchObject({ kind: 'session_ended', reason: 'revoked_by_admin', note: 'a stolen laptop' })
})

test('a count that no longer fits ends nothing', async ({ api, owner }) => {
  const person = await createPerson(owner)
  const [first, second] = await logIns(api, person, 2)
  await api.call(routes.logOut, { body: { refresh_token: second!.refresh_token } })
  const body = { filter: { user_id: person.id }, expected_count: 2, starts_in: 0 }
  expect(await owner.refused(routes.createRevocation, { body })).toMatchObject({ status: 409, code: 'count_changed' })
  await refresh(api, first!)
})

test('stopped in its countdown it ends nothing, and stopping it again changes nothing', async ({ api, owner }) => {
  const person = await createPerson(owner)
  const logins = await logIns(api, person, 2)
  const { id } = await create(owner, { ids: idsOf(logins), starts_in: 1 })
  const stopped = await owner.call(routes.stopRevocation, { params: { id } })
  expect(stopped).toMatchObject({ state: 'stopped', total: 2, ended: 0 })
  expect(await owner.call(routes.stopRevocation, { params: { id } })).toEqual(stopped)
  // One that begins later is over: so its own time has passed.
  await over(owner, await create(owner, { ids: [randomUUID()], starts_in: 1 }))
  for (const login of logins) await refresh(api, login)
})

test('a role taken away in the countdown takes the revocation with it', async ({ api, owner }) => {
  const administrator = await createPerson(owner, ['admin'])
  const [login] = await logIns(api, await createPerson(owner), 1)
  const revocation = await create(api.as(await logIn(api, administrator)), { ids: [login!.session_id], starts_in: 1 })
  await owner.call(routes.updateUser, { params: { id: administrator.id }, body: { roles: ['support'] } })
  expect(await over(owner, revocation)).toMatchObject({ state: 'stopped', ended: 0, stopped_by: null })
  await refresh(api, login!)
})

test('two administrators who end overlapping sets at once end each session once', async ({ api, owner }) => {
  const companyId = await companyOf(owner)
  const [one, other] = [await adminOf(api, owner, companyId), await adminOf(api, owner, companyId)]
  const logins = await logIns(api, await createPerson(owner, [], 'ada', companyId), 9)
  const [first, second] = await Promise.all([
    create(one, { ids: idsOf(logins.slice(0, 6)), starts_in: 0 }),
    create(other, { ids: idsOf(logins.slice(3)), starts_in: 0 }),
  ])
  // What had its end when a set was gathered is in neither count; what ended between is passed over.
  expect(first.ended + second.ended).toBe(9)
  for (const login of logins) await expectEnded(api, login)
})

test('everything of a company ends at once but the session that asks, and everybody can log in again', async ({ api, owner }) => {
  const companyId = await companyOf(owner)
  const admin = await adminOf(api, owner, companyId)
  const person = await createPerson(owner, [], 'ada', companyId)
  const [mine, strangers] = [await logIns(api, person, 2), await logIns(api, await createPerson(owner), 1)]
  const everything = { scope: 'company', id: String(companyId) } as const
  expect(await admin.call(routes.previewRevocation, { body: { everything } })).toMatchObject({ count: 2, current: true })
  expect(await create(admin, { everything, starts_in: 0 })).toMatchObject({ state: 'done', everything, total: null, ended: 2 })
  for (const login of mine) await expectEnded(api, login)
  await admin.call(routes.me)
  for (const login of [...strangers, await logIn(api, person)]) await refresh(api, login)
})

test('another company’s revocations, users and sessions answer like what was never there', async ({ api, owner }) => {
  const admin = await adminOf(api, owner, await companyOf(owner))
  const stranger = await createPerson(owner)
  const [login] = await logIns(api, stranger, 1)
  const strangers = await create(owner, { ids: [login!.session_id], starts_in: 60 })
  for (const route of [routes.readRevocation, routes.stopRevocation]) {
    const [theirs, nobodys] = await Promise.all([strangers.id, randomUUID()].map((id) => admin.refused(route, { params: { id } })))
    expect({ ...theirs, headers: null }).toEqual({ ...nobodys, headers: null })
  }
  for (const [scope, id] of [
    ['user', stranger.id],
    ['company', '1'],
  ] as const) {
    const random = scope === 'user' ? randomUUID() : '2147483647'
    for (const route of [routes.previewRevocation, routes.createRevocation]) {
      const answers = [id, random].map((each) => admin.refused(route, { body: { everything: { scope, id: each } } }))
      const [theirs, nobodys] = await Promise.all(answers)
      expect({ ...theirs, headers: null }).toEqual({ ...nobodys, headers: null })
      expect(theirs).toMatchObject({ status: 404, code: 'not_found' })
    }
  }
  expect(await admin.call(routes.listRevocations)).toMatchObject({ items: [], count: 0 })
  expect(await create(admin, { ids: [login!.session_id], starts_in: 0 })).toMatchObject({ total: 0, ended: 0 })
  await owner.call(routes.stopRevocation, { params: { id: strangers.id } })
  await refresh(api, login!)
})
