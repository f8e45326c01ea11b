import { routes } from '@tessera/contract'
import { decodeJwt } from 'jose'
import { Secret, TOTP } from 'otpauth'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Person, startApi, type TestApi } from '../testing/api.js'

const ownersPassword = 'tall ships sail'
let api: TestApi

beforeAll(async () => {
  api = await startApi({ accounts: { signUp: 'open', unverifiedLogin: 'refuse', secondFactor: 'required_for_roles' }, rateLimits: true })
})
afterAll(() => api.close())

async function setUp(person: Person): Promise<string> {
  const { body } = await person.call(routes.setUpSecondFactor, { body: { current_password: ownersPassword } })
  const otp = codeOf(body.secret)
  expect((await person.call(routes.confirmSecondFactor, { body: { otp } })).status).toBe(200)
  return body.secret
}

function codeOf(secret: string, step = 0): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + step * 30_000 })
}

/** The roles that an access token says to services, and those that introspection tells. */
async function told(owner: Person, token: string): Promise<unknown[]> {
  const { body } = await owner.call(routes.createMyApiKey, { body: { name: 'introspection', scopes: ['introspect'] } })
  const form = new URLSearchParams({ token })
  const answer = await fetch(`${api.url}/oauth/introspect`, { method: 'POST', body: form, headers: { 'x-api-key': body.key } })
  return [decodeJwt(token)['roles'], ((await answer.json()) as { roles: unknown }).roles]
}

it('lets a role count once its account has a second factor, for access tokens and API keys alike, and slows guessing at the code', async () => {
  const { owner } = api
  const made = await owner.call(routes.createMyApiKey, { body: { name: 'sessions', scopes: ['sessions:read'] } })
  const withKey = api.as({ 'x-api-key': made.body.key })
  const missing = { status: 403, body: { code: 'second_factor_missing' } }
  expect(await owner.call(routes.listSessions)).toMatchObject(missing)
  expect(await withKey(routes.listSessions)).toMatchObject(missing)
  expect(await owner.call(routes.me)).toMatchObject({ status: 200, body: { second_factor: false, second_factor_required: true } })
  expect(await owner.call(routes.mySecondFactor)).toMatchObject({ status: 200, body: { required: true, enabled: false } })

  expect(await told(owner, owner.accessToken)).toEqual([[], []])

  const secret = await setUp(owner)
  const { body: refreshed } = await api.as({})(routes.refresh, { body: { refresh_token: owner.refreshToken } })
  expect(await told(owner, refreshed.access_token)).toEqual([['owner'], ['owner']])
  expect(await owner.call(routes.listSessions)).toMatchObject({ status: 200 })
  expect(await withKey(routes.listSessions)).toMatchObject({ status: 200 })

  const guesses: number[] = []
  while (guesses.length < 12 && guesses.at(-1) !== 429) {
    const body = { email: owner.email, password: ownersPassword, otp: codeOf(secret, 50) }
    guesses.push((await api.as({})(routes.logIn, { body })).status)
  }
  expect(guesses.at(-1)).toBe(429)
  expect(guesses.length).toBeGreaterThan(5)
  expect(guesses.length).toBeLessThanOrEqual(11)
})
