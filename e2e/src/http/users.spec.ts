import { randomUUID } from 'node:crypto'
import { type LoginResponse, type Role, routes } from '@tessera/contract'
import { mailsTo, mailTo } from '../system/outbox.js'
import { sharedSystem } from '../system/system.js'
import type { Api, Refusal } from './api.js'
import { createPerson, logIn, type Person, refresh, refusedRefresh, uniqueName } from './people.js'
import { expect, test } from './test.js'

const system = sharedSystem
/** What stands behind the `#`, under whatever name. */
const tokenOf = (link = '') => [...new URLSearchParams(new URL(link).hash.slice(1)).values()][0] ?? ''
const credentialsOf = ({ email, password }: Person) => ({ email, password })
const said = ({ status, code, detail }: Refusal) => ({ status, code, detail })
const newCompany = async (owner: Api) => (await owner.call(routes.createCompany, { body: { name: uniqueName('company') } })).id
const as = async (api: Api, owner: Api, roles: Role[], companyId?: number) =>
  api.as(await logIn(api, await createPerson(owner, roles, 'caller', companyId)))

test.describe('an invitation', () => {
  test('is accepted once, and is how an account begins without anybody else knowing its password', async ({ api, owner }) => {
    const email = `${uniqueName('invited')}@example.com`
    const invited = await owner.call(routes.createUser, { body: { email, name: 'Ada', roles: ['support'] } })
    expect(invited).toMatchObject({ email, state: 'invited', email_verified: false, roles: ['support'] })
    const { text, link } = await mailTo(system(), email, 'invitation')
    expect(text).toContain(`Invited by: ${system().owner.email}`)
    const accept = () => ({ body: { token: tokenOf(link), new_password: 'a password of my own' } })
    await api.call(routes.resetPassword, accept())
    expect(await api.refused(routes.resetPassword, accept())).toMatchObject({ status: 400 })
    const login = await logIn(api, { email, password: 'a password of my own' })
    expect(login.user).toMatchObject({ id: invited.id })
    const { state, last_seen_at } = await owner.call(routes.readUser, { params: { id: invited.id } })
    expect([state, last_seen_at === null]).toEqual(['active', false])
    expect(await owner.refused(routes.inviteUser, { params: { id: invited.id } })).toMatchObject({ status: 404, code: 'not_found' })
  })

  test('is mailed once to whoever presses twice', async ({ owner }) => {
    const email = `${uniqueName('twice')}@example.com`
    const { id } = await owner.call(routes.createUser, { body: { email } })
    await owner.call(routes.inviteUser, { params: { id } })
    await owner.call(routes.inviteUser, { params: { id } })
    // The second mail that must come is behind those that must not.
    await owner.call(routes.forcePasswordReset, { params: { id } })
    await mailTo(system(), email, 'password_reset_forced')
    expect(mailsTo(system(), email).map(({ kind }) => kind)).toEqual(['invitation', 'password_reset_forced'])
  })
})

test.describe('a disabled user', () => {
  test('is signed out everywhere and stays out until enabled; no session comes back', async ({ api, owner }) => {
    const ada = await createPerson(owner)
    const login = await logIn(api, ada)
    const params = { id: ada.id }
    expect(await owner.call(routes.updateUser, { params, body: { disabled: true } })).toMatchObject({ state: 'disabled' })
    expect(await refusedRefresh(api, login)).toMatchObject({ status: 401, code: 'session_ended', reason: 'user_disabled' })
    expect(await api.as(login).refused(routes.me)).toMatchObject({ status: 401 })
    expect(await api.refused(routes.logIn, { body: credentialsOf(ada) })).toMatchObject({ status: 401 })
    expect(await owner.call(routes.updateUser, { params, body: { disabled: false } })).toMatchObject({ state: 'active' })
    expect(await refusedRefresh(api, login)).toMatchObject({ reason: 'user_disabled' })
    await refresh(api, await logIn(api, ada))
    const { items } = await owner.call(routes.listUserEvents, { params })
    const kinds = items.map(({ kind }) => kind).filter((kind) => kind.startsWith('user_'))
    expect(kinds).toEqual(['user_enabled', 'user_disabled', 'user_created'])
    expect(JSON.stringify(items.map(({ details }) => details))).not.toContain(ada.email)
  })
})

test.describe('a deleted user', () => {
  test('is gone for every client and every list, and the address is free', async ({ api, owner }) => {
    const ada = await createPerson(owner)
    const login = await logIn(api, ada)
    const params = { id: ada.id }
    await owner.call(routes.deleteUser, { params })
    await owner.call(routes.deleteUser, { params })
    expect(await refusedRefresh(api, login)).toMatchObject({ status: 401, code: 'session_ended', reason: 'user_deleted' })
    expect(await owner.call(routes.readUser, { params })).toMatchObject({ state: 'deleted', email: null, name: null, roles: [] })
    expect((await owner.call(routes.listUsers, { query: { q: ada.id } })).items).toEqual([])
    expect((await owner.call(routes.listUsers, { query: { q: ada.id, state: 'deleted' } })).items).toMatchObject([{ id: ada.id }])
    await expect
      .poll(async () => await owner.call(routes.readSession, { params: { id: login.session_id } }))
      .toMatchObject({ user: { id: ada.id, email: null, name: null }, ip: null, last_ip: null, device: { user_agent: null } })
    expect(await owner.refused(routes.updateUser, { params, body: { name: 'Ada' } })).toMatchObject({ status: 404 })
    const { id } = await owner.call(routes.createUser, { body: { email: ada.email, password: ada.password } })
    expect(id).not.toBe(ada.id)
  })
})

