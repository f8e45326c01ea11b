// Long, because each flow is told from its beginning to its end: that is what is held here.
import { randomUUID } from 'node:crypto'
import { routes } from '@tessera/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startApi, type TestApi } from '../testing/api.js'
import { mailsTo } from '../testing/mails.js'

const password = 'a good enough password'
let api: TestApi
beforeAll(async () => (api = await startApi()))
afterAll(() => api.close())

const anybody = () => api.as({})
const newEmail = () => `${randomUUID()}@example.com`
const signUp = (email: string, chosen = password, name?: string) => anybody()(routes.signUp, { body: { email, password: chosen, name } })
const verify = (email: string, code: string) => anybody()(routes.verifyEmail, { body: { email, code } })
const logIn = (email: string, chosen = password) => anybody()(routes.logIn, { body: { email, password: chosen } })
const forgot = (email: string) => anybody()(routes.forgotPassword, { body: { email } })
const reset = (token: string, chosen: string) => anybody()(routes.resetPassword, { body: { token, new_password: chosen } })
const wrong = (code: string) => (code === '000000' ? '000001' : '000000')
/** Lets the pause between two mails pass. */
const later = (email: string) =>
  api.database.pool.query(
    `WITH person AS (UPDATE users SET created_at = created_at - interval '61 seconds' WHERE email = $1 RETURNING id)
    UPDATE one_time_codes c SET created_at = c.created_at - interval '61 seconds' FROM person p WHERE c.user_id = p.id`,
    [email],
  )
const codeFor = async (email: string) => (await mailsTo(api.database, email)).findLast(({ code }) => code !== undefined)?.code ?? ''
const tokenFor = async (email: string) => (await mailsTo(api.database, email)).findLast(({ token }) => token !== undefined)?.token ?? ''

async function signedUp(): Promise<string> {
  const email = newEmail()
  await signUp(email)
  expect((await verify(email, await codeFor(email))).status).toBe(204)
  return email
}

describe('signing up', () => {
  it('makes an account that is its owner’s once the code is used', async () => {
    const email = newEmail()
    expect(await signUp(email)).toMatchObject({ status: 202, body: undefined })
    expect(await logIn(email)).toMatchObject({ status: 401, body: { code: 'invalid_credentials' } })
    expect((await verify(email, await codeFor(email))).status).toBe(204)
    expect(await logIn(email)).toMatchObject({ status: 201, body: { user: { email, email_verified: true, roles: [], company_id: 1 } } })
  })

  it('answers an address that has an account alike, changes nothing, and tells its owner', async () => {
    const email = await signedUp()
    expect(await signUp(email.toUpperCase(), 'another good password')).toMatchObject({ status: 202, body: undefined })
    expect((await logIn(email)).status).toBe(201)
    expect((await logIn(email, 'another good password')).status).toBe(401)
    expect((await mailsTo(api.database, email)).map(({ kind }) => kind)).toEqual(['verification', 'signed_up_already'])
  })

  it('makes one account of twenty attempts at once, in whatever case', async () => {
    const email = newEmail()
    const attempts = await Promise.all(Array.from({ length: 20 }, (_, i) => signUp(i % 2 ? email : email.toUpperCase())))
    expect(new Set(attempts.map(({ status }) => status))).toEqual(new Set([202]))
    const { rows } = await api.database.pool.query(`SELECT id FROM users WHERE lower(email) = $1`, [email])
    expect(rows).toHaveLength(1)
  })

  it('refuses a weak password before anything is done', async () => {
    const email = newEmail()
    expect(await signUp(email, 'password1')).toMatchObject({ status: 422, body: { code: 'validation_failed' } })
    expect(await mailsTo(api.database, email)).toEqual([])
  })
})

describe('somebody who signs up with another’s address', () => {
  const thiefs = 'the password of a thief'

  it('before its owner gets nothing: the owner sets a password by a link', async () => {
    const email = newEmail()
    await signUp(email, thiefs, 'A thief')
    await later(email)
    await signUp(email)
    // Whichever of the two mails the owner reads.
    const codes = (await mailsTo(api.database, email)).flatMap(({ code }) => (code === undefined ? [] : [code]))
    expect(codes).toHaveLength(2)
    expect((await verify(email, codes[0] ?? '')).status).toBe(204)
    expect((await logIn(email, thiefs)).status).toBe(401)
    expect((await logIn(email)).status).toBe(401)
    expect((await reset(await tokenFor(email), password)).status).toBe(204)
    expect(await logIn(email)).toMatchObject({ status: 201, body: { user: { name: null } } })
    expect((await logIn(email, thiefs)).status).toBe(401)
  })

  it('after its owner, while the code is under way, gets nothing either', async () => {
    const email = newEmail()
    await signUp(email)
    await later(email)
    await signUp(email, thiefs)
    expect((await verify(email, await codeFor(email))).status).toBe(204)
    expect((await logIn(email, thiefs)).status).toBe(401)
  })

  it('within the pause between two mails is a rival, though no mail says so', async () => {
    const email = newEmail()
    await signUp(email, thiefs)
    await signUp(email)
    expect(await mailsTo(api.database, email)).toHaveLength(1)
    expect((await verify(email, await codeFor(email))).status).toBe(204)
    expect((await logIn(email, thiefs)).status).toBe(401)
    expect((await logIn(email)).status).toBe(401)
  })

  it('gets nothing by having a code sent again', async () => {
    const email = newEmail()
    await signUp(email)
    await signUp(email, thiefs)
    await api.database.pool.query(
      `UPDATE one_time_codes SET created_at = created_at - interval '1 day', expires_at = expires_at - interval '1 day'
      WHERE user_id = (SELECT id FROM users WHERE email = $1)`,
      [email],
    )
    await anybody()(routes.resendVerification, { body: { email } })
    expect((await verify(email, await codeFor(email))).status).toBe(204)
    expect((await logIn(email, thiefs)).status).toBe(401)
  })
})

