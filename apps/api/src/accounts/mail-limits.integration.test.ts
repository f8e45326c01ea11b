import { randomUUID } from 'node:crypto'
import { routes } from '@tessera/contract'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startApi, type TestApi } from '../testing/api.js'
import { mailsTo } from '../testing/mails.js'

let api: TestApi
beforeAll(async () => (api = await startApi({ rateLimits: true })))
afterAll(() => api.close())

const forgot = (email: string) => api.as({})(routes.forgotPassword, { body: { email } })
const kindsTo = async (email: string) => (await mailsTo(api.database, email)).map(({ kind }) => kind)

it('whoever asks for codes that nobody awaits keeps no owner from a link', async () => {
  const ada = await api.person()
  const statuses: number[] = []
  for (let time = 0; time < 6; time++) {
    statuses.push((await api.as({})(routes.resendVerification, { body: { email: ada.email } })).status)
  }
  expect(statuses).toEqual([202, 202, 202, 202, 202, 429])
  expect(await kindsTo(ada.email)).not.toContain('verification')
  expect((await forgot(ada.email)).status).toBe(202)
  expect(await kindsTo(ada.email)).toContain('password_reset')
})

it('whoever guesses their own password keeps nobody else from an address, and from no link to it', async () => {
  const [ada, bob] = [await api.person(), await api.person()]
  const change = (email: string, current_password: string) => ({ body: { email, current_password } })
  const wanted = `${randomUUID()}@example.com`
  for (const email of [wanted, wanted, wanted, wanted, wanted, ada.email]) {
    expect((await bob.call(routes.changeMyEmail, change(email, 'not the password'))).status).toBe(403)
  }
  expect((await ada.call(routes.changeMyEmail, change(wanted, 'a good enough password'))).status).toBe(202)
  expect(await kindsTo(wanted)).toEqual(['email_change'])
  expect((await forgot(ada.email)).status).toBe(202)
})

it('many who want one address fill its mailbox no further than anybody may', async () => {
  const wanted = `${randomUUID()}@example.com`
  const statuses: number[] = []
  for (let time = 0; time < 6; time++) {
    const person = await api.person()
    statuses.push((await person.call(routes.changeMyEmail, { body: { email: wanted, current_password: 'a good enough password' } })).status)
  }
  expect(statuses).toEqual([202, 202, 202, 202, 202, 429])
  expect(await kindsTo(wanted)).toHaveLength(5)
})
