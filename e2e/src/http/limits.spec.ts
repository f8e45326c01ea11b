import { randomBytes } from 'node:crypto'
import { routes } from '@tessera/contract'
import { mailsTo, mailTo } from '../system/outbox.js'
import { type OwnApi, startApi } from '../system/system.js'
import { Api, type Refusal } from './api.js'
import { present } from './dialects.js'
import { createPerson, logIn, refresh, uniqueName } from './people.js'
import { expect, test } from './test.js'

/** A system whose limits are on. One process, so that one system serves all; each test comes from networks of its own. */
test.describe.configure({ mode: 'default' })

let system: OwnApi
let api: Api
let owner: Api

test.beforeAll(async () => {
  system = await startApi({ RATE_LIMITS: 'on' })
  api = new Api(system.apiUrl)
  owner = api.as(await logIn(api, system.owner))
})
test.afterAll(() => system.stop())

/** What a way in answers when it has been tried too often. @param most how many tries it may take */
async function slowedDown(tryOnce: () => Promise<{ status: number; headers: Headers }>, most: number): Promise<Headers> {
  for (let tries = 1; tries <= most; tries++) {
    const { status, headers } = await tryOnce()
    if (status === 429) return headers
    expect(status).toBeLessThan(500)
  }
  throw new Error(`nothing was slowed down in ${most} tries`)
}

function expectLimitHeaders(headers: Headers, policy: string): void {
  const seconds = headers.get('retry-after') ?? ''
  expect(seconds).toMatch(/^[1-9]\d*$/)
  expect(headers.get('ratelimit')).toBe(`"${policy}";r=0;t=${seconds}`)
  expect(headers.get('ratelimit-policy')).toMatch(new RegExp(`^"${policy}";q=[1-9]\\d*;w=[1-9]\\d*$`))
  expect(headers.get('ratelimit-limit')).toBe(/q=(\d+)/.exec(headers.get('ratelimit-policy') ?? '')?.[1])
  expect([headers.get('ratelimit-remaining'), headers.get('ratelimit-reset')]).toEqual(['0', seconds])
  expect(headers.get('access-control-expose-headers')).toContain('ratelimit-policy')
}

const bodies = {
  signUp: (email: string) => ({ email, password: 'a good enough password' }),
  verifyEmail: (email: string) => ({ email, code: '000000' }),
  addressed: (email: string) => ({ email }),
  logIn: (email: string) => ({ email, password: 'a wrong guess' }),
}

/** The ways in that name an account, and the bound that one network reaches on it. */
const onAnAccount = [
  ['a login', routes.logIn, bodies.logIn, 'log-in-account-and-network', 11],
  ['a sign-up', routes.signUp, bodies.signUp, 'sign-up-account', 11],
  ['a code', routes.verifyEmail, bodies.verifyEmail, 'code-account-and-network', 21],
  ['another code', routes.resendVerification, bodies.addressed, 'resend-verification-account', 6],
  ['a forgotten password', routes.forgotPassword, bodies.addressed, 'forgot-password-account', 6],
] as const

for (const [index, [what, route, bodyFor, policy, most]] of onAnAccount.entries()) {
  test(`${what} is slowed down with its headers, for an address without an account as for one with`, async () => {
    const ada = await createPerson(owner)
    for (const [network, email] of [`${uniqueName('nobody')}@example.com`, ada.email].entries()) {
      const from = api.from(`198.51.${100 + index}.${network + 1}`)
      const body = JSON.stringify(bodyFor(email))
      expectLimitHeaders(await slowedDown(() => from.send(route, { body }), most), policy)
    }
  })
}

test('a link’s token is slowed down by network, and nobody elsewhere is', async () => {
  const body = () => JSON.stringify({ token: randomBytes(32).toString('base64url'), new_password: 'a good enough password' })
  const from = api.from('198.51.100.120')
  expectLimitHeaders(await slowedDown(() => from.send(routes.resetPassword, { body: body() }), 61), 'reset-network')
  expect((await api.from('198.51.100.121').send(routes.resetPassword, { body: body() })).status).toBe(400)
})

test('the current password is slowed down for whoever holds an access token', async () => {
  const ada = api.from('198.51.100.130').as(await logIn(api, await createPerson(owner)))
  const body = JSON.stringify({ current_password: 'a wrong guess', new_password: 'a good enough password' })
  expectLimitHeaders(await slowedDown(() => ada.send(routes.changeMyPassword, { body }), 11), 'password-account-and-network')
})

