// Long, because each deed of an administrator is told with what it does to the account, its sessions and its mail.
import { randomUUID } from 'node:crypto'
import { Email, type Role, routes } from '@tessera/contract'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { defaultCost } from '../passwords/cost.js'
import { type Person, startApi, type TestApi } from '../testing/api.js'
import { mailsTo } from '../testing/mails.js'

const password = 'a good enough password'
let api: TestApi
// Hashes take as long as they do in production: much of this is about what happens meanwhile.
beforeAll(async () => (api = await startApi({ passwordHashCost: defaultCost })))
afterAll(() => api.close())

const newEmail = () => `${randomUUID()}@example.com`
const refresh = (person: Person) => api.as({})(routes.refresh, { body: { refresh_token: person.refreshToken } })
const logIn = (email: string, chosen = password) => api.as({})(routes.logIn, { body: { email, password: chosen } })
const update = (by: Person, id: string, body: object) => by.call(routes.updateUser, { params: { id }, body })
const read = (by: Person, id: string) => by.call(routes.readUser, { params: { id } })
const remove = (by: Person, id: string) => by.call(routes.deleteUser, { params: { id } })
/** Lets hours pass for what was mailed to a user. */
const pass = (id: string, hours: number) =>
  api.database.pool.query(
    `UPDATE one_time_codes SET created_at = created_at - make_interval(hours => $2), expires_at = expires_at - make_interval(hours => $2)
    WHERE user_id = $1`,
    [id, hours],
  )
const otherCompany = async () => (await api.owner.call(routes.createCompany, { body: { name: 'Another' } })).body.id

describe('an invitation', () => {
  it('is a link by mail, with which the user sets a password and shows that the address is theirs', async () => {
    const email = newEmail()
    const { status, body } = await api.owner.call(routes.createUser, { body: { email, roles: ['support'] } })
    expect([status, body]).toMatchObject([
      201,
      { state: 'invited', email_verified: false, roles: ['support'], company: { id: 1, name: 'Company 1' } },
    ])
    expect((await logIn(email)).status).toBe(401)
    const [mail] = await mailsTo(api.database, email)
    expect(mail?.kind).toBe('invitation')
    expect((await api.as({})(routes.resetPassword, { body: { token: mail?.token ?? '', new_password: password } })).status).toBe(204)
    expect((await logIn(email)).status).toBe(201)
    expect((await read(api.owner, body.id)).body).toMatchObject({ state: 'active', email_verified: true })
    expect((await mailsTo(api.database, email)).map(({ kind }) => kind)).toEqual(['invitation'])
  })

  it('is sent again with a new link, not within a minute; the older one is good no more', async () => {
    const email = newEmail()
    const { id } = (await api.owner.call(routes.createUser, { body: { email } })).body
    const again = () => api.owner.call(routes.inviteUser, { params: { id } })
    expect((await again()).status).toBe(202)
    expect(await mailsTo(api.database, email)).toHaveLength(1)
    const sentBefore = (seconds: number) =>
      api.database.pool.query(`UPDATE one_time_codes SET created_at = created_at - make_interval(secs => $2) WHERE user_id = $1`, [
        id,
        seconds,
      ])
    await sentBefore(61)
    expect((await again()).status).toBe(202)
    // As where the database's clock was an hour ahead, and was set right since.
    await sentBefore(-3600)
    expect((await again()).status).toBe(202)
    const [first, second, third] = await mailsTo(api.database, email)
    const accept = (token = '') => api.as({})(routes.resetPassword, { body: { token, new_password: password } })
    expect([(await accept(first?.token)).status, (await accept(second?.token)).status]).toEqual([400, 400])
    expect((await accept(third?.token)).status).toBe(204)
    expect((await again()).status).toBe(404)
  })

  it('is good for a week', async () => {
    const email = newEmail()
    const { id } = (await api.owner.call(routes.createUser, { body: { email } })).body
    const [mail] = await mailsTo(api.database, email)
    const accept = (chosen: string) => api.as({})(routes.resetPassword, { body: { token: mail?.token ?? '', new_password: chosen } })
    await pass(id, 7 * 24 - 1)
    // Weak: the link is found to be good, and is not used.
    expect((await accept('password1')).status).toBe(422)
    await pass(id, 1)
    expect((await accept(password)).status).toBe(400)
  })

  it('is sent again to nobody who is disabled, has a password, or has verified the address', async () => {
    const create = async (body: object) => (await api.owner.call(routes.createUser, { body: { email: newEmail(), ...body } })).body.id
    const [disabled, withPassword, verified] = [await create({}), await create({ password, email_verified: false }), await create({})]
    await update(api.owner, disabled, { disabled: true })
    await update(api.owner, verified, { email_verified: true })
    for (const id of [disabled, withPassword, verified]) {
      await pass(id, 1)
      expect(await api.owner.call(routes.inviteUser, { params: { id } })).toMatchObject({ status: 404, body: { code: 'not_found' } })
    }
  })
})

