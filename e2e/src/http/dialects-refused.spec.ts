import { routes } from '@tessera/contract'
import { expect, refused, talkstackError, test } from './dialects-test.js'
import { ask, type FormatName, formatNames, formats, present, successorAt, type WireRequest } from './dialects.js'
import { logIn, refresh, uniqueName } from './people.js'

test.describe('a token that is none', () => {
  const garbage: readonly (readonly [what: string, spoil: (good: string) => string])[] = [
    ['garbage', () => 'garbage'],
    ['our prefix alone', () => 'tessera_rt_'],
    ['changed in its last character', (good) => good.slice(0, -1) + (good.endsWith('A') ? 'B' : 'A')],
    ['with a character too many', (good) => `${good}A`],
    ['between spaces', (good) => ` ${good} `],
    ['with a NUL', (good) => `${good}\u0000`],
    ['as long as may be', () => 'x'.repeat(10_000)],
    ['markup', () => '<script>alert(1)</script>'],
  ]
  for (const name of formatNames) {
    test(`is refused at ${name} with the documented 401, and the session does not notice`, async ({ api, owner, login, apiKey }) => {
      const params = { id: login.session_id }
      const before = await owner.call(routes.readSession, { params })
      for (const [what, spoil] of garbage) {
        const { status, body } = await present(api.url, name, spoil(login.refresh_token), apiKey)
        expect([what, status, body]).toEqual([what, 401, refused[name]])
      }
      expect(await owner.call(routes.readSession, { params })).toEqual(before)
      await successorAt(api.url, name, login.refresh_token, apiKey)
    })
  }
})

