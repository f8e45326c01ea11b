import { routes } from '@tessera/contract'
import { expect, isoTime, isoTimeWithOffset, test, text, urlencoded } from './dialects-test.js'
import { ask, formatNames, formats, present, successorAt } from './dialects.js'
import { partsOf } from './forged-token.js'
import { logIn } from './people.js'

test.describe('a good refresh', () => {
  test('at Talkstack has every field of the prose and of the example, and an access token of two hours', async ({ api, login }) => {
    const before = Date.now()
    const { status, body } = await ask(api.url, '/auth/refresh-token', { body: { refreshToken: login.refresh_token } })
    expect([status, body]).toEqual([200, { token: text, refreshToken: text, resfreshToken: text, expirationTime: isoTime }])
    expect(body['resfreshToken']).toBe(body['refreshToken'])
    const { exp, iat } = partsOf(String(body['token'])).claims
    expect(Number(exp) - Number(iat)).toBe(7200)
    expect(Math.floor(Date.parse(String(body['expirationTime'])) / 1000)).toBe(exp)
    expect(Math.abs(Date.parse(String(body['expirationTime'])) - before - 7_200_000)).toBeLessThan(30_000)
  })

  for (const spelling of ['refreshToken', 'resfreshToken']) {
    test(`at Talkstack takes the token as ${spelling}`, async ({ api, login }) => {
      const { status, body } = await ask(api.url, '/auth/refresh-token', { body: { [spelling]: login.refresh_token } })
      expect(status).toBe(200)
      // What came back under this spelling is good under it, too.
      expect((await ask(api.url, '/auth/refresh-token', { body: { [spelling]: body[spelling] } })).status).toBe(200)
    })
  }

  for (const path of ['/auth/refresh-tokens', '/v1/auth/refresh-tokens']) {
    test(`at Xerial’s ${path} has both tokens with their ends, for JSON and for a form`, async ({ api, owner, login }) => {
      const pair = { token: text, expires: isoTime }
      const json = await ask(api.url, path, { body: { refreshToken: login.refresh_token } })
      expect([json.status, json.body]).toEqual([200, { access: pair, refresh: pair }])
      const { access, refresh: next } = json.body as Record<'access' | 'refresh', { token: string; expires: string }>
      expect(Math.floor(Date.parse(access.expires) / 1000)).toBe(partsOf(access.token).claims['exp'])
      const { expires_at } = await owner.call(routes.readSession, { params: { id: login.session_id } })
      expect(next.expires).toBe(expires_at)
      const form = await ask(api.url, path, { body: new URLSearchParams({ refreshToken: next.token }).toString(), headers: urlencoded })
      expect([form.status, form.body]).toEqual([200, { access: pair, refresh: pair }])
    })
  }

  test('at Freddy has the union of all that the document describes', async ({ api, ada }) => {
    const login = await logIn(api, ada, { device_id: 'device-123' })
    const { status, body } = await ask(api.url, '/v1/auth/refresh', { body: { refresh_token: login.refresh_token } })
    expect([status, body]).toEqual([
      200,
      {
        ...{ token: text, access_token: body['token'], refresh_token: text, token_type: 'bearer', expires_in: 900 },
        ...{ device_id: 'device-123', user: { id: ada.id, email: ada.email } },
      },
    ])
    expect(body['refresh_token']).not.toBe(login.refresh_token)
  })

  test('at Freddy names the session where the client named no device: a string in any case', async ({ api, login }) => {
    const { body } = await present(api.url, 'freddy', login.refresh_token, '')
    expect(body['device_id']).toBe(login.session_id)
  })

  test('at GenLogs has plain objects, ends that old parsers read, and the company’s whole number', async ({ api, login, apiKey }) => {
    const { status, body } = await present(api.url, 'genlogs', login.refresh_token, apiKey)
    const pair = { token: text, expires: isoTimeWithOffset }
    expect([status, body]).toEqual([200, { access_token_data: pair, refresh_token_data: pair, user_id: login.user.id, company_id: 1 }])
  })

  test('at GenLogs needs no accept header, and minds neither another one nor an empty form', async ({ api, login, apiKey }) => {
    const search = `?refresh_token=${login.refresh_token}`
    const headers = { 'x-api-key': apiKey }
    for (const request of [
      { search, headers: { ...headers, accept: 'text/html' } },
      { search, headers: { ...headers, ...urlencoded }, body: '' },
      { search: `${search}&colour=red`, headers },
      { search, headers, body: {} },
    ]) {
      expect((await ask(api.url, '/auth/token/refresh', request)).status).toBe(200)
    }
  })

  for (const name of formatNames) {
    test(`at ${name} gives tokens that work, and the same successor to a retry`, async ({ api, ada, login, apiKey }) => {
      const { body } = await present(api.url, name, login.refresh_token, apiKey)
      expect((await api.as({ access_token: formats[name].accessTokenIn(body) }).call(routes.me)).id).toBe(ada.id)
      const successor = formats[name].refreshTokenIn(body)
      expect(await successorAt(api.url, name, login.refresh_token, apiKey)).toBe(successor)
      expect(await successorAt(api.url, name, successor, apiKey)).not.toBe(successor)
    })
  }
})