describe('an address that somebody signed up with and nobody has verified', () => {
  const signUp = (email: string) => api.as({})(routes.signUp, { body: { email, password: 'the password of a thief', name: 'A thief' } })
  const invite = async (email: string) =>
    api.owner.call(routes.createUser, { body: { email, roles: ['support'], company_id: await otherCompany() } })

  it('is free for an administrator of whatever company, and nothing of the sign-up is left', async () => {
    const email = newEmail()
    await signUp(email)
    const [mailed] = await mailsTo(api.database, email)
    const { status, body } = await invite(email)
    expect([status, body]).toMatchObject([201, { email, name: null, state: 'invited', roles: ['support'], company: { name: 'Another' } }])
    expect((await api.as({})(routes.verifyEmail, { body: { email, code: mailed?.code ?? '' } })).status).toBe(400)
    const { token = '' } = (await mailsTo(api.database, email)).at(-1) ?? {}
    expect((await api.as({})(routes.resetPassword, { body: { token, new_password: password } })).status).toBe(204)
    expect([(await logIn(email, 'the password of a thief')).status, (await logIn(email)).status]).toEqual([401, 201])
  })

  it('is free for an administrator who gives a password, too: that one opens it, and the mailed code does not', async () => {
    const email = newEmail()
    await signUp(email)
    const [mailed] = await mailsTo(api.database, email)
    const { status, body } = await api.owner.call(routes.createUser, { body: { email, password, name: 'Ada' } })
    expect([status, body]).toMatchObject([201, { name: 'Ada', state: 'active', email_verified: true }])
    expect((await api.as({})(routes.verifyEmail, { body: { email, code: mailed?.code ?? '' } })).status).toBe(400)
    expect([(await logIn(email, 'the password of a thief')).status, (await logIn(email)).status]).toEqual([401, 201])
  })

  it('is not, where more became of it', async () => {
    const deeds: readonly ((id: string) => Promise<unknown>)[] = [
      (id) => update(api.owner, id, { email_verified: true }),
      (id) => update(api.owner, id, { disabled: true }),
      (id) => update(api.owner, id, { roles: ['auditor'] }),
      (id) => api.owner.call(routes.inviteUser, { params: { id } }),
    ]
    for (const deed of deeds) {
      const email = newEmail()
      await signUp(email)
      const { items } = (await api.owner.call(routes.listUsers, { query: { q: email } })).body
      await deed(items[0]?.id ?? '')
      expect(await invite(email)).toMatchObject({ status: 409, body: { code: 'email_taken' } })
    }
  })
})

it('a user is not created with a password that is too easy to guess, and nothing is left of the attempt', async () => {
  const email = newEmail()
  for (const weak of ['password1', email]) {
    const refused = await api.owner.call(routes.createUser, { body: { email, password: weak } })
    expect(refused).toMatchObject({ status: 422, body: { code: 'validation_failed', fields: [{ field: 'body.password' }] } })
  }
  expect((await api.owner.call(routes.listUsers, { query: { q: email } })).body.items).toEqual([])
})