test.describe('a request that lacks its token', () => {
  type Lacking = readonly [what: string, request: WireRequest, status: number, body: unknown]
  const json = { 'content-type': 'application/json' }
  const bodies = (name: string) =>
    [
      ['no body', {}, undefined],
      ['an empty object', { body: {} }, {}],
      ['the name of another format', { body: { [name === 'refresh_token' ? 'refreshToken' : 'refresh_token']: 'x' } }, {}],
      ['null', { body: { [name]: null } }, { [name]: null }],
      ['a number', { body: { [name]: 7 } }, { [name]: 7 }],
      ['a list', { body: { [name]: ['x'] } }, { [name]: ['x'] }],
      ['an object', { body: { [name]: { $ne: null } } }, { [name]: {} }],
      ['nothing in it', { body: { [name]: '' } }, { [name]: '' }],
      ['a list for a body', { body: '[]', headers: json }, []],
      ['a string for a body', { body: '"x"', headers: json }, 'x'],
      ['null for a body', { body: 'null', headers: json }, null],
    ] as const satisfies (readonly [what: string, request: WireRequest, sent: unknown])[]

  const talkstack = bodies('refreshToken').map(([what, request]): Lacking => {
    const isThere = ['a number', 'a list', 'an object'].includes(what)
    const { status, body } = talkstackError(400, isThere ? 'refreshToken must be a string.' : 'refreshToken is missing.')
    return [what, request, status, body]
  })

  const joi: Readonly<Record<string, string>> = {
    null: '"refreshToken" must be a string',
    'a number': '"refreshToken" must be a string',
    'a list': '"refreshToken" must be a string',
    'an object': '"refreshToken" must be a string',
    'nothing in it': '"refreshToken" is not allowed to be empty',
    'a list for a body': '"body" must be of type object',
    'a string for a body': '"body" must be of type object',
    'null for a body': '"body" must be of type object',
  }
  const xerial = bodies('refreshToken').map(([what, request]): Lacking => [
    what,
    request,
    400,
    { code: 400, message: joi[what] ?? '"refreshToken" is required' },
  ])

  const field = ['body', 'refresh_token']
  const absent = { loc: field, msg: 'Field required', type: 'missing' }
  const noString = { loc: field, msg: 'Input should be a valid string', type: 'string_type' }
  const noBody = { loc: ['body'], msg: 'Field required', type: 'missing' }
  const noObject = {
    loc: ['body'],
    msg: 'Input should be a valid dictionary or object to extract fields from',
    type: 'model_attributes_type',
  }
  const fastApi: Readonly<Record<string, object>> = {
    'no body': noBody,
    'null for a body': noBody,
    'an empty object': absent,
    'the name of another format': absent,
    'a list for a body': noObject,
    'a string for a body': noObject,
  }
  const freddy = bodies('refresh_token').map(([what, request]): Lacking => {
    // To FastAPI an empty string is a string, and the token that it is no good one.
    if (what === 'nothing in it') return [what, request, 401, refused.freddy]
    return [what, request, 422, { detail: [fastApi[what] ?? noString] }]
  })

  const noKey = { loc: ['header', 'x-api-key'], msg: 'Field required', type: 'missing' }
  const noToken = { loc: ['query', 'refresh_token'], msg: 'Field required', type: 'missing' }
  const key = { 'x-api-key': 'garbage' }
  const genlogs: readonly Lacking[] = [
    ['nothing at all', {}, 422, { detail: [noKey, noToken] }],
    ['no token', { headers: key }, 422, { detail: [noToken] }],
    ['no key', { search: '?refresh_token=x' }, 422, { detail: [noKey] }],
    ['the token in the body', { headers: key, body: { refresh_token: 'x' } }, 422, { detail: [noToken] }],
    ['the name of another format', { headers: key, search: '?refreshToken=x' }, 422, { detail: [noToken] }],
    ['a list', { headers: key, search: '?refresh_token[]=x' }, 422, { detail: [noToken] }],
    ['an empty token', { headers: key, search: '?refresh_token=' }, 401, refused.genlogs],
    ['a name without a value', { headers: key, search: '?refresh_token' }, 401, refused.genlogs],
    ['an empty key', { headers: { 'x-api-key': '' }, search: '?refresh_token=x' }, 401, refused.genlogs],
  ]

  for (const [name, requests] of Object.entries({ talkstack, xerial, freddy, genlogs })) {
    test(`is answered at ${name} as the document says`, async ({ api }) => {
      for (const [what, request, status, body] of requests) {
        const answer = await ask(api.url, formats[name as FormatName].path, request)
        expect([what, answer.status, answer.body]).toEqual([what, status, body])
      }
    })
  }

  test('is not helped at Talkstack by two spellings that differ', async ({ api, login }) => {
    const both = { refreshToken: login.refresh_token, resfreshToken: 'another' }
    const { status, body } = await ask(api.url, '/auth/refresh-token', { body: both })
    expect({ status, body }).toEqual(talkstackError(400, 'refreshToken and resfreshToken differ. Send one of them.'))
    await refresh(api, login)
  })
})

test.describe('a session that is over', () => {
  for (const name of formatNames) {
    test(`is refused at ${name} with the documented 401, whichever of its tokens comes`, async ({ api, owner, login, apiKey }) => {
      const next = await refresh(api, login)
      await owner.call(routes.revokeSession, { params: { id: login.session_id } })
      for (const { refresh_token } of [login, next]) {
        const { status, body } = await present(api.url, name, refresh_token, apiKey)
        expect([status, body]).toEqual([401, refused[name]])
      }
    })

    test(`because it expired, too: at ${name}`, async ({ api, owner, ada, apiKey }) => {
      const { client_id } = await owner.call(routes.createClient, {
        body: { name: uniqueName('Short'), dialects: null, idle_timeout: 2, retry_window: 1, access_token_lifetime: 2 },
      })
      const { refresh_token, session_id } = await logIn(api, ada, { client_id })
      const stateOf = async () => (await owner.call(routes.readSession, { params: { id: session_id } })).state
      await expect.poll(stateOf, { intervals: [200] }).toBe('expired')
      const { status, body } = await present(api.url, name, refresh_token, apiKey)
      expect([status, body]).toEqual([401, name === 'freddy' ? { detail: 'Refresh token has expired' } : refused[name]])
    })
  }
})