test('a forced reset makes the old password worthless and mails the way to a new one', async ({ api, owner }) => {
  const ada = await createPerson(owner)
  const login = await logIn(api, ada)
  await owner.call(routes.forcePasswordReset, { params: { id: ada.id } })
  expect(await refusedRefresh(api, login)).toMatchObject({ code: 'session_ended', reason: 'password_changed' })
  expect(await api.refused(routes.logIn, { body: credentialsOf(ada) })).toMatchObject({ status: 401 })
  const { link } = await mailTo(system(), ada.email, 'password_reset_forced')
  await api.call(routes.resetPassword, { body: { token: tokenOf(link), new_password: 'a password of my own' } })
  await logIn(api, { email: ada.email, password: 'a password of my own' })
})

/** What administrators may do to a user, called on `id`. */
const deeds = {
  readUser: (caller, id) => caller.refused(routes.readUser, { params: { id } }),
  updateUser: (caller, id) => caller.refused(routes.updateUser, { params: { id }, body: { name: 'Eve', disabled: true } }),
  deleteUser: (caller, id) => caller.refused(routes.deleteUser, { params: { id } }),
  inviteUser: (caller, id) => caller.refused(routes.inviteUser, { params: { id } }),
  forcePasswordReset: (caller, id) => caller.refused(routes.forcePasswordReset, { params: { id } }),
  takeSecondFactor: (caller, id) => caller.refused(routes.takeSecondFactor, { params: { id } }),
  listUserEvents: (caller, id) => caller.refused(routes.listUserEvents, { params: { id } }),
} satisfies Record<string, (caller: Api, id: string) => Promise<Refusal>>

test.describe('an admin', () => {
  test('cannot tell a user of another company from nobody, whatever is asked, and changes nothing there', async ({ api, owner }) => {
    const admin = await as(api, owner, ['admin'], await newCompany(owner))
    const stranger = await createPerson(owner)
    const login = await logIn(api, stranger)
    for (const [deed, call] of Object.entries(deeds)) {
      const refusal = said(await call(admin, stranger.id))
      expect(refusal, deed).toMatchObject({ status: 404, code: 'not_found' })
      expect(said(await call(admin, randomUUID())), deed).toEqual(refusal)
    }
    expect((await admin.call(routes.listUsers, { query: { q: stranger.email } })).items).toEqual([])
    expect(await admin.call(routes.listUsers, { query: { q: stranger.id } })).toMatchObject({ items: [], count: 0, next: null })
    await refresh(api, login)
  })

  for (const role of ['owner', 'admin'] as const) {
    test(`changes no ${role} of their own company, and nothing happens`, async ({ api, owner }) => {
      const company = await newCompany(owner)
      const admin = await as(api, owner, ['admin'], company)
      const superior = await createPerson(owner, [role], role, company)
      const login = await logIn(api, superior)
      for (const deed of ['updateUser', 'deleteUser', 'inviteUser', 'forcePasswordReset', 'takeSecondFactor'] as const) {
        expect(await deeds[deed](admin, superior.id), deed).toMatchObject({ status: 403, code: 'forbidden' })
      }
      await refresh(api, login)
      expect(await admin.call(routes.readUser, { params: { id: superior.id } })).toMatchObject({
        state: 'active',
        name: null,
        roles: [role],
      })
      expect(mailsTo(system(), superior.email)).toEqual([])
    })
  }

  test('gives and takes lesser roles, and none that is as much as their own, not even to themself', async ({ api, owner }) => {
    const company = await newCompany(owner)
    const self = await createPerson(owner, ['admin'], 'admin', company)
    const admin = api.as(await logIn(api, self))
    const ada = await createPerson(owner, [], 'ada', company)
    const roles = (given: Role[], id = ada.id) => ({ params: { id }, body: { roles: given } })
    expect((await admin.call(routes.updateUser, roles(['support', 'auditor']))).roles).toEqual(['support', 'auditor'])
    expect((await admin.call(routes.updateUser, roles([]))).roles).toEqual([])
    for (const given of [['admin'], ['owner'], ['support', 'owner']] as Role[][]) {
      expect(await admin.refused(routes.updateUser, roles(given))).toMatchObject({ status: 403, code: 'forbidden' })
    }
    expect(await admin.refused(routes.updateUser, roles(['admin', 'owner'], self.id))).toMatchObject({ status: 403 })
    expect(await admin.refused(routes.updateUser, { params: { id: ada.id }, body: { company_id: 1 } })).toMatchObject({ status: 403 })
    expect((await admin.call(routes.updateUser, roles([], self.id))).roles).toEqual([])
    expect(await admin.refused(routes.updateUser, roles(['admin'], self.id))).toMatchObject({ status: 403 })
  })
})

test('an owner moves a user to a company that exists; the sessions that have started keep theirs', async ({ api, owner }) => {
  const ada = await createPerson(owner)
  const login: LoginResponse = await logIn(api, ada)
  const company = await newCompany(owner)
  const params = { id: ada.id }
  expect(await owner.refused(routes.updateUser, { params, body: { company_id: 2_147_483_647 } })).toMatchObject({ status: 404 })
  expect(await owner.call(routes.updateUser, { params, body: { company_id: company } })).toMatchObject({ company_id: company })
  expect((await owner.call(routes.readSession, { params: { id: login.session_id } })).company.id).toBe(1)
  const [changed] = (await owner.call(routes.listUserEvents, { params })).items
  expect(changed).toMatchObject({ kind: 'user_changed', details: { company_id: { from: 1, to: company } } })
})
