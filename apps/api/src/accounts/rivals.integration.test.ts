import { randomUUID } from 'node:crypto'
import { routes } from '@tessera/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { defaultCost } from '../passwords/cost.js'
import { startApi, type TestApi } from '../testing/api.js'
import { testConfiguration } from '../testing/configuration.js'
import { mailsTo } from '../testing/mails.js'

const [owners, thiefs] = ['the password of the owner', 'the password of a thief']
const newEmail = () => `${randomUUID()}@example.com`

/** What people do about one address, at one server. */
function at(api: TestApi, email: string) {
  const anybody = api.as({})
  const mails = () => mailsTo(api.database, email)
  const codes = async () => (await mails()).flatMap(({ code }) => (code === undefined ? [] : [code]))
  return {
    email,
    mails,
    codes,
    signUp: (password: string, name?: string) => anybody(routes.signUp, { body: { email, password, ...(name !== undefined && { name }) } }),
    resend: () => anybody(routes.resendVerification, { body: { email } }),
    forgot: () => anybody(routes.forgotPassword, { body: { email } }),
    verify: async () => (await anybody(routes.verifyEmail, { body: { email, code: (await codes()).at(-1) ?? '' } })).status,
    logIn: async (password: string) => (await anybody(routes.logIn, { body: { email, password } })).status,
    /** Lets so many seconds pass. */
    wait: (seconds: number) =>
      api.database.pool.query(
        `WITH person AS (UPDATE users SET created_at = created_at - make_interval(secs => $2) WHERE email = $1 RETURNING id)
        UPDATE one_time_codes c SET created_at = c.created_at - make_interval(secs => $2), expires_at = c.expires_at - make_interval(secs => $2)
        FROM person p WHERE c.user_id = p.id`,
        [email, seconds],
      ),
  }
}

describe('somebody who knows an address that is not theirs', () => {
  let api: TestApi
  // Hashes take as long as they do in production: much of this is about what happens meanwhile.
  beforeAll(async () => (api = await startApi({ passwordHashCost: defaultCost })))
  afterAll(() => api.close())

  it('chooses no password for it by using up every code before its owner signs up', async () => {
    const address = at(api, newEmail())
    await address.signUp(thiefs)
    for (let sent = 0; sent < 4; sent++) {
      await address.wait(61)
      await address.resend()
    }
    expect(await address.codes()).toHaveLength(5)
    await address.wait(61)
    await address.signUp(owners)
    expect(await address.codes()).toHaveLength(5)
    expect(await address.verify()).toBe(204)
    expect([await address.logIn(thiefs), await address.logIn(owners)]).toEqual([401, 401])
    expect((await address.mails()).at(-1)?.kind).toBe('password_reset')
  })

  it('keeps its owner from no code by asking in every pause', async () => {
    const address = at(api, newEmail())
    await address.signUp(thiefs)
    for (let asked = 0; asked < 12; asked++) {
      await address.wait(59)
      await address.signUp(thiefs)
    }
    await address.wait(61)
    const before = (await address.codes()).length
    await address.signUp(owners)
    expect(await address.codes()).toHaveLength(before + 1)
  })

  it('fills no table', async () => {
    const email = newEmail()
    for (let asked = 0; asked < 10; asked++) await at(api, email).signUp(thiefs)
    const { rows } = await api.database.pool.query(`SELECT FROM one_time_codes c JOIN users u ON u.id = c.user_id WHERE u.email = $1`, [
      email,
    ])
    expect(rows).toHaveLength(2)
  })

  it('has nothing mailed twice by asking many times at once', async () => {
    const address = at(api, newEmail())
    await address.signUp(owners)
    await address.verify()
    await Promise.all(Array.from({ length: 20 }, () => address.forgot()))
    expect((await address.mails()).filter(({ kind }) => kind === 'password_reset')).toHaveLength(1)
    const other = at(api, newEmail())
    await other.signUp(owners)
    await other.wait(61)
    await Promise.all(Array.from({ length: 20 }, (_, i) => (i % 2 ? other.resend() : other.signUp(thiefs))))
    expect(await other.codes()).toHaveLength(2)
  })

  it('chooses no password and no name for somebody who is invited, also when the invitation has expired', async () => {
    for (const days of [0, 8]) {
      const email = newEmail()
      const address = at(api, email)
      const { id } = (await api.owner.call(routes.createUser, { body: { email, roles: ['support'] } })).body
      await address.wait(days * 86_400)
      await address.signUp(thiefs, 'A thief')
      expect(await address.verify()).toBe(204)
      expect(await address.logIn(thiefs)).toBe(401)
      expect((await api.owner.call(routes.readUser, { params: { id } })).body).toMatchObject({
        state: 'active',
        name: null,
        roles: ['support'],
      })
      const link = (await address.mails()).at(-1)
      expect(link?.kind).toBe('password_reset')
      await api.as({})(routes.resetPassword, { body: { token: link?.token ?? '', new_password: owners } })
      expect(await address.logIn(owners)).toBe(201)
    }
  })

  it.each<[string, (id: string) => Promise<unknown>]>([
    ['an administrator gives a role', (id) => api.owner.call(routes.updateUser, { params: { id }, body: { roles: ['support'] } })],
    ['an administrator invites all the same', (id) => api.owner.call(routes.inviteUser, { params: { id } })],
  ])('chooses no password for an account of theirs that %s', async (_, deed) => {
    const email = newEmail()
    const address = at(api, email)
    await address.signUp(thiefs)
    const { items } = (await api.owner.call(routes.listUsers, { query: { q: email } })).body
    await deed(items[0]?.id ?? '')
    await address.wait(601)
    await address.signUp(thiefs)
    expect(await address.verify()).toBe(204)
    expect(await address.logIn(thiefs)).toBe(401)
  })

  it('is no rival any more when what they were mailed has expired', async () => {
    const address = at(api, newEmail())
    await address.signUp(thiefs)
    await address.wait(601)
    await address.signUp(owners)
    expect(await address.verify()).toBe(204)
    expect([await address.logIn(thiefs), await address.logIn(owners)]).toEqual([401, 201])
  })
})

