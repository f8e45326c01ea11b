import { routes } from '@tessera/contract'
import { mailsTo, mailTo } from '../system/outbox.js'
import { sharedSystem } from '../system/system.js'
import type { Api } from './api.js'
import { createPerson, logIn, refresh, refusedRefresh, uniqueName } from './people.js'
import { expect, test } from './test.js'

const newEmail = () => `${uniqueName('ada')}@example.com`
const words = (what: string) => uniqueName(`the ${what} password`)
const mail = (email: string, kind: string, after = 0) => mailTo(sharedSystem(), email, kind, after)

async function codeFor(email: string): Promise<string> {
  return (await mail(email, 'verification')).code ?? ''
}

/** What the link carries behind its `#`. */
async function tokenFor(email: string): Promise<string> {
  const { link = '' } = await mail(email, 'password_reset')
  return new URLSearchParams(new URL(link).hash.slice(1)).get('token') ?? ''
}

async function signedUp(api: Api): Promise<{ email: string; password: string }> {
  const [email, password] = [newEmail(), words('first')]
  await api.call(routes.signUp, { body: { email, password } })
  await api.call(routes.verifyEmail, { body: { email, code: await codeFor(email) } })
  return { email, password }
}

test('a person signs up, verifies, logs in, changes the password, forgets it, and sets another', async ({ api }) => {
  const [email, password] = [newEmail(), words('first')]
  await api.call(routes.signUp, { body: { email: ` ${email.toUpperCase()} `, password, name: 'Ada' } })
  expect(await api.refused(routes.logIn, { body: { email, password } })).toMatchObject({ status: 401, code: 'invalid_credentials' })
  const code = await codeFor(email)
  expect(await api.refused(routes.verifyEmail, { body: { email, code: code === '000000' ? '000001' : '000000' } })).toMatchObject({
    status: 400,
    code: 'invalid_code',
  })
  await api.call(routes.verifyEmail, { body: { email, code } })

  const [laptop, phone] = [await logIn(api, { email, password }), await logIn(api, { email, password })]
  expect(laptop.user).toMatchObject({ email, name: 'Ada', roles: [], company_id: 1, email_verified: true })
  const second = words('second')
  await api.as(laptop).call(routes.changeMyPassword, { body: { current_password: password, new_password: second } })
  expect(await refusedRefresh(api, phone)).toMatchObject({ status: 401, code: 'session_ended', reason: 'password_changed' })
  const stays = await refresh(api, laptop)
  expect((await mail(email, 'password_changed')).text).not.toContain(second)

  await api.call(routes.forgotPassword, { body: { email } })
  const token = await tokenFor(email)
  const third = words('third')
  expect(await api.refused(routes.resetPassword, { body: { token, new_password: 'password1' } })).toMatchObject({
    code: 'validation_failed',
  })
  await api.call(routes.resetPassword, { body: { token, new_password: third } })
  expect(await refusedRefresh(api, stays)).toMatchObject({ code: 'session_ended', reason: 'password_changed' })
  for (const old of [password, second]) {
    expect(await api.refused(routes.logIn, { body: { email, password: old } })).toMatchObject({ status: 401, code: 'invalid_credentials' })
  }
  expect((await logIn(api, { email, password: third })).user.email).toBe(email)
  expect(await api.refused(routes.resetPassword, { body: { token, new_password: words('fourth') } })).toMatchObject({
    status: 400,
    code: 'invalid_link',
  })
})

test('links lead to the console, whatever host a request names', async ({ api }) => {
  const { email } = await signedUp(api)
  await api.with({ 'x-forwarded-host': 'evil.example', forwarded: 'host=evil.example' }).call(routes.forgotPassword, { body: { email } })
  const { link = '', text } = await mail(email, 'password_reset')
  expect(new URL(link).origin).toBe(new URL(sharedSystem().consoleUrl).origin)
  expect(new URL(link).search).toBe('')
  expect(text).not.toContain('evil.example')
})

test('whoever signs up first with another’s address has no password there when its owner verifies it', async ({ api }) => {
  const [email, owners, thiefs] = [newEmail(), words('owner’s'), words('thief’s')]
  await api.call(routes.signUp, { body: { email, password: thiefs, name: 'Mallory' } })
  await api.call(routes.signUp, { body: { email, password: owners } })
  await api.call(routes.verifyEmail, { body: { email, code: await codeFor(email) } })
  for (const password of [thiefs, owners]) {
    expect(await api.refused(routes.logIn, { body: { email, password } })).toMatchObject({ status: 401, code: 'invalid_credentials' })
  }
  await api.call(routes.resetPassword, { body: { token: await tokenFor(email), new_password: owners } })
  expect((await logIn(api, { email, password: owners })).user.name).toBeNull()
  expect(await api.refused(routes.logIn, { body: { email, password: thiefs } })).toMatchObject({ code: 'invalid_credentials' })
})

test('a link used fifty times at once sets one password', async ({ api }) => {
  const { email } = await signedUp(api)
  await api.call(routes.forgotPassword, { body: { email } })
  const token = await tokenFor(email)
  const wanted = Array.from({ length: 50 }, (_, i) => words(`${i}th`))
  const body = (new_password: string) => ({ body: JSON.stringify({ token, new_password }) })
  const answers = await Promise.all(wanted.map((password) => api.from('192.0.2.50').send(routes.resetPassword, body(password))))
  const winners = wanted.filter((_, i) => answers[i]?.status === 204)
  expect(winners).toHaveLength(1)
  for (const answer of answers.filter(({ status }) => status !== 204))
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_link' } })
  expect((await logIn(api, { email, password: winners[0] ?? '' })).user.email).toBe(email)
})

test('an address that has an account is answered as one that has none, and its owner is told', async ({ api, owner }) => {
  const { email } = await createPerson(owner)
  const seen = async (address: string) => {
    const asked = [
      api.send(routes.signUp, { body: JSON.stringify({ email: address, password: words('new') }) }),
      api.send(routes.resendVerification, { body: JSON.stringify({ email: address }) }),
      api.send(routes.forgotPassword, { body: JSON.stringify({ email: address }) }),
      api.send(routes.logIn, { body: JSON.stringify({ email: address, password: 'not the password' }) }),
    ]
    const answers = await Promise.all(asked)
    return answers.map(({ status, headers, body }) => ({ status, headers: [...headers.keys()].sort(), body }))
  }
  expect(await seen(email)).toEqual(await seen(newEmail()))
  await mail(email, 'signed_up_already')
  await mail(email, 'password_reset')
  expect(mailsTo(sharedSystem(), email).map(({ kind }) => kind)).not.toContain('verification')
})

test('a name is given, and taken away', async ({ api, owner }) => {
  const me = api.as(await logIn(api, await createPerson(owner)))
  expect((await me.call(routes.updateMe, { body: { name: ' Ada ' } })).name).toBe('Ada')
  expect((await me.call(routes.me)).name).toBe('Ada')
  expect((await me.call(routes.updateMe, { body: { name: null } })).name).toBeNull()
})
