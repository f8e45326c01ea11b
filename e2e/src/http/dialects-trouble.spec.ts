import { readFileSync } from 'node:fs'
import { routes, type TokenResponse } from '@tessera/contract'
import { type OwnSystem, startSystem } from '../system/system.js'
import { Api } from './api.js'
import { talkstackError, text } from './dialects-test.js'
import { ask, type FormatName, formatNames, formats, present, successorAt, type WireAnswer, type WireRequest } from './dialects.js'
import { createPerson, logIn, type Person } from './people.js'
import { expect, test } from './test.js'

/** A system whose database is taken away, whose limits are on, and whose log is read. One process, so that one system serves all. */
test.describe.configure({ mode: 'default' })

let system: OwnSystem
let api: Api
let owner: Api
let apiKey: string

test.beforeAll(async () => {
  system = await startSystem({ RATE_LIMITS: 'on', TALKSTACK_UNKNOWN_USER: '404', XERIAL_PREFIXES: '/api/v2,/internal' })
  api = new Api(system.apiUrl)
  owner = api.as(await logIn(api, system.owner))
  apiKey = (await owner.call(routes.createMyApiKey, { body: { name: 'GenLogs', scopes: ['tokens'] } })).key
})
test.afterAll(() => system.stop())

/** The 500 of each format: the documents have a body for Xerial's alone. */
const troubles = {
  talkstack: { statusCode: 500, error: 'Internal Server Error', message: text },
  xerial: { error: 'Internal Server Error' },
  freddy: { detail: 'Internal Server Error' },
  genlogs: { detail: 'Internal Server Error' },
} as const satisfies Record<FormatName, object>

test('without its database each format has its 500 and no other word, and every token is good afterwards', async () => {
  const ada = await createPerson(owner)
  const logins = await Promise.all(formatNames.map(async (name) => [name, (await logIn(api, ada)).refresh_token] as const))
  await system.stopDatabase()
  const calls = [
    ...logins.map(([name, token]) => [name, () => present(api.url, name, token, apiKey)] as const),
    ['talkstack', () => ask(api.url, '/auth/login', { body: { email: ada.email, password: ada.password } })] as const,
    ['genlogs', () => ask(api.url, '/auth/token', genlogsLogin(ada, apiKey))] as const,
    ['genlogs', () => present(api.url, 'genlogs', logins[0]?.[1] ?? '', 'tessera_ak_0123456789_garbage')] as const,
  ]
  // At once, and more than the pool holds: whoever waits for a connection is answered so, too.
  const answers = await Promise.all(
    Array.from({ length: 4 }, () => calls)
      .flat()
      .map(async ([name, call]) => [name, await call()] as const),
  )
  for (const [name, { status, headers, body }] of answers) {
    expect([name, status, body]).toEqual([name, 500, troubles[name]])
    expect(headers.get('retry-after'), name).toMatch(/^[1-9]\d*$/)
  }
  // A forgery under our own prefix never comes as far as the database; nor does what cannot be read. What has another may have moved in.
  for (const name of formatNames) expect((await present(api.url, name, 'tessera_rt_forged', apiKey)).status).toBe(401)
  expect((await ask(api.url, '/v1/auth/refresh', { body: {} })).status).toBe(422)

  await system.startDatabase()
  await expect.poll(async () => (await api.send(routes.ready)).status).toBe(200)
  for (const [name, token] of logins) await successorAt(api.url, name, token, apiKey)
})

test('guessing is slowed down at every login alike, in the format’s shape, and the owner gets in from elsewhere', async () => {
  const ada = await createPerson(owner)
  const guess = (): Promise<WireAnswer> => ask(api.url, '/auth/login', { body: { email: ada.email, password: 'a guess' } })
  const guesses: WireAnswer[] = []
  for (let i = 0; i < 11; i++) guesses.push(await guess())
  expect(guesses.map(({ status }) => status)).toEqual([...Array<number>(10).fill(401), 429])
  const atTalkstack = await ask(api.url, '/auth/login', { body: { email: ada.email, password: ada.password } })
  const atGenlogs = await ask(api.url, '/auth/token', genlogsLogin(ada, apiKey))
  expect(atTalkstack.body).toEqual({ statusCode: 429, error: 'Too Many Requests', message: text })
  expect(atGenlogs.body).toEqual({ detail: 'Too Many Requests' })
  for (const { status, headers } of [atTalkstack, atGenlogs]) {
    expect([status, headers.get('ratelimit-limit'), headers.get('ratelimit-remaining')]).toEqual([429, '10', '0'])
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
    expect(headers.get('access-control-expose-headers')).toContain('retry-after')
  }
  expect((await api.refused(routes.logIn, { body: { email: ada.email, password: ada.password } })).code).toBe('too_many_requests')
  const { search, headers } = genlogsLogin(ada, apiKey)
  const elsewhere = { search, headers: { ...headers, 'x-forwarded-for': '203.0.113.7' } }
  expect((await ask(api.url, '/auth/token', elsewhere)).status).toBe(200)
})