describe('where people may log in before their address is verified', () => {
  let api: TestApi
  beforeAll(async () => {
    api = await startApi({ passwordHashCost: defaultCost, accounts: { ...testConfiguration().accounts, unverifiedLogin: 'allow' } })
  })
  afterAll(() => api.close())

  it('they do, and stay logged in when it is', async () => {
    const address = at(api, newEmail())
    await address.signUp(owners)
    const { status, body } = await api.as({})(routes.logIn, { body: { email: address.email, password: owners } })
    expect(status).toBe(201)
    expect(await address.verify()).toBe(204)
    expect((await api.as({})(routes.refresh, { body: { refresh_token: body.refresh_token } })).status).toBe(200)
    expect(await address.logIn(owners)).toBe(201)
  })

  it('nobody makes an account anew that somebody may be logged in to', async () => {
    const email = newEmail()
    await at(api, email).signUp(owners)
    expect(await api.owner.call(routes.createUser, { body: { email } })).toMatchObject({ status: 409, body: { code: 'email_taken' } })
    expect(await at(api, email).logIn(owners)).toBe(201)
  })

  it('whoever signed up first with another’s address is out when its owner verifies it', async () => {
    const email = newEmail()
    const address = at(api, email)
    await address.signUp(thiefs)
    const { body: session } = await api.as({})(routes.logIn, { body: { email, password: thiefs } })
    await address.wait(61)
    await address.signUp(owners)
    expect(await address.verify()).toBe(204)
    expect(await address.logIn(thiefs)).toBe(401)
    expect((await api.as({})(routes.refresh, { body: { refresh_token: session.refresh_token } })).status).toBe(401)
  })

  it('so are they when the owner had the code sent again, after all else expired', async () => {
    const address = at(api, newEmail())
    await address.signUp(thiefs)
    await address.wait(61)
    await address.signUp(owners)
    await address.wait(601)
    await address.resend()
    expect(await address.verify()).toBe(204)
    expect([await address.logIn(thiefs), await address.logIn(owners)]).toEqual([401, 401])
  })
})
