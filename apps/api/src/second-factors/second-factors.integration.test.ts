import { createSecretKey } from 'node:crypto'
import { routes } from '@tessera/contract'
import { Secret, TOTP } from 'otpauth'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { type Person, startApi, type TestApi } from '../testing/api.js'
import { waitingMails } from '../testing/mails.js'
import { Authenticator } from './authenticator.js'

const password = 'a good enough password'
let api: TestApi

beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api.close())

/** The code of a step: 0 is now's, and the two beside it are good as well. */
function codeAt(secret: string, step = 0): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + step * 30_000 })
}

const logIn = (email: string, factor: { otp?: string; recovery_code?: string } = {}) =>
  api.as({})(routes.logIn, { body: { email, password, ...factor } })

async function setUp(person: Person): Promise<{ secret: string; codes: readonly string[] }> {
  const begun = await person.call(routes.setUpSecondFactor, { body: { current_password: password } })
  expect(begun.status).toBe(201)
  const { secret } = begun.body
  const confirmed = await person.call(routes.confirmSecondFactor, { body: { otp: codeAt(secret, -1) } })
  expect(confirmed.status).toBe(200)
  return { secret, codes: confirmed.body.recovery_codes }
}

async function eventsOf(person: Person): Promise<readonly string[]> {
  const { rows } = await api.database.pool.query<{ kind: string }>('SELECT kind FROM events WHERE user_id = $1 ORDER BY id', [
    person.userId,
  ])
  return rows.map(({ kind }) => kind)
}

it('asks for a code of the authenticator from its confirmation on, and takes each code once', async () => {
  const person = await api.person()
  const { secret, codes } = await setUp(person)
  expect(codes).toHaveLength(10)
  expect(codes[0]).toMatch(/^[a-z2-7]{4}(-[a-z2-7]{4}){3}$/)
  expect(await logIn(person.email)).toMatchObject({ status: 401, body: { code: 'second_factor_required' } })
  expect(await logIn(person.email, { otp: codeAt(secret, -1) })).toMatchObject({ status: 401, body: { code: 'invalid_second_factor' } })
  const otp = codeAt(secret)
  expect(await logIn(person.email, { otp })).toMatchObject({ status: 201 })
  expect(await logIn(person.email, { otp })).toMatchObject({ status: 401, body: { code: 'invalid_second_factor' } })
  expect(await logIn(person.email, { otp: codeAt(secret, 5) })).toMatchObject({ status: 401, body: { code: 'invalid_second_factor' } })
  expect(await eventsOf(person)).toContain('second_factor_added')
  expect((await waitingMails(api.database, 'second_factor_changed')).some(({ to }) => to === person.email)).toBe(true)
})

it('takes the codes of now on a machine that has slept, or whose database’s clock was set', async () => {
  const passed = performance.now.bind(performance)
  for (const ahead of [-3_600_000, 3_600_000]) {
    const sleeping = vi.spyOn(performance, 'now').mockImplementation(() => passed() + ahead)
    try {
      const person = await api.person()
      const { secret } = await setUp(person)
      expect(await logIn(person.email, { otp: codeAt(secret) })).toMatchObject({ status: 201 })
    } finally {
      sleeping.mockRestore()
    }
  }
})

it('asks for no code behind a wrong password', async () => {
  const person = await api.person()
  await setUp(person)
  const { status, body } = await api.as({})(routes.logIn, { body: { email: person.email, password: 'not the password' } })
  expect([status, body.code]).toEqual([401, 'invalid_credentials'])
})

it('starts one session for a hundred logins with one code, and for a hundred with one recovery code', async () => {
  const person = await api.person()
  const { secret, codes } = await setUp(person)
  for (const factor of [{ otp: codeAt(secret) }, { recovery_code: codes[0] ?? '' }]) {
    const answers = await Promise.all(Array.from({ length: 100 }, () => logIn(person.email, factor)))
    const started = answers.filter(({ status }) => status === 201)
    expect(started).toHaveLength(1)
    expect(new Set(answers.filter(({ status }) => status === 401).map(({ body }) => body.code))).toEqual(new Set(['invalid_second_factor']))
  }
  expect((await eventsOf(person)).filter((kind) => kind === 'recovery_code_used')).toHaveLength(1)
}, 120_000)

it('ends every session that the password alone began, but the one that confirms', async () => {
  const person = await api.person()
  const other = await logIn(person.email)
  await setUp(person)
  const as = api.as({ authorization: `Bearer ${other.body.access_token}` })
  expect(await as(routes.me)).toMatchObject({ status: 401, body: { code: 'session_ended' } })
  expect(await person.call(routes.me)).toMatchObject({ status: 200, body: { second_factor: true } })
})

it('replaces a secret that was not confirmed, and none that was', async () => {
  const person = await api.person()
  const first = await person.call(routes.setUpSecondFactor, { body: { current_password: password } })
  const second = await person.call(routes.setUpSecondFactor, { body: { current_password: password } })
  const confirm = (secret: string) => person.call(routes.confirmSecondFactor, { body: { otp: codeAt(secret) } })
  expect(await confirm(first.body.secret)).toMatchObject({ status: 400, body: { code: 'invalid_code' } })
  expect(await logIn(person.email)).toMatchObject({ status: 201 })
  expect(await confirm(second.body.secret)).toMatchObject({ status: 200 })
  expect(await confirm(second.body.secret)).toMatchObject({ status: 409, body: { code: 'second_factor_exists' } })
  const again = await person.call(routes.setUpSecondFactor, { body: { current_password: password } })
  expect(again).toMatchObject({ status: 409, body: { code: 'second_factor_exists' } })
})

