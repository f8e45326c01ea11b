import { randomUUID } from 'node:crypto'
import { routes } from '@tessera/contract'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Person, startApi, type TestApi } from '../testing/api.js'
import { mailsTo } from '../testing/mails.js'

const password = 'a good enough password'
let api: TestApi

beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api.close())

const ask = (person: Person, email: string, current_password = password) =>
  person.call(routes.changeMyEmail, { body: { email, current_password } })
const confirm = (person: Person, code: string) => person.call(routes.confirmMyEmail, { body: { code } })
const newAddress = () => `${randomUUID()}@example.com`

it('changes the address with the code that the new one got, tells the old one, voids its links, and keeps sessions', async () => {
  const person = await api.person()
  const email = newAddress()
  await api.as({})(routes.forgotPassword, { body: { email: person.email } })
  expect((await ask(person, email)).status).toBe(202)
  const [mail] = await mailsTo(api.database, email)
  expect(mail?.kind).toBe('email_change')
  expect(await confirm(person, mail?.code ?? '')).toMatchObject({ status: 200, body: { email } })
  const toOld = await mailsTo(api.database, person.email)
  expect(toOld.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['email_changed']))
  const { token = '' } = toOld.find(({ kind }) => kind === 'password_reset') ?? {}
  const reset = await api.as({})(routes.resetPassword, { body: { token, new_password: 'another good enough one' } })
  expect(reset).toMatchObject({ body: { code: 'invalid_link' } })
  expect((await person.call(routes.me)).status).toBe(200)
  expect((await api.as({})(routes.logIn, { body: { email, password } })).status).toBe(201)
  expect(await confirm(person, mail?.code ?? '')).toMatchObject({ status: 400, body: { code: 'invalid_code' } })
  const { rows } = await api.database.pool.query<{ row: string; kind: string }>(
    'SELECT kind, e::text AS row FROM events e WHERE user_id = $1',
    [person.userId],
  )
  expect(rows.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['email_change_asked', 'email_changed']))
  expect(rows.map(({ row }) => row).join()).not.toContain('@')
})

it('answers alike for an address that somebody has, and mails them instead', async () => {
  const [person, other] = [await api.person(), await api.person()]
  expect((await ask(person, other.email)).status).toBe(202)
  expect((await mailsTo(api.database, other.email)).map(({ kind }) => kind)).toContain('email_change_taken')
  expect((await mailsTo(api.database, other.email)).map(({ kind }) => kind)).not.toContain('email_change')
})

it('needs the current password, and gives up a code after five wrong guesses', async () => {
  const person = await api.person()
  const email = newAddress()
  expect(await ask(person, email, 'not the password')).toMatchObject({ body: { code: 'wrong_password' } })
  expect(await mailsTo(api.database, email)).toEqual([])
  await ask(person, email)
  const code = (await mailsTo(api.database, email))[0]?.code ?? ''
  const wrong = code === '000000' ? '000001' : '000000'
  for (let guess = 0; guess < 5; guess++) expect(await confirm(person, wrong)).toMatchObject({ status: 400 })
  expect(await confirm(person, code)).toMatchObject({ status: 400, body: { code: 'invalid_code' } })
})

it('gives an address that two want to one of them', async () => {
  const people = [await api.person(), await api.person()]
  const email = newAddress()
  for (const person of people) await ask(person, email)
  const mails = await mailsTo(api.database, email)
  const answers = await Promise.all(
    people.map((person) => confirm(person, mails.find(({ userId }) => userId === person.userId)?.code ?? '')),
  )
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
  expect(answers.find(({ status }) => status === 409)?.body.code).toBe('email_taken')
})

it('takes the code of the last address that was asked for, and none before; for ten minutes', async () => {
  const person = await api.person()
  const pass = (seconds: number) =>
    api.database.pool.query(
      `UPDATE one_time_codes SET created_at = created_at - make_interval(secs => $2), expires_at = expires_at - make_interval(secs => $2)
      WHERE user_id = $1`,
      [person.userId, seconds],
    )
  const codeFor = async (email: string) => {
    expect((await ask(person, email)).status).toBe(202)
    return (await mailsTo(api.database, email))[0]?.code ?? ''
  }
  const mistyped = await codeFor(newAddress())
  await pass(61)
  const meant = await codeFor(newAddress())
  expect(await confirm(person, mistyped)).toMatchObject({ status: 400, body: { code: 'invalid_code' } })
  await pass(600)
  expect(await confirm(person, meant)).toMatchObject({ status: 400, body: { code: 'invalid_code' } })
  expect((await person.call(routes.me)).body.email).toBe(person.email)
})

it('shows that the new address is theirs: whoever could log in by it only once it is verified, can', async () => {
  const person = await api.person()
  const email = newAddress()
  await api.database.pool.query('UPDATE users SET email_verified_at = NULL WHERE id = $1', [person.userId])
  await ask(person, email)
  expect((await confirm(person, (await mailsTo(api.database, email))[0]?.code ?? '')).status).toBe(200)
  expect((await api.as({})(routes.logIn, { body: { email, password } })).status).toBe(201)
})
