import { hash } from '@node-rs/argon2'
import { routes } from '@tessera/contract'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { defaultCost } from '../passwords/cost.js'
import { Passwords } from '../passwords/passwords.js'
import { startApi, type TestApi } from '../testing/api.js'

const password = 'a good enough password'
const passwords = new Passwords()
let api: TestApi
// Hashes take as long as they do in production: much of this is about what happens meanwhile.
beforeAll(async () => (api = await startApi({ passwordHashCost: defaultCost })))
afterAll(() => api.close())

/** Somebody whose password was hashed at the cost of other days. */
async function oldTimer(): Promise<string> {
  const { email } = await api.person()
  const old = await hash(password, { memoryCost: 8192, timeCost: 1, parallelism: 1 })
  await api.database.pool.query(`UPDATE users SET password_hash = $2 WHERE email = $1`, [email, old])
  return email
}

async function storedOf(email: string): Promise<string> {
  const { rows } = await api.database.pool.query<{ password_hash: string }>(`SELECT password_hash FROM users WHERE email = $1`, [email])
  return rows[0]?.password_hash ?? ''
}

const logIn = (email: string) => api.as({})(routes.logIn, { body: { email, password } })

describe('a hash of another cost', () => {
  it('is replaced after a login, whose session and password go on', async () => {
    const email = await oldTimer()
    const { body: session } = await logIn(email)
    await vi.waitFor(async () => expect(passwords.isOutdated(await storedOf(email))).toBe(false))
    expect((await api.as({})(routes.refresh, { body: { refresh_token: session.refresh_token } })).status).toBe(200)
    const renewed = await storedOf(email)
    expect((await logIn(email)).status).toBe(201)
    expect(await storedOf(email)).toBe(renewed)
  })

  it('of another system is replaced by ours at the first login', async () => {
    const { email } = await api.person()
    // Of the password "a", as bcrypt's own tests have it.
    const theirs = '$2a$06$m0CrhHm10qJ3lXRY.5zDGO3rS2KdeeWLuGmsfGlMfOxih58VYVfxe'
    await api.database.pool.query(`UPDATE users SET password_hash = $2 WHERE email = $1`, [email, theirs])
    const moved = () => api.as({})(routes.logIn, { body: { email, password: 'a' } })
    expect((await moved()).status).toBe(201)
    await vi.waitFor(async () => expect(passwords.isOutdated(await storedOf(email))).toBe(false))
    expect((await moved()).status).toBe(201)
  })

  it('stays as it is after a login that fails', async () => {
    const email = await oldTimer()
    const before = await storedOf(email)
    expect((await api.as({})(routes.logIn, { body: { email, password: 'not the password' } })).status).toBe(401)
    expect(await storedOf(email)).toBe(before)
  })

  it('refuses none of many logins at once', async () => {
    for (let round = 0; round < 5; round++) {
      const email = await oldTimer()
      const logins = await Promise.all(Array.from({ length: 8 }, () => logIn(email)))
      expect(logins.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 201))
    }
  })

  it('is no reason to refuse a login or a change that it comes in between of, from a process with another cost', async () => {
    const theirs = await hash(password, { memoryCost: 8192, timeCost: 3, parallelism: 1 })
    const renewedOnce = (email: string) => {
      const { verify } = Passwords.prototype
      vi.spyOn(Passwords.prototype, 'verify').mockImplementationOnce(async function (this: Passwords, stored, shown) {
        const isRight = await verify.call(this, stored, shown)
        await api.database.pool.query(`UPDATE users SET password_hash = $2 WHERE email = $1`, [email, theirs])
        return isRight
      })
    }
    const { email, call } = await api.person()
    renewedOnce(email)
    expect((await logIn(email)).status).toBe(201)
    await vi.waitFor(async () => expect(passwords.isOutdated(await storedOf(email))).toBe(false))
    renewedOnce(email)
    const changed = await call(routes.changeMyPassword, { body: { current_password: password, new_password: 'quite another password' } })
    expect(changed.status).toBe(204)
    vi.restoreAllMocks()
  })

  it('never takes the place of a password that was set meanwhile', async () => {
    const next = 'quite another password'
    for (let round = 0; round < 5; round++) {
      const email = await oldTimer()
      const { body } = await logIn(email)
      const call = api.as({ authorization: `Bearer ${body.access_token}` })
      // While the login's own renewal is under way.
      const changed = await call(routes.changeMyPassword, { body: { current_password: password, new_password: next } })
      expect(changed.status).toBe(204)
      expect((await api.as({})(routes.logIn, { body: { email, password: next } })).status).toBe(201)
    }
  })
})