it('needs the password to begin, and the password and a code to renew and to remove', async () => {
  const person = await api.person()
  const begin = await person.call(routes.setUpSecondFactor, { body: { current_password: 'not the password' } })
  expect(begin.body.code).toBe('wrong_password')
  const { secret, codes } = await setUp(person)
  const code = codes[0] ?? ''
  const remove = (current_password: string, factor: { otp?: string; recovery_code?: string }) =>
    person.call(routes.removeSecondFactor, { body: { current_password, ...factor } })
  expect(await remove('not the password', { recovery_code: code })).toMatchObject({ body: { code: 'wrong_password' } })
  expect(await remove(password, { otp: codeAt(secret, 9) })).toMatchObject({ body: { code: 'invalid_code' } })
  const renewed = await person.call(routes.renewRecoveryCodes, { body: { current_password: password, recovery_code: code } })
  expect(renewed.status).toBe(200)
  expect((await logIn(person.email, { recovery_code: codes[1] ?? '' })).status).toBe(401)
  expect((await person.call(routes.mySecondFactor)).body).toMatchObject({ enabled: true, recovery_codes_left: 10, required: false })
  const typed = (renewed.body.recovery_codes[0] ?? '').toUpperCase().replace(/-/g, ' ')
  expect((await remove(password, { recovery_code: typed })).status).toBe(204)
  expect((await logIn(person.email)).status).toBe(201)
  expect((await person.call(routes.mySecondFactor)).body).toMatchObject({ enabled: false, enabled_at: null, recovery_codes_left: 0 })
  expect(await remove(password, { otp: codeAt(secret) })).toMatchObject({ body: { code: 'not_found' } })
  expect((await eventsOf(person)).slice(-5)).toEqual([
    ...['recovery_code_used', 'recovery_codes_renewed', 'recovery_code_used', 'second_factor_removed', 'session_started'],
  ])
})

it('takes a code of the authenticator for one thing: one that was logged in with, or renewed with, renews and removes nothing', async () => {
  const person = await api.person()
  const { secret } = await setUp(person)
  const [code, next] = [codeAt(secret), codeAt(secret, 1)]
  const renew = (otp: string) => person.call(routes.renewRecoveryCodes, { body: { current_password: password, otp } })
  const remove = (otp: string, by = person) => by.call(routes.removeSecondFactor, { body: { current_password: password, otp } })
  const isUsed = { status: 400, body: { code: 'invalid_code' } }
  expect((await logIn(person.email, { otp: code })).status).toBe(201)
  expect([await renew(code), await remove(code)]).toMatchObject([isUsed, isUsed])
  expect((await renew(next)).status).toBe(200)
  expect([await renew(next), await remove(next)]).toMatchObject([isUsed, isUsed])
  const other = await api.person()
  expect((await remove(codeAt((await setUp(other)).secret), other)).status).toBe(204)
})

it('says that a second factor is lost that was sealed under another master secret, until an administrator takes it away', async () => {
  const person = await api.person()
  const { secret, codes } = await setUp(person)
  const { sealed } = new Authenticator(createSecretKey(Buffer.alloc(32, 2))).newSecret(person.userId, person.email)
  await api.database.pool.query('UPDATE second_factors SET encrypted_secret = $2 WHERE user_id = $1', [person.userId, sealed])
  const typed = [{ otp: codeAt(secret) }, { recovery_code: codes[0] ?? '' }]
  for (const factor of typed) {
    expect(await logIn(person.email, factor)).toMatchObject({ status: 403, body: { code: 'second_factor_lost' } })
    const removed = await person.call(routes.removeSecondFactor, { body: { current_password: password, ...factor } })
    expect(removed).toMatchObject({ status: 403, body: { code: 'second_factor_lost' } })
  }
  expect(api.log.some((line) => line.includes('"refusal":"second_factor_lost"'))).toBe(true)
  await api.owner.call(routes.takeSecondFactor, { params: { id: person.userId } })
  expect((await logIn(person.email)).status).toBe(201)
})

it('is taken away by an administrator together with every session, and its owner is told; whoever has none keeps everything', async () => {
  const [person, plain] = [await api.person(), await api.person()]
  await setUp(person)
  for (const { userId } of [person, plain]) {
    expect((await api.owner.call(routes.takeSecondFactor, { params: { id: userId } })).status).toBe(204)
  }
  expect(await person.call(routes.me)).toMatchObject({ status: 401, body: { code: 'session_ended', reason: 'revoked_by_admin' } })
  expect((await eventsOf(person)).filter((kind) => kind.startsWith('second_factor'))).toEqual([
    'second_factor_added',
    'second_factor_removed',
  ])
  const told = async ({ email }: Person) =>
    (await waitingMails(api.database, 'second_factor_changed')).filter(({ to }) => to === email).length
  expect([await told(person), await told(plain)]).toEqual([2, 0])
  expect((await plain.call(routes.me)).status).toBe(200)
  const { body } = await logIn(person.email)
  const mine = await api.as({ authorization: `Bearer ${body.access_token}` })(routes.mySecondFactor)
  expect(mine.body).toMatchObject({ enabled: false, recovery_codes_left: 0 })
})

it('keeps neither secret nor codes where a copy of the database shows them', async () => {
  const person = await api.person()
  const { secret, codes } = await setUp(person)
  const { rows } = await api.database.pool.query<{ row: string }>(
    `SELECT f::text AS row FROM second_factors f UNION ALL SELECT r::text FROM recovery_codes r UNION ALL SELECT e::text FROM events e`,
  )
  const stored = rows.map(({ row }) => row).join('\n')
  const raw = Buffer.from(Secret.fromBase32(secret).buffer).toString('hex')
  for (const plain of [secret, raw, ...codes]) expect(stored).not.toContain(plain)
  expect(api.log.join('\n')).not.toContain(secret)
})
