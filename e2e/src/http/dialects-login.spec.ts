import { routes } from '@tessera/contract'
import { expect, isoTime, isoTimeWithOffset, talkstackError, test, text } from './dialects-test.js'
import { ask, formats, successorAt, type WireRequest } from './dialects.js'
import { partsOf } from './forged-token.js'
import { type Person, refresh } from './people.js'

const genlogsRefusal = { status: 401, body: { detail: 'Invalid API key, email or password' } }

test.describe('a login', () => {
  test('at Talkstack answers as its refresh does, and says success', async ({ api, owner, ada }) => {
    const { status, body } = await ask(api.url, '/auth/login', { body: { email: ada.email, password: ada.password } })
    expect([status, body]).toEqual([
      200,
      { token: text, refreshToken: text, resfreshToken: body['refreshToken'], expirationTime: isoTime, loginStatus: 'success' },
    ])
    const { exp, iat, sid } = partsOf(String(body['token'])).claims
    expect(Number(exp) - Number(iat)).toBe(7200)
    expect(await owner.call(routes.readSession, { params: { id: String(sid) } })).toMatchObject({
      dialect: 'talkstack',
      user: { id: ada.id },
    })
    await refresh(api, { refresh_token: String(body['refreshToken']) })
  })

  for (const path of ['/auth/token', '/auth/token/']) {
    test(`at GenLogs’ ${path} answers as its refresh does`, async ({ api, owner, ada, apiKey }) => {
      const search = `?${new URLSearchParams({ email: ada.email, password: ada.password }).toString()}`
      const { status, body } = await ask(api.url, path, { search, headers: { 'x-api-key': apiKey } })
      const pair = { token: text, expires: isoTimeWithOffset }
      expect([status, body]).toEqual([200, { access_token_data: pair, refresh_token_data: pair, user_id: ada.id, company_id: 1 }])
      const { sid } = partsOf(formats.genlogs.accessTokenIn(body)).claims
      expect((await owner.call(routes.readSession, { params: { id: String(sid) } })).dialect).toBe('genlogs')
      await successorAt(api.url, 'genlogs', formats.genlogs.refreshTokenIn(body), apiKey)
    })
  }

  const missing = (name: string) => ({
    loc: name === 'x-api-key' ? ['header', name] : ['query', name],
    msg: 'Field required',
    type: 'missing',
  })
  const attempts: readonly (readonly [
    what: string,
    path: string,
    request: (ada: Person, apiKey: string) => WireRequest,
    expected: object,
  ])[] = [
    ['without a password', '/auth/login', ({ email }) => ({ body: { email } }), talkstackError(400, 'password is missing.')],
    ['without anything', '/auth/login', () => ({}), talkstackError(400, 'email is missing. password is missing.')],
    ['with a number for a password', '/auth/login', ({ email }) => ({ body: { email, password: 7 } }), talkstackError(400)],
    ['with a wrong password', '/auth/login', ({ email }) => ({ body: { email, password: 'wrong' } }), talkstackError(401)],
    ['with an address of nobody', '/auth/login', () => ({ body: { email: 'nobody@example.com', password: 'wrong' } }), talkstackError(401)],
    ['with a huge password', '/auth/login', ({ email }) => ({ body: { email, password: 'x'.repeat(50_000) } }), talkstackError(401)],
    ['without anything', '/auth/token', () => ({}), { status: 422, body: { detail: ['x-api-key', 'email', 'password'].map(missing) } }],
    [
      'without a password',
      '/auth/token/',
      ({ email }, key) => genlogsLogin({ email }, key),
      { status: 422, body: { detail: [missing('password')] } },
    ],
    [
      'without a key',
      '/auth/token',
      ({ email, password }) => genlogsLogin({ email, password }),
      { status: 422, body: { detail: [missing('x-api-key')] } },
    ],
    ['with a wrong password', '/auth/token', ({ email }, key) => genlogsLogin({ email, password: 'wrong' }, key), genlogsRefusal],
    [
      'with an address of nobody',
      '/auth/token',
      (_, key) => genlogsLogin({ email: 'nobody@example.com', password: 'p' }, key),
      genlogsRefusal,
    ],
    ['with a key that is none', '/auth/token', ({ email, password }) => genlogsLogin({ email, password }, 'garbage'), genlogsRefusal],
    ['with an empty key', '/auth/token', ({ email, password }) => genlogsLogin({ email, password }, ''), genlogsRefusal],
  ]
  for (const [what, path, request, expected] of attempts) {
    test(`at ${path} ${what} is refused in the format’s words`, async ({ api, ada, apiKey }) => {
      const { status, body } = await ask(api.url, path, request(ada, apiKey))
      expect({ status, body }).toEqual(expected)
    })
  }
})

function genlogsLogin(fields: Record<string, string>, apiKey?: string): WireRequest {
  return { search: `?${new URLSearchParams(fields).toString()}`, headers: apiKey === undefined ? {} : { 'x-api-key': apiKey } }
}
