import { routes, type TokenResponse } from '@tessera/contract'
import { accessTokenVerifier } from '@tessera/verifier'
import { type OwnApi, startApi } from '../system/system.js'
import { Api } from './api.js'
import { createPerson, logIn, refresh, refusedRefresh } from './people.js'
import { expect, test } from './test.js'

/** A system with short lifetimes, other secrets, the strict policy and limits on logins. One process, so that one system serves all. */
test.describe.configure({ mode: 'default' })

const absoluteLifetime = 8
let system: OwnApi
let api: Api
let owner: Api

test.beforeAll(async () => {
  const lifetimes = { RETRY_WINDOW: '1', IDLE_TIMEOUT: '5', ABSOLUTE_LIFETIME: String(absoluteLifetime), ACCESS_TOKEN_LIFETIME: '600' }
  system = await startApi({ ...lifetimes, REUSE_POLICY: 'strict', DIALECTS: 'talkstack,xerial,genlogs', RATE_LIMITS: 'on' })
  api = new Api(system.apiUrl)
})
test.beforeEach(async () => {
  owner = api.as(await logIn(api, system.owner))
})
test.afterAll(() => system.stop())

test('under the strict policy the same token again, after the window, ends the session', async () => {
  const login = await logIn(api, await createPerson(owner))
  const next = await refresh(api, login)
  await expect.poll(async () => (await presented(login)).status, { intervals: [100] }).toBe(401)
  expect(await refusedRefresh(api, next)).toMatchObject({ code: 'session_ended', reason: 'reuse_detected' })
  owner = api.as(await logIn(api, system.owner))
  expect((await detailOf(login)).reuse_policy).toBe('strict')
})

test('a session that is not refreshed for the idle timeout has expired', async () => {
  const login = await logIn(api, await createPerson(owner))
  expect(login.refresh_token_expires_in).toBeLessThanOrEqual(5)
  const { started_at, expires_at } = await detailOf(login)
  expect(Date.parse(expires_at) - Date.parse(started_at)).toBe(5_000)
  // No access token lives so long that its session is idle before a client refreshes.
  expect(login.expires_in).toBe(2)
  await expect.poll(() => Date.now(), { intervals: [200] }).toBeGreaterThan(Date.parse(expires_at))
  expect(await refusedRefresh(api, login)).toMatchObject({ status: 401, code: 'session_expired' })
  // Its access token has expired as well, and tells nothing of the session.
  expect(await api.as(login).refused(routes.me)).toMatchObject({ status: 401, code: 'invalid_access_token' })
  owner = api.as(await logIn(api, system.owner))
  expect(await detailOf(login)).toMatchObject({ state: 'expired', end: { at: expires_at, reason: null, limit: 'idle', by: null } })
  const { items } = await owner.call(routes.listSessions, { query: { state: 'expired', user_id: login.user.id } })
  expect(items.map(({ id }) => id)).toEqual([login.session_id])
})

test('a session ends at its absolute lifetime however often it is refreshed, and no access token outlives it', async () => {
  const login = await logIn(api, await createPerson(owner))
  const verify = accessTokenVerifier({ issuer: system.apiUrl, jwksUrl: `${system.apiUrl}/.well-known/jwks.json` })
  const { started_at, absolute_end_at } = await detailOf(login)
  const end = Date.parse(absolute_end_at)
  expect(end - Date.parse(started_at)).toBe(absoluteLifetime * 1000)
  let tokens: TokenResponse = login
  const statusOfRefresh = async () => {
    expect(tokens.expires_in).toBeLessThanOrEqual(absoluteLifetime)
    expect((await verify(tokens.access_token)).claims?.exp).toBeLessThanOrEqual(end / 1000)
    const { status, body } = await presented(tokens)
    if (status === 200) tokens = body as TokenResponse
    return status
  }
  await expect.poll(statusOfRefresh, { intervals: [300], timeout: 15_000 }).toBe(401)
  expect(Date.now()).toBeGreaterThanOrEqual(end)
  expect(await refusedRefresh(api, tokens)).toMatchObject({ status: 401, code: 'session_expired' })
  owner = api.as(await logIn(api, system.owner))
  expect(await detailOf(login)).toMatchObject({ state: 'expired', end: { limit: 'absolute' } })
})

test('tokens of one environment are nothing in another', async ({ api: elsewhere, owner: ownerElsewhere }) => {
  const ours = await logIn(api, await createPerson(owner))
  const theirs = await logIn(elsewhere, await createPerson(ownerElsewhere))
  expect(await refusedRefresh(elsewhere, ours)).toMatchObject({ status: 401, code: 'invalid_refresh_token' })
  expect(await refusedRefresh(api, theirs)).toMatchObject({ status: 401, code: 'invalid_refresh_token' })
  expect(await elsewhere.as(ours).refused(routes.me)).toMatchObject({ status: 401, code: 'invalid_access_token' })
  expect(await api.as(theirs).refused(routes.me)).toMatchObject({ status: 401, code: 'invalid_access_token' })
  await elsewhere.call(routes.logOut, { body: { refresh_token: ours.refresh_token } })
  await refresh(api, ours)
  await refresh(elsewhere, theirs)
})

test('whoever guesses a password is slowed down, and its owner still gets in from their own network', async () => {
  const ada = await createPerson(owner)
  const guesser = api.from('203.0.113.66')
  const guess = () => guesser.refused(routes.logIn, { body: { email: ada.email, password: 'a wrong guess' } })
  let refusal = await guess()
  let guesses = 1
  for (; refusal.status === 401 && guesses < 50; guesses++) refusal = await guess()
  expect(refusal).toMatchObject({ status: 429, code: 'too_many_requests' })
  expect(guesses).toBeLessThanOrEqual(20)
  for (const name of ['retry-after', 'ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset']) {
    expect(refusal.headers.get(name), name).toMatch(/^\d+$/)
  }
  const { email, password } = ada
  expect((await guesser.refused(routes.logIn, { body: { email, password } })).status).toBe(429)
  expect((await guesser.refused(routes.logIn, { body: { email: email.toUpperCase(), password } })).status).toBe(429)
  await logIn(api.from('198.51.100.20'), ada)
})

function presented({ refresh_token }: TokenResponse) {
  return api.send(routes.refresh, { body: JSON.stringify({ refresh_token }) })
}

function detailOf({ session_id }: TokenResponse) {
  return owner.call(routes.readSession, { params: { id: session_id } })
}