describe('a verification code', () => {
  it('is good once', async () => {
    const email = newEmail()
    await signUp(email)
    const code = await codeFor(email)
    expect((await verify(email, code)).status).toBe(204)
    expect(await verify(email, code)).toMatchObject({ status: 400, body: { code: 'invalid_code' } })
  })

  it('is good no more after five wrong guesses, however many come at once', async () => {
    const email = newEmail()
    await signUp(email)
    const code = await codeFor(email)
    await Promise.all(Array.from({ length: 20 }, () => verify(email, wrong(code))))
    expect(await verify(email, code)).toMatchObject({ status: 400, body: { code: 'invalid_code' } })
  })

  it('expires', async () => {
    const email = newEmail()
    await signUp(email)
    await api.database.pool.query(`UPDATE one_time_codes SET expires_at = now() WHERE user_id = (SELECT id FROM users WHERE email = $1)`, [
      email,
    ])
    expect((await verify(email, await codeFor(email))).status).toBe(400)
  })

  it('is good no more once its account was disabled, also when that is enabled again, nor when its address is to be verified anew', async () => {
    const { owner } = api
    for (const deeds of [
      [{ disabled: true }, { disabled: false }],
      [{ email_verified: true }, { email_verified: false }],
    ]) {
      const email = newEmail()
      await signUp(email)
      const code = await codeFor(email)
      const id = (await owner.call(routes.listUsers, { query: { q: email } })).body.items[0]?.id ?? ''
      if ('email_verified' in (deeds[0] ?? {})) expect((await verify(email, code)).status).toBe(204)
      for (const body of deeds) expect((await owner.call(routes.updateUser, { params: { id }, body })).status).toBe(200)
      expect(await verify(email, code)).toMatchObject({ status: 400, body: { code: 'invalid_code' } })
    }
  })

  it('is sent again with what was chosen at the one sign-up, not within a minute', async () => {
    const email = newEmail()
    const again = () => anybody()(routes.resendVerification, { body: { email } })
    await signUp(email)
    expect((await again()).status).toBe(202)
    expect(await mailsTo(api.database, email)).toHaveLength(1)
    await later(email)
    await again()
    expect(await mailsTo(api.database, email)).toHaveLength(2)
    expect((await verify(email, await codeFor(email))).status).toBe(204)
    expect((await logIn(email)).status).toBe(201)
  })

  it('that is sent again to somebody whose password an administrator set leaves it theirs', async () => {
    const email = newEmail()
    await api.owner.call(routes.createUser, { body: { email, password, email_verified: false } })
    await anybody()(routes.resendVerification, { body: { email } })
    expect((await verify(email, await codeFor(email))).status).toBe(204)
    expect((await logIn(email)).status).toBe(201)
  })

  it('is worth nothing for addresses that await none, which are answered alike', async () => {
    expect(await verify(newEmail(), '123456')).toMatchObject({ status: 400, body: { code: 'invalid_code' } })
    expect((await anybody()(routes.resendVerification, { body: { email: newEmail() } })).status).toBe(202)
  })
})