test('a session that refreshes without end is slowed down in every format, keeps its token, and slows no other down', async () => {
  const ada = await createPerson(owner)
  const [flooding, other] = [await logIn(api, ada), await logIn(api, ada)]
  // Inside the retry window the same token is answered again and again.
  const answers = await Promise.all(
    Array.from({ length: 620 }, () => api.send(routes.refresh, { body: JSON.stringify({ refresh_token: flooding.refresh_token }) })),
  )
  const refused = answers.filter(({ status }) => status !== 200)
  expect(new Set(refused.map(({ status }) => status))).toEqual(new Set([429]))
  expectLimitHeaders(refused[0]?.headers ?? new Headers(), 'refresh-account')
  for (const format of ['talkstack', 'xerial', 'freddy'] as const) {
    const { status, headers } = await present(api.url, format, flooding.refresh_token, '')
    expect([format, status]).toEqual([format, 429])
    expectLimitHeaders(headers, 'refresh-account')
  }
  const form = new URLSearchParams({ grant_type: 'refresh_token', client_id: 'tessera', refresh_token: flooding.refresh_token })
  const atOauth = await fetch(`${api.url}/oauth/token`, { method: 'POST', body: form })
  expect([atOauth.status, ((await atOauth.json()) as { error: string }).error]).toEqual([429, 'temporarily_unavailable'])
  await refresh(api, other)
  expect((await api.as(flooding).send(routes.me)).status).toBe(200)
})

test('the owner of an account that many networks guess at gets in from the device that was in before, and a stranger does not', async () => {
  const ada = await createPerson(owner)
  const device = { device_id: randomBytes(16).toString('base64url') }
  await logIn(api.from('203.0.113.10'), ada, device)
  // Two hundred networks; and the owner's own, where a neighbour guesses.
  const guess = (ip: string): Promise<Refusal> =>
    api.from(ip).refused(routes.logIn, { body: { email: ada.email, password: 'a wrong guess' } })
  for (let i = 0; i < 200; i += 4) await Promise.all([1, 2, 3, 4].map((n) => guess(`192.0.2.${i + n}`)))
  for (let i = 0; i < 2; i++) await guess('203.0.113.10')
  const stranger = api.from('203.0.113.77')
  const right = { email: ada.email, password: ada.password }
  expect((await stranger.refused(routes.logIn, { body: { email: ada.email, password: 'a wrong guess' } })).status).toBe(401)
  const invented = { ...right, device_id: 'an invented device' }
  expectLimitHeaders((await stranger.refused(routes.logIn, { body: invented })).headers, 'log-in-account')
  expect((await api.from('203.0.113.10').refused(routes.logIn, { body: right })).status).toBe(429)
  await logIn(api.from('203.0.113.10'), ada, device)
})

test('a login from a device that is new is told by mail, with where it came from; the first is not', async () => {
  const ada = await createPerson(owner)
  await logIn(api.from('193.206.158.22'), ada, { device_id: 'one' })
  await logIn(api.from('8.8.8.8'), ada, { device_id: 'one' })
  await logIn(api.from('8.8.8.8'), ada, { device_id: 'two' })
  const mail = await mailTo(system, ada.email, 'new_device')
  expect(mail.text).toContain('8.8.8.8')
  await logIn(api.from('1.1.1.1'), ada, { device_id: 'two' })
  await logIn(api.from('1.1.1.1'), ada, { device_id: 'three' })
  await mailTo(system, ada.email, 'new_device', 1)
  expect(mailsTo(system, ada.email).filter(({ kind }) => kind === 'new_device')).toHaveLength(2)
})

test('one’s own sessions show the device, the browser, the system, the country of each address, and which of them asks', async () => {
  const ada = await createPerson(owner)
  const firefox = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:145.0) Gecko/20100101 Firefox/145.0'
  const italy = api.from('193.206.158.22').with({ 'user-agent': firefox })
  const login = await logIn(italy, ada, { device_id: 'laptop', device_name: 'Ada’s laptop' })
  await refresh(api.from('2001:4860:4860::8888'), login)
  const here = await logIn(api.from('10.1.2.3'), ada)
  const { items } = await api.as(here).call(routes.mySessions)
  expect(items.find(({ id }) => id === login.session_id)).toMatchObject({
    place: { country_code: 'IT', country: 'Italy' },
    last_place: { country_code: 'US', country: 'United States' },
    device: { id: 'laptop', name: 'Ada’s laptop', browser: 'Firefox 145', system: 'macOS', kind: 'desktop' },
    current: false,
  })
  expect(items.find(({ current }) => current)).toMatchObject({ id: here.session_id, place: null, last_place: null })
})