describe('the list of users', () => {
  it('is newest first, and goes on where the page before ended', async () => {
    const ids: string[] = []
    for (let i = 0; i < 5; i++) ids.unshift((await api.owner.call(routes.createUser, { body: { email: newEmail(), password } })).body.id)
    const first = (await api.owner.call(routes.listUsers, { query: { limit: 3 } })).body
    const second = (await api.owner.call(routes.listUsers, { query: { limit: 2, after: first.next ?? '' } })).body
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(ids)
    expect(first).toMatchObject({ count_capped: false })
  })

  it('is searched by id and by the beginning of an e-mail, and filtered by state, role and company', async () => {
    const email = newEmail()
    const company = await otherCompany()
    const { id } = (await api.owner.call(routes.createUser, { body: { email, password, roles: ['auditor'], company_id: company } })).body
    const found = async (query: object) => (await api.owner.call(routes.listUsers, { query })).body.items.map((user) => user.id)
    expect(await found({ q: id })).toEqual([id])
    expect(await found({ q: email.slice(0, 20).toUpperCase() })).toEqual([id])
    expect(await found({ q: '%' })).toEqual([])
    expect(await found({ company_id: company })).toEqual([id])
    expect(await found({ company_id: company, role: 'auditor', state: 'active' })).toEqual([id])
    expect(await found({ company_id: company, role: 'owner' })).toEqual([])
    await update(api.owner, id, { disabled: true })
    expect(await found({ company_id: company, state: 'disabled' })).toEqual([id])
    await remove(api.owner, id)
    expect(await found({ company_id: company })).toEqual([])
    expect(await found({ company_id: company, state: 'deleted' })).toEqual([id])
  })

  it('is searched by name, and by a whole e-mail for nobody whose name that is', async () => {
    const email = newEmail()
    const create = async (body: object) =>
      (await api.owner.call(routes.createUser, { body: { email: newEmail(), password, ...body } })).body.id
    const [maria, other] = [await create({ name: 'María Gonzáles-Ruiz' }), await create({ name: 'Mario Gomez' })]
    const [ada, named] = [await create({ email }), await create({ name: email })]
    const found = async (q: string) => (await api.owner.call(routes.listUsers, { query: { q } })).body.items.map((user) => user.id)
    expect(await found('GONZ mar')).toEqual([maria])
    expect(await found('mari go')).toEqual([other, maria])
    expect(await found(`Gonz' & \\:* | mar%`)).toEqual([maria])
    expect(await found('onzales')).toEqual([])
    expect(await found(email)).toEqual([ada])
    expect(await found(email.replace('@', ' '))).toEqual([named])
    await remove(api.owner, maria)
    expect(await found('gonz mar')).toEqual([])
    const admin = await api.person(['admin'], await otherCompany())
    expect((await admin.call(routes.listUsers, { query: { q: 'gomez' } })).body).toMatchObject({ items: [], count: 0, next: null })
  })

  it('shows a company’s administrators their own company alone', async () => {
    const company = await otherCompany()
    const admin = await api.person(['admin'], company)
    const { body } = await admin.call(routes.listUsers, { query: {} })
    expect(body).toMatchObject({ items: [{ id: admin.userId }], count: 1, next: null })
    expect((await admin.call(routes.listUsers, { query: { company_id: 1 } })).body.items).toEqual([])
    expect((await read(admin, api.owner.userId)).status).toBe(404)
  })
})

describe('disabling a user', () => {
  it('ends every session, and what was mailed; enabling brings nothing back', async () => {
    const person = await api.person()
    await api.as({})(routes.forgotPassword, { body: { email: person.email } })
    const token = (await mailsTo(api.database, person.email)).at(-1)?.token ?? ''
    expect((await update(api.owner, person.userId, { disabled: true })).body).toMatchObject({ state: 'disabled' })
    expect(await refresh(person)).toMatchObject({ status: 401, body: { code: 'session_ended', reason: 'user_disabled' } })
    expect((await logIn(person.email)).status).toBe(401)
    expect((await api.owner.call(routes.forcePasswordReset, { params: { id: person.userId } })).status).toBe(404)
    expect((await update(api.owner, person.userId, { disabled: false })).body).toMatchObject({ state: 'active', disabled_at: null })
    expect((await refresh(person)).status).toBe(401)
    expect((await api.as({})(routes.resetPassword, { body: { token, new_password: 'quite another password' } })).status).toBe(400)
    expect((await logIn(person.email)).status).toBe(201)
  })

  it('lets no login survive that raced it', async () => {
    const person = await api.person()
    for (let round = 0; round < 10; round++) {
      const [, ...logins] = await Promise.all([
        update(api.owner, person.userId, { disabled: true }),
        ...Array.from({ length: 4 }, () => logIn(person.email)),
      ])
      for (const { status, body } of logins) {
        if (status === 201) expect((await api.as({})(routes.refresh, { body: { refresh_token: body.refresh_token } })).status).toBe(401)
      }
      await update(api.owner, person.userId, { disabled: false })
    }
  })
})