describe('a forgotten password', () => {
  it('is set by a link, which ends every session and tells the owner', async () => {
    const email = await signedUp()
    const { body: session } = await logIn(email)
    expect((await forgot(email)).status).toBe(202)
    const token = await tokenFor(email)
    expect((await reset(token, 'quite another password')).status).toBe(204)
    expect(await anybody()(routes.refresh, { body: { refresh_token: session.refresh_token } })).toMatchObject({
      status: 401,
      body: { code: 'session_ended', reason: 'password_changed' },
    })
    expect((await logIn(email)).status).toBe(401)
    expect((await logIn(email, 'quite another password')).status).toBe(201)
    expect((await mailsTo(api.database, email)).at(-1)?.kind).toBe('password_changed')
    expect(await reset(token, 'yet another password')).toMatchObject({ status: 400, body: { code: 'invalid_link' } })
  })

  it('is set once by fifty uses of one link at once', async () => {
    const email = await signedUp()
    await forgot(email)
    const token = await tokenFor(email)
    const uses = await Promise.all(Array.from({ length: 50 }, (_, i) => reset(token, `quite another password ${i}`)))
    expect(uses.filter(({ status }) => status === 204)).toHaveLength(1)
    expect(uses.filter(({ status }) => status === 400)).toHaveLength(49)
    const winner = uses.findIndex(({ status }) => status === 204)
    expect((await logIn(email, `quite another password ${winner}`)).status).toBe(201)
  })

  it('leaves the link good when the new one is weak', async () => {
    const email = await signedUp()
    await forgot(email)
    const token = await tokenFor(email)
    expect(await reset(token, 'password1')).toMatchObject({ status: 422 })
    expect((await reset(token, 'quite another password')).status).toBe(204)
  })

  it('voids the other links of the account', async () => {
    const email = await signedUp()
    await forgot(email)
    const first = await tokenFor(email)
    await later(email)
    await forgot(email)
    const second = await tokenFor(email)
    expect(second).not.toBe(first)
    expect((await reset(first, 'quite another password')).status).toBe(204)
    expect((await reset(second, 'yet another password')).status).toBe(400)
  })

  it('mails nobody, and an owner once a minute', async () => {
    const email = await signedUp()
    for (const address of [email, email, newEmail()]) expect(await forgot(address)).toMatchObject({ status: 202, body: undefined })
    expect((await mailsTo(api.database, email)).filter(({ kind }) => kind === 'password_reset')).toHaveLength(1)
  })

  it('is set by its link for one hour', async () => {
    const email = await signedUp()
    await forgot(email)
    const token = await tokenFor(email)
    const minutes = (passed: number) =>
      api.database.pool.query(
        `UPDATE one_time_codes SET created_at = created_at - make_interval(mins => $2), expires_at = expires_at - make_interval(mins => $2)
        WHERE user_id = (SELECT id FROM users WHERE email = $1)`,
        [email, passed],
      )
    await minutes(59)
    expect(await reset(token, 'password1')).toMatchObject({ status: 422 })
    await minutes(1)
    expect(await reset(token, 'quite another password')).toMatchObject({ status: 400, body: { code: 'invalid_link' } })
    expect((await logIn(email)).status).toBe(201)
  })

  it('is not set for an account that was disabled meanwhile', async () => {
    const email = await signedUp()
    await forgot(email)
    await api.database.pool.query(`UPDATE users SET disabled_at = now() WHERE email = $1`, [email])
    expect((await reset(await tokenFor(email), 'quite another password')).status).toBe(400)
  })
})

describe('a change of password', () => {
  const change = (call: ReturnType<TestApi['as']>, current: string, wanted: string) =>
    call(routes.changeMyPassword, { body: { current_password: current, new_password: wanted } })

  it('spares the session that asks, ends the others, and voids links', async () => {
    const email = await signedUp()
    await forgot(email)
    const token = await tokenFor(email)
    const [here, there] = [(await logIn(email)).body, (await logIn(email)).body]
    const call = api.as({ authorization: `Bearer ${here.access_token}` })
    expect((await change(call, password, 'quite another password')).status).toBe(204)
    expect((await anybody()(routes.refresh, { body: { refresh_token: here.refresh_token } })).status).toBe(200)
    expect(await anybody()(routes.refresh, { body: { refresh_token: there.refresh_token } })).toMatchObject({
      body: { code: 'session_ended', reason: 'password_changed' },
    })
    expect((await reset(token, 'yet another password')).status).toBe(400)
    expect((await mailsTo(api.database, email)).at(-1)?.kind).toBe('password_changed')
  })

  it('needs the current password', async () => {
    const person = await api.person()
    expect(await change(person.call, 'not the password', 'quite another password')).toMatchObject({
      status: 403,
      body: { code: 'wrong_password' },
    })
  })

  it('lets no login survive that raced it with the old password', async () => {
    const email = await signedUp()
    let current = password
    for (let round = 0; round < 10; round++) {
      const { body: here } = await logIn(email, current)
      const call = api.as({ authorization: `Bearer ${here.access_token}` })
      const next = `quite another password ${round}`
      const [changed, ...raced] = await Promise.all([
        change(call, current, next),
        ...Array.from({ length: 4 }, () => logIn(email, current)),
      ])
      expect(changed.status).toBe(204)
      for (const { status, body } of raced) {
        if (status === 201) expect((await anybody()(routes.refresh, { body: { refresh_token: body.refresh_token } })).status).toBe(401)
        else expect(status).toBe(401)
      }
      current = next
    }
  })
})

describe('a profile', () => {
  it('has a name that its owner gives and takes away', async () => {
    const person = await api.person()
    expect((await person.call(routes.updateMe, { body: { name: 'Ada' } })).body.name).toBe('Ada')
    expect((await person.call(routes.updateMe, { body: { name: null } })).body.name).toBeNull()
  })
})
