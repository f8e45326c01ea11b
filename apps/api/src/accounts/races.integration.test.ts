import { randomUUID } from 'node:crypto'
import { routes } from '@tessera/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { defaultCost } from '../passwords/cost.js'
import { startApi, type TestApi } from '../testing/api.js'
import { waitingMails } from '../testing/mails.js'

const rounds = 5
let api: TestApi
// Hashes take as long as they do in production: much of this is about what happens meanwhile.
beforeAll(async () => (api = await startApi({ passwordHashCost: defaultCost })))
afterAll(() => api.close())

const anybody = () => api.as({})
const words = () => `a password ${randomUUID()}`
const logIn = (email: string, password: string) => anybody()(routes.logIn, { body: { email, password } })
const reset = (token: string, new_password: string) => anybody()(routes.resetPassword, { body: { token, new_password } })
const refresh = (refresh_token: string) => anybody()(routes.refresh, { body: { refresh_token } })

/** Somebody who is logged in, with a link under way. */
async function somebody() {
  const [email, password] = [`${randomUUID()}@example.com`, words()]
  await api.owner.call(routes.createUser, { body: { email, password } })
  const { body } = await logIn(email, password)
  const call = api.as({ authorization: `Bearer ${body.access_token}` })
  await anybody()(routes.forgotPassword, { body: { email } })
  const token = (await waitingMails(api.database)).find(({ to, token }) => to === email && token !== undefined)?.token ?? ''
  const change = (to: string) => call(routes.changeMyPassword, { body: { current_password: password, new_password: to } })
  return { id: body.user.id, email, password, token, change, refreshToken: body.refresh_token }
}

/** Starts that many logins with the old password; gives those that got in. */
async function loginsWith(email: string, password: string, many = 4) {
  const answers = await Promise.all(Array.from({ length: many }, () => logIn(email, password)))
  for (const { status } of answers) expect([201, 401]).toContain(status)
  return answers.filter(({ status }) => status === 201).map(({ body }) => body.refresh_token)
}

describe('at the same moment', () => {
  it('a reset ends every login with the password before it', async () => {
    for (let round = 0; round < rounds; round++) {
      const { email, password, token } = await somebody()
      const [done, got] = await Promise.all([reset(token, words()), loginsWith(email, password)])
      expect(done.status).toBe(204)
      for (const refreshToken of got) expect((await refresh(refreshToken)).body).toMatchObject({ code: 'session_ended' })
    }
  })

  it('a disable ends every login', async () => {
    for (let round = 0; round < rounds; round++) {
      const { id, email, password } = await somebody()
      const disable = api.owner.call(routes.updateUser, { params: { id }, body: { disabled: true } })
      const [done, got] = await Promise.all([disable, loginsWith(email, password)])
      expect(done.status).toBe(200)
      for (const refreshToken of got) expect((await refresh(refreshToken)).status).toBe(401)
    }
  })

  it('of a change and a reset the account has one’s password, and a link that lost is void', async () => {
    for (let round = 0; round < rounds; round++) {
      const { email, token, change } = await somebody()
      const [changed, wasReset] = [words(), words()]
      const answers = await Promise.all([change(changed), reset(token, wasReset)])
      expect([204, 401, 403]).toContain(answers[0].status)
      expect([204, 400]).toContain(answers[1].status)
      const opens = await Promise.all([logIn(email, changed), logIn(email, wasReset)])
      const open = opens.map(({ status }) => status === 201)
      // Where both were done the reset came last: a change voids the link, and a reset makes what is typed as current wrong.
      expect(open).toEqual(answers[1].status === 204 ? [false, true] : [true, false])
      expect((await reset(token, words())).status).toBe(400)
    }
  })

  it('of two changes one is made', async () => {
    for (let round = 0; round < rounds; round++) {
      const { email, change } = await somebody()
      const wanted = [words(), words()]
      const statuses = (await Promise.all(wanted.map(change))).map(({ status }) => status)
      expect([...statuses].sort()).toEqual([204, 403])
      const opens = await Promise.all(wanted.map((password) => logIn(email, password)))
      expect(opens.map(({ status }) => status === 201)).toEqual(statuses.map((status) => status === 204))
    }
  })

  it('a link is of no use once its user was disabled', async () => {
    for (let round = 0; round < rounds; round++) {
      const { id, email, token } = await somebody()
      const wanted = words()
      await Promise.all([api.owner.call(routes.updateUser, { params: { id }, body: { disabled: true } }), reset(token, wanted)])
      expect((await logIn(email, wanted)).status).toBe(401)
    }
  })

  it('a hundred guesses at a code are five, and the code is good no more', async () => {
    const email = `${randomUUID()}@example.com`
    await anybody()(routes.signUp, { body: { email, password: words() } })
    const code = (await waitingMails(api.database)).find(({ to }) => to === email)?.code ?? ''
    const verify = (guess: string) => anybody()(routes.verifyEmail, { body: { email, code: guess } })
    const wrong = Array.from({ length: 100 }, (_, i) => String(i).padStart(6, '0')).filter((guess) => guess !== code)
    const answers = await Promise.all(wrong.map(verify))
    expect(answers.every(({ status }) => status === 400)).toBe(true)
    const { rows } = await api.database.pool.query(
      `SELECT c.tries_left FROM one_time_codes c JOIN users u ON u.id = c.user_id WHERE u.email = $1`,
      [email],
    )
    expect(rows).toEqual([{ tries_left: 0 }])
    expect((await verify(code)).status).toBe(400)
  })

  it('a code used twenty times verifies once', async () => {
    const email = `${randomUUID()}@example.com`
    await anybody()(routes.signUp, { body: { email, password: words() } })
    const code = (await waitingMails(api.database)).find(({ to }) => to === email)?.code ?? ''
    const uses = await Promise.all(Array.from({ length: 20 }, () => anybody()(routes.verifyEmail, { body: { email, code } })))
    expect(uses.filter(({ status }) => status === 204)).toHaveLength(1)
    const { rows } = await api.database.pool.query(
      `SELECT FROM events e JOIN users u ON u.id = e.user_id WHERE u.email = $1 AND e.kind = 'email_verified'`,
      [email],
    )
    expect(rows).toHaveLength(1)
  })
})
