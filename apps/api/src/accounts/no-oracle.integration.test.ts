import { randomUUID } from 'node:crypto'
import { routes } from '@tessera/contract'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { Passwords } from '../passwords/passwords.js'
import { DeliveryWorker } from '../receivers/worker.js'
import { RetentionJob } from '../retention/retention-job.js'
import { startApi, type TestApi } from '../testing/api.js'
import { mailsTo, waitingMails } from '../testing/mails.js'

const password = 'a good enough password'
let api: TestApi
beforeAll(async () => {
  // They work of their own accord, in transactions that could be the call's; the second some time in the first ten minutes.
  vi.spyOn(DeliveryWorker.prototype, 'look').mockReturnValue(undefined)
  vi.spyOn(RetentionJob.prototype, 'run').mockResolvedValue(undefined)
  api = await startApi()
})
afterAll(async () => {
  await api.close()
  vi.restoreAllMocks()
})

const newEmail = () => `${randomUUID()}@example.com`
const anybody = () => api.as({})

/** What an address may be to us. Each is made anew, as a stranger would find it. */
const addresses: Readonly<Record<string, () => Promise<string>>> = {
  unknown: async () => newEmail(),
  known: async () => (await api.person()).email,
  unverified: async () => {
    const email = newEmail()
    await anybody()(routes.signUp, { body: { email, password } })
    return email
  },
  disabled: async () => {
    const { email } = await api.person()
    await api.database.pool.query(`UPDATE users SET disabled_at = now() WHERE email = $1`, [email])
    return email
  },
  invited: async () => {
    const { email } = await api.person()
    await api.database.pool.query(`UPDATE users SET password_hash = NULL, email_verified_at = NULL WHERE email = $1`, [email])
    return email
  },
}

const calls = {
  'a sign-up': (email: string) => anybody()(routes.signUp, { body: { email, password } }),
  'a login': (email: string) => anybody()(routes.logIn, { body: { email, password: 'not the password' } }),
  'a forgotten password': (email: string) => anybody()(routes.forgotPassword, { body: { email } }),
  'a code sent again': (email: string) => anybody()(routes.resendVerification, { body: { email } }),
  'a wrong code': (email: string) => anybody()(routes.verifyEmail, { body: { email, code: '000000' } }),
}

/** Statements that the process makes by itself, whoever asks for what. */
const ofItsOwnAccord = new RegExp(
  [
    String.raw`SELECT date_trunc\('milliseconds', clock_timestamp\(\)\) AS now`,
    'signing_keys|^published-signing-keys$|^claim-revocation$',
    '^(add-tallies|mark-log|count-events|claim-live|count-live)$',
  ].join('|'),
)

/** All that a stranger can see of a call, and the work that it made. */
async function seenOf(call: () => ReturnType<(typeof calls)[keyof typeof calls]>) {
  const client = await api.database.pool.connect()
  const connections = Object.getPrototypeOf(client) as { query(statement: unknown): unknown }
  client.release()
  const statements = vi.spyOn(connections, 'query')
  const hashes = [vi.spyOn(Passwords.prototype, 'hash'), vi.spyOn(Passwords.prototype, 'verify')]
  try {
    const { status, headers, body } = await call()
    const { date: _date, 'x-request-id': _request, ...rest } = Object.fromEntries(headers)
    return {
      answer: { status, headers: rest, body },
      hashes: hashes.map(({ mock }) => mock.calls.length),
      statements: statements.mock.calls.map(([statement]) => textOf(statement)).filter((text) => !ofItsOwnAccord.test(text)),
    }
  } finally {
    for (const spy of [statements, ...hashes]) spy.mockRestore()
  }
}

function textOf(statement: unknown): string {
  if (typeof statement === 'string') return statement
  const { name, text } = statement as { name?: string; text?: string }
  return name ?? text ?? ''
}

describe.each(Object.entries(calls))('%s', (_, call) => {
  it.each(Object.keys(addresses).filter((kind) => kind !== 'unknown'))(
    'of an address that is %s is like that of one nobody has',
    async (kind) => {
      const [unknown, other] = [newEmail(), await addresses[kind]!()]
      const expected = await seenOf(() => call(unknown))
      expect(expected.statements.length).toBeGreaterThan(0)
      expect(await seenOf(() => call(other))).toEqual(expected)
    },
  )
})

it('a guess at a code waits for the disk when it is right, and not where there is a code to be guessed', async () => {
  const email = await addresses.unverified!()
  const [mail] = await mailsTo(api.database, email)
  const guess = async (code: string) => (await seenOf(() => anybody()(routes.verifyEmail, { body: { email, code } }))).statements
  const code = mail?.code ?? ''
  expect(await guess(code === '000000' ? '000001' : '000000')).toEqual(['BEGIN', 'take-turn', 'verify-email', 'COMMIT'])
  expect(await guess(code)).toEqual(['BEGIN', 'take-turn', 'verify-email', 'wait-for-the-disk', 'COMMIT'])
})

it('and a mail goes to whom it concerns', async () => {
  const known = await addresses.known!()
  const before = (await waitingMails(api.database)).length
  for (const call of Object.values(calls)) for (const email of [newEmail(), known]) await call(email)
  const mails = (await waitingMails(api.database)).slice(before)
  expect(mails.filter(({ to }) => to === known).map(({ kind }) => kind)).toEqual(['signed_up_already', 'password_reset'])
})

it('signing up and logging in does not tell who had an account', async () => {
  const logIn = (email: string) => seenOf(() => anybody()(routes.logIn, { body: { email, password } }))
  const [free, taken] = [newEmail(), newEmail()]
  await api.owner.call(routes.createUser, { body: { email: taken, password: 'quite another password' } })
  for (const email of [free, taken]) await calls['a sign-up'](email)
  expect(await logIn(taken)).toEqual(await logIn(free))
})
