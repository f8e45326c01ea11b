import { expect, refused, test, text, urlencoded } from './dialects-test.js'
import { ask, type FormatName, formatNames, formats, servedFormats, type WireRequest } from './dialects.js'

/** What the server refuses by itself, before a format has read anything: in the shape of the format, whose clients know no other. */
const shapes = {
  talkstack: (statusCode: number, error: string) => ({ statusCode, error, message: text }),
  xerial: (code: number, message: string) => ({ code, message }),
  freddy: (_: number, detail: string) => ({ detail }),
  genlogs: (_: number, detail: string) => ({ detail }),
} as const satisfies Record<FormatName, (status: number, title: string) => object>

const addresses: readonly (readonly [name: FormatName, path: string, takesForms: boolean])[] = [
  ['talkstack', '/auth/refresh-token', false],
  ['talkstack', '/auth/login', false],
  ['xerial', '/auth/refresh-tokens', true],
  ['xerial', '/v1/auth/refresh-tokens', true],
  ['freddy', '/v1/auth/refresh', false],
  ['genlogs', '/auth/token/refresh', true],
  ['genlogs', '/auth/token', true],
  ['genlogs', '/auth/token/', true],
]

type Refused = readonly [what: string, request: WireRequest & { readonly below?: string }, status: number, title: string]

const everywhere: readonly Refused[] = [
  ['an address below it', { below: '/x' }, 404, 'Not Found'],
  ['an address below it, with a token', { below: '/x', search: '?refresh_token=x' }, 404, 'Not Found'],
  ['a broken escape below it', { below: '/%zz' }, 400, 'Bad Request'],
  ['JSON that breaks off', { body: '{"refreshToken":' }, 400, 'Bad Request'],
  ['two JSON texts', { body: '{}{}' }, 400, 'Bad Request'],
  ['a prototype', { body: '{"__proto__":{"refreshToken":"x"}}' }, 400, 'Bad Request'],
  ['a field of the query twice', { search: '?refresh_token=x&refresh_token=y' }, 400, 'Bad Request'],
  ['a broken escape in the query', { search: '?refresh_token=%zz' }, 400, 'Bad Request'],
  ['a query that is not UTF-8', { search: '?refresh_token=%ff' }, 400, 'Bad Request'],
  ['a body of 70,000 characters', { body: { refreshToken: 'x'.repeat(70_000) } }, 413, 'Content Too Large'],
  ['text', { body: 'x', headers: { 'content-type': 'text/plain' } }, 415, 'Unsupported Media Type'],
  ['something that is almost JSON', { body: '{}', headers: { 'content-type': 'application/json5' } }, 415, 'Unsupported Media Type'],
  ['a form of parts', { body: '--x--', headers: { 'content-type': 'multipart/form-data; boundary=x' } }, 415, 'Unsupported Media Type'],
]
const aForm: Refused = ['a form', { body: 'refreshToken=x', headers: urlencoded }, 415, 'Unsupported Media Type']
const aFormTwice: Refused = [
  'a form with a field twice',
  { body: 'refreshToken=x&refreshToken=y', headers: urlencoded },
  400,
  'Bad Request',
]

test('every format that the server has is tried: it has an entry in dialects.ts, and its addresses are here', async ({ api }) => {
  const served = await servedFormats(api.url)
  const entries: readonly string[] = Object.values(formats).map(({ path }) => path)
  const untried = served.filter(({ paths }) => !paths.some((path) => entries.includes(path)))
  expect(untried.map(({ title }) => title)).toEqual([])
  expect(addresses.map(([, path]) => path).sort()).toEqual(served.flatMap(({ paths }) => paths).sort())
})

for (const [name, path, takesForms] of addresses) {
  test(`${path} refuses what cannot be read, in the shape of ${name}`, async ({ api }) => {
    for (const [what, { below = '', ...request }, status, title] of [...everywhere, takesForms ? aFormTwice : aForm]) {
      const answer = await ask(api.url, path.replace(/\/$/, below && '') + below, request)
      expect([what, answer.status, answer.body]).toEqual([what, status, shapes[name](status, title)])
    }
  })

  test(`${path} takes POST alone, and says so in the shape of ${name}`, async ({ api }) => {
    for (const method of ['GET', 'PUT', 'PATCH', 'DELETE']) {
      const { status, headers, body } = await ask(api.url, path, { method })
      expect([method, status, headers.get('allow'), body]).toEqual([method, 405, 'POST', shapes[name](405, 'Method Not Allowed')])
    }
  })

  test(`${path} may be called by a page on another origin, with an API key and any type of body`, async ({ api }) => {
    const asked = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type,x-api-key' }
    const { status, headers } = await fetch(api.url + path, { method: 'OPTIONS', headers: { origin: 'https://app.example.com', ...asked } })
    expect([status, headers.get('access-control-allow-origin'), headers.get('access-control-allow-credentials')]).toEqual([200, '*', null])
    expect(headers.get('access-control-allow-methods')).toContain('POST')
    expect(headers.get('access-control-allow-headers')).toMatch(/content-type.*x-api-key/i)
  })
}

test('a token that is longer than any address may be is refused in the format’s shape, before there is a request', async ({ api }) => {
  for (const [name, path] of addresses) {
    const response = await fetch(`${api.url}${path}?refresh_token=${'x'.repeat(20_000)}`, { method: 'POST' })
    expect([path, response.status, await response.json()]).toEqual([path, 431, shapes[name](431, 'Request Header Fields Too Large')])
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8')
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
  }
  const beside = await fetch(`${api.url}/auth/nothing?refresh_token=${'x'.repeat(20_000)}`, { method: 'POST' })
  expect([beside.status, beside.headers.get('content-type')]).toEqual([431, 'application/problem+json'])
})

test('what stands in a query or a header is in no error', async ({ api }) => {
  for (const name of formatNames) {
    const { path } = formats[name]
    const headers = { 'x-api-key': 'a-secret', authorization: 'Bearer a-secret' }
    for (const search of ['?refresh_token=a-secret', '?refresh_token=a-secret&refresh_token=a-secret', '?a-secret=%zz']) {
      for (const [method, at] of [
        ['POST', path],
        ['POST', `${path}/x`],
        ['POST', `${path}/a-secret%zz`],
        ['GET', path],
      ] as const) {
        const { body } = await ask(api.url, at, { method, search, headers })
        expect(JSON.stringify(body), `${method} ${at}${search}`).not.toContain('a-secret')
      }
    }
  }
})

test('a token in the query of a format that reads none there is not read', async ({ api, login }) => {
  for (const name of ['talkstack', 'xerial', 'freddy'] as const) {
    const search = `?refreshToken=${login.refresh_token}&refresh_token=${login.refresh_token}`
    const { status, body } = await ask(api.url, formats[name].path, { search, body: { refreshToken: 'x', refresh_token: 'x' } })
    expect([status, body]).toEqual([401, refused[name]])
  }
})