describe('deleting a user', () => {
  it('ends the sessions, erases what is personal, frees the address, and keeps the id in the log', async () => {
    const person = await api.person()
    expect((await remove(api.owner, person.userId)).status).toBe(204)
    expect((await remove(api.owner, person.userId)).status).toBe(204)
    expect(await refresh(person)).toMatchObject({ status: 401, body: { code: 'session_ended', reason: 'user_deleted' } })
    expect((await read(api.owner, person.userId)).body).toMatchObject({ state: 'deleted', email: null, name: null, roles: [] })
    await vi.waitFor(async () => {
      const { rows } = await api.database.pool.query(
        `SELECT 1 FROM sessions WHERE user_id = $1 AND (ip IS NOT NULL OR user_agent IS NOT NULL)
         UNION ALL SELECT 1 FROM events WHERE user_id = $1 AND by IS NULL AND ip IS NOT NULL`,
        [person.userId],
      )
      expect(rows).toEqual([])
    })
    const session = await api.owner.call(routes.readSession, { params: { id: person.sessionId } })
    expect(session.body).toMatchObject({ user: { id: person.userId, email: null, name: null }, ip: null, end: { reason: 'user_deleted' } })
    const events = (await api.owner.call(routes.listUserEvents, { params: { id: person.userId } })).body.items.map(({ kind }) => kind)
    expect(events).toEqual(expect.arrayContaining(['user_created', 'session_started', 'user_deleted']))
    await api.as({})(routes.signUp, { body: { email: person.email, password } })
    expect((await mailsTo(api.database, person.email)).at(-1)?.kind).toBe('verification')
  })
})

describe('an address that somebody makes of a user’s id', () => {
  const stored = async (id: string) =>
    (await api.database.pool.query<{ email: string }>('SELECT email FROM users WHERE id = $1', [id])).rows[0]?.email ?? ''

  it('keeps nobody from deleting that user: no address is what a deletion stores', async () => {
    const [first, person] = [await api.person(), await api.person()]
    await remove(api.owner, first.userId)
    const made = (await stored(first.userId)).replaceAll(first.userId, person.userId)
    for (const email of [made, `${person.userId}@deleted.invalid`]) await api.as({})(routes.signUp, { body: { email, password } })
    expect((await remove(api.owner, person.userId)).status).toBe(204)
    expect(Email.safeParse(await stored(person.userId)).success).toBe(false)
  })
})

describe('a forced reset', () => {
  it('makes the old password worthless, ends the sessions, and mails a link', async () => {
    const person = await api.person()
    expect((await api.owner.call(routes.forcePasswordReset, { params: { id: person.userId } })).status).toBe(202)
    expect(await refresh(person)).toMatchObject({ body: { code: 'session_ended', reason: 'password_changed' } })
    expect((await logIn(person.email)).status).toBe(401)
    const mail = (await mailsTo(api.database, person.email)).at(-1)
    expect(mail?.kind).toBe('password_reset_forced')
    const reset = await api.as({})(routes.resetPassword, { body: { token: mail?.token ?? '', new_password: 'quite another password' } })
    expect(reset.status).toBe(204)
    expect((await logIn(person.email, 'quite another password')).status).toBe(201)
  })

  it('asked for again within a minute mails nothing more, and the link that was mailed stays good', async () => {
    const person = await api.person()
    const mails = async () => (await mailsTo(api.database, person.email)).filter(({ kind }) => kind === 'password_reset_forced')
    const force = async () => (await api.owner.call(routes.forcePasswordReset, { params: { id: person.userId } })).status
    const reset = (token = '') => api.as({})(routes.resetPassword, { body: { token, new_password: 'quite another password' } })
    for (let i = 0; i < 3; i++) expect(await force()).toBe(202)
    expect((await mails()).length).toBe(1)
    expect((await reset((await mails())[0]?.token)).status).toBe(204)
    // There is a password again, which may be a thief’s.
    await force()
    expect((await logIn(person.email, 'quite another password')).status).toBe(401)
    expect((await mails()).length).toBe(2)
    await pass(person.userId, 1)
    await force()
    expect((await mails()).length).toBe(3)
  })

  it('is followed for a day by its own link, and by none that was mailed before', async () => {
    const person = await api.person()
    const newest = async () => (await mailsTo(api.database, person.email)).at(-1)?.token ?? ''
    const reset = (token: string) => api.as({})(routes.resetPassword, { body: { token, new_password: 'quite another password' } })
    const force = () => api.owner.call(routes.forcePasswordReset, { params: { id: person.userId } })
    await api.as({})(routes.forgotPassword, { body: { email: person.email } })
    const forgotten = await newest()
    await force()
    expect(await newest()).not.toBe(forgotten)
    expect((await reset(forgotten)).status).toBe(400)
    await pass(person.userId, 24)
    expect((await reset(await newest())).status).toBe(400)
    await force()
    await pass(person.userId, 23)
    expect((await reset(await newest())).status).toBe(204)
  })
})