test('an address of nobody is the document’s 404 at Talkstack where the operator asked for it, and a wrong password is not', async () => {
  const ada = await createPerson(owner)
  const answer = (email: string) => ask(api.url, '/auth/login', { body: { email, password: 'wrong' } })
  const nobody = await answer('nobody@example.com')
  expect([nobody.status, nobody.body]).toEqual([404, { statusCode: 404, error: 'Not Found', message: text }])
  const { status, body } = await answer(ada.email)
  expect({ status, body }).toEqual(talkstackError(401))
})

test('Xerial is served under the operator’s prefixes too', async () => {
  let { refresh_token: token } = await logIn(api, await createPerson(owner))
  for (const prefix of ['/api/v2', '/internal', '', '/v1']) {
    const { status, body } = await ask(api.url, `${prefix}/auth/refresh-tokens`, { body: { refreshToken: token } })
    expect([prefix, status]).toEqual([prefix, 200])
    token = formats.xerial.refreshTokenIn(body)
  }
  expect((await ask(api.url, '/internal/auth/refresh-tokens', { method: 'GET' })).body).toEqual({
    code: 405,
    message: 'Method Not Allowed',
  })
})

test('no log has a token, a key, an address or a password of anybody, whatever was asked and however it went', async () => {
  const ada = await createPerson(owner)
  const login = await logIn(api, ada)
  const secrets = [ada.email, ada.password, apiKey, apiKey.slice(-20), login.refresh_token, login.access_token]
  await askEverything(ada, login)
  secrets.push(await successorAt(api.url, 'genlogs', login.refresh_token, apiKey))
  await system.stopDatabase()
  await askEverything(ada, login)
  await system.startDatabase()
  await expect.poll(async () => (await api.send(routes.ready)).status).toBe(200)
  const { headers } = await present(api.url, 'genlogs', login.refresh_token, apiKey)

  const logOfApi = () => readFileSync(system.logs[0] ?? '', 'utf8')
  await expect.poll(logOfApi).toContain(headers.get('x-request-id'))
  expect(logOfApi()).toContain('"/auth/token/refresh"')
  // What was asked is in the log, and what went wrong: so it is not silence that keeps the secrets.
  expect(logOfApi()).toContain(login.session_id)
  expect(logOfApi()).toContain('"msg":"unavailable"')
  for (const path of system.logs) {
    const log = readFileSync(path, 'utf8')
    const told = [...secrets, encodeURIComponent(ada.email)].filter((secret) => log.includes(secret))
    expect(told, path).toEqual([])
  }
})

/** Every way in, with good and bad values, at addresses that are served and at some that are not. */
async function askEverything({ email, password }: Person, { refresh_token, access_token }: TokenResponse): Promise<void> {
  const query = new URLSearchParams({ email, password, refresh_token, refreshToken: refresh_token, 'x-api-key': apiKey }).toString()
  const headers = { 'x-api-key': apiKey, authorization: `Bearer ${access_token}` }
  const body = { email, password, refreshToken: refresh_token, refresh_token, apiKey }
  const paths = [...Object.values(formats).map(({ path }) => path), '/auth/login', '/auth/token', '/auth/token/']
  const requests: WireRequest[] = [
    { search: `?${query}`, body: 'not json', headers },
    { search: `?${query}&${query}`, headers },
    { search: `?${query}&%zz`, headers },
    { search: `?${query}`, headers, body: JSON.stringify(body).slice(0, -1) },
    { search: `?${query}`, headers: { ...headers, 'content-type': 'text/plain' }, body: JSON.stringify(body) },
    { search: `?${query}`, headers, method: 'GET' },
    { search: `?${query}`, headers, body: { ...body, padding: 'x'.repeat(70_000) } },
  ]
  for (const path of paths) {
    for (const request of requests) await ask(api.url, path, request)
    await ask(api.url, `${path.replace(/\/$/, '')}/${refresh_token}`, { search: `?${query}`, headers })
  }
  // Nobody reads these: they are for the log alone. The email is a wrong one, so that no limit stands in the way.
  const wrong = new URLSearchParams({ email: `x${email}`, password }).toString()
  await ask(api.url, '/auth/token', { search: `?${wrong}`, headers })
  await ask(api.url, '/auth/login', { body: { email: `x${email}`, password } })
  for (const name of formatNames) await present(api.url, name, `${refresh_token}x`, apiKey)
  await fetch(`${api.url}/auth/nothing?${query}`, { method: 'POST', headers })
  await fetch(`${api.url}/oauth/token?${query}`, { method: 'POST', headers, body: new URLSearchParams({ refresh_token }) })
  await fetch(`${api.url}/v1/sessions?${query}`, { method: 'POST', headers })
}

function genlogsLogin({ email, password }: Omit<Person, 'id'>, key: string) {
  return { search: `?${new URLSearchParams({ email, password }).toString()}`, headers: { 'x-api-key': key } }
}