describe('who may change whom', () => {
  it.each([
    ['owner', 'owner', 200],
    ['owner', 'admin', 200],
    ['admin', 'owner', 403],
    ['admin', 'admin', 403],
    ['admin', 'support', 200],
    ['admin', null, 200],
    ['support', null, 403],
    ['auditor', null, 403],
  ] as const)('%s changes %s: %i', async (by, whom, status) => {
    const caller = await api.person([by])
    const person = await api.person(whom === null ? [] : [whom])
    expect((await update(caller, person.userId, { name: 'Ada' })).status).toBe(status)
    expect((await caller.call(routes.forcePasswordReset, { params: { id: person.userId } })).status).toBe(status === 200 ? 202 : status)
    expect((await caller.call(routes.takeSecondFactor, { params: { id: person.userId } })).status).toBe(status === 200 ? 204 : status)
    expect((await update(caller, person.userId, { disabled: true })).status).toBe(status)
    expect((await remove(caller, person.userId)).status).toBe(status === 200 ? 204 : status)
  })

  it.each(['owner', 'admin'] as const)('lets no %s take away their own second factor here', async (role) => {
    const person = await api.person([role])
    const { status, body } = await person.call(routes.takeSecondFactor, { params: { id: person.userId.toUpperCase() } })
    expect([status, body]).toMatchObject([403, { detail: expect.stringContaining('/v1/me/second-factor/remove') as string }])
    expect((await person.call(routes.me)).status).toBe(200)
  })

  it('lets an administrator give lesser roles alone, keep their own, and move nobody', async () => {
    const company = await otherCompany()
    const admin = await api.person(['admin'])
    const person = await api.person()
    const roles = (given: Role[]) => update(admin, person.userId, { roles: given })
    expect((await roles(['support', 'auditor'])).body).toMatchObject({ roles: ['support', 'auditor'] })
    expect(await roles(['admin'])).toMatchObject({ status: 403, body: { code: 'forbidden' } })
    for (const role of ['owner', 'admin'] as const)
      expect((await admin.call(routes.createUser, { body: { email: newEmail(), password, roles: [role] } })).status).toBe(403)
    // Their own, however its id is spelt.
    for (const id of [admin.userId, admin.userId.toUpperCase()])
      expect((await update(admin, id, { roles: ['admin', 'auditor'] })).body).toMatchObject({ roles: ['admin', 'auditor'] })
    expect((await update(admin, person.userId, { company_id: company })).status).toBe(403)
    expect((await update(api.owner, person.userId, { company_id: company })).body).toMatchObject({ company: { id: company } })
    expect((await update(api.owner, person.userId, { company_id: 2_000_000_000 })).status).toBe(404)
    expect((await update(admin, person.userId, { name: 'Ada' })).status).toBe(404)
  })

  it('answers a user of another company like one that was never there', async () => {
    const admin = await api.person(['admin'], await otherCompany())
    const person = await api.person()
    for (const id of [person.userId, randomUUID()]) {
      const { status, body } = await update(admin, id, { name: 'Ada' })
      expect([status, body.detail]).toEqual([404, 'There is no user of this id. Nothing was changed.'])
      expect((await remove(admin, id)).status).toBe(404)
    }
  })
})

describe('the last owner', () => {
  it('stays, also when all of them take each other away at once', async () => {
    const owners = await Promise.all(Array.from({ length: 4 }, () => api.person(['owner'])))
    const { rows } = await api.database.pool.query<{ id: string }>(
      `SELECT id FROM users WHERE 'owner' = ANY (roles) AND disabled_at IS NULL AND deleted_at IS NULL AND id <> ALL ($1)`,
      [owners.map(({ userId }) => userId)],
    )
    for (const { id } of rows) await api.database.pool.query('UPDATE users SET disabled_at = now() WHERE id = $1', [id])
    const tried = await Promise.all(owners.map((owner) => update(owner, owner.userId, { roles: [] })))
    expect(tried.filter(({ status }) => status === 200)).toHaveLength(3)
    expect(tried.filter(({ status, body }) => status === 409 && body.code === 'last_owner')).toHaveLength(1)
    const last = owners[tried.findIndex(({ status }) => status === 409)]
    expect((await remove(last!, last!.userId)).status).toBe(409)
    expect((await update(last!, last!.userId, { disabled: true })).status).toBe(409)
    for (const { id } of rows) await api.database.pool.query('UPDATE users SET disabled_at = NULL WHERE id = $1', [id])
  })
})
