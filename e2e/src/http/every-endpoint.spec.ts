import { type CreateClient, routes, type TokenResponse } from '@tessera/contract'
import type { Api } from './api.js'
import { expect, refused, test } from './dialects-test.js'
import { formatNames, present, successorAt } from './dialects.js'
import { adopted, endpointNames, endpoints, oauthRefresh, type Presented } from './every-endpoint.js'
import { partsOf } from './forged-token.js'
import { logIn, refresh, uniqueName } from './people.js'

/** One core decides: a session neither knows nor minds at which endpoint its tokens are presented. */
test.describe('one session', () => {
  test('goes round all endpoints, and each adopts what another handed out', async ({ api, owner, login, apiKey }) => {
    let token = login.refresh_token
    const seen = new Set([token])
    for (const name of [...endpointNames, ...[...endpointNames].reverse(), 'tessera']) {
      token = await adopted(name, api.url, token, apiKey)
      expect(seen.has(token), name).toBe(false)
      seen.add(token)
    }
    expect(await detailOf(owner, login)).toMatchObject({ state: 'active', refresh_count: seen.size - 1, issued_branch: 0, dialect: null })
  })

  test('gives a retry the same successor wherever it is made', async ({ api, owner, login, apiKey }) => {
    const first = await refresh(api, login)
    for (const name of endpointNames) {
      expect(await adopted(name, api.url, login.refresh_token, apiKey), name).toBe(first.refresh_token)
    }
    expect((await detailOf(owner, login)).events).toHaveLength(1)
  })

  test('has one successor when a hundred refreshes come at once, spread over all endpoints', async ({ api, owner, login, apiKey }) => {
    const calls = Array.from({ length: 102 }, (_, i) => endpoints[endpointNames[i % endpointNames.length] ?? ''])
    const answers = await Promise.all(calls.map((call) => call?.(api.url, login.refresh_token, apiKey)))
    expect(answers.map((answer) => answer?.status)).toEqual(answers.map(() => 200))
    expect(new Set(answers.map((answer) => answer?.endpoint)).size).toBe(6)
    const [successor, ...others] = new Set(answers.map((answer) => answer?.refreshToken))
    expect(others).toEqual([])
    expect(await detailOf(owner, login)).toMatchObject({ state: 'active', refresh_count: 1, issued_branch: 0 })
    await refresh(api, { refresh_token: successor ?? '' })
  })

  for (const name of endpointNames) {
    test(`ends for all when a token of long ago comes to ${name}`, async ({ api, owner, login, apiKey }) => {
      let newest: TokenResponse = login
      for (let i = 0; i < 3; i++) newest = await refresh(api, newest)
      const answer = await endpoints[name]?.(api.url, login.refresh_token, apiKey)
      expect([answer?.status, answer?.refreshToken]).toEqual([name === 'oauth' ? 400 : 401, undefined])
      expect((await detailOf(owner, login)).end).toMatchObject({ reason: 'reuse_detected', by: null })
      for (const everywhere of endpointNames) {
        const { status, body } = (await endpoints[everywhere]?.(api.url, newest.refresh_token, apiKey)) as Presented
        expect([everywhere, status, body]).toMatchObject([everywhere, ...words(everywhere)])
      }
      expect(await api.as(newest).refused(routes.me)).toMatchObject({ code: 'session_ended', reason: 'reuse_detected' })
    })
  }
})

test.describe('a client', () => {
  test('that has no format is refused in all four, and its token stays good at our own endpoint and at OAuth’s', async ({
    api,
    owner,
    ada,
    apiKey,
  }) => {
    const { client_id } = await createClient(owner, { dialects: [] })
    const login = await logIn(api, ada, { client_id })
    const before = await detailOf(owner, login)
    for (const name of formatNames) {
      const { status, body } = await present(api.url, name, login.refresh_token, apiKey)
      expect([status, body]).toEqual([401, refused[name]])
    }
    expect(await detailOf(owner, login)).toEqual(before)
    const next = await refresh(api, login)
    expect((await oauthRefresh(api.url, { refresh_token: next.refresh_token, client_id })).status).toBe(200)
  })

  for (const mine of formatNames) {
    test(`that has ${mine} refreshes there and in no other format`, async ({ api, owner, ada, apiKey }) => {
      const { client_id } = await createClient(owner, { dialects: [mine] })
      const login = await logIn(api, ada, { client_id })
      for (const name of formatNames.filter((other) => other !== mine)) {
        expect((await present(api.url, name, login.refresh_token, apiKey)).status, name).toBe(401)
      }
      await refresh(api, { refresh_token: await successorAt(api.url, mine, login.refresh_token, apiKey) })
    })
  }

  test('that is given a format has it at once, and loses it at once', async ({ api, owner, ada }) => {
    const { client_id } = await createClient(owner, { dialects: [] })
    const { refresh_token } = await logIn(api, ada, { client_id })
    const statusWith = async (dialects: string[]) => {
      await owner.call(routes.updateClient, { params: { id: client_id }, body: { dialects } })
      return (await present(api.url, 'freddy', refresh_token, '')).status
    }
    expect(await statusWith(['freddy'])).toBe(200)
    expect(await statusWith(['xerial'])).toBe(401)
    expect(await statusWith(['xerial', 'freddy'])).toBe(200)
  })

  test('that keeps a secret refreshes only where it shows it', async ({ api, owner, ada, apiKey }) => {
    const { client_id, client_secret = '' } = await createClient(owner, { confidential: true, dialects: null })
    const login = await logIn(api, ada, { client_id, client_secret })
    const { refresh_token } = login
    const before = await detailOf(owner, login)
    for (const name of endpointNames) {
      const answer = await endpoints[name]?.(api.url, refresh_token, apiKey)
      expect(answer?.refreshToken, name).toBeUndefined()
      expect(answer?.status, name).toBe(name === 'oauth' ? 400 : 401)
    }
    for (const secret of [undefined, 'wrong']) {
      const body = { refresh_token, client_id, ...(secret && { client_secret: secret }) }
      expect(await api.refused(routes.refresh, { body })).toMatchObject({ status: 401, code: 'invalid_client' })
      expect((await oauthRefresh(api.url, body)).status).toBe(401)
    }
    expect(await detailOf(owner, login)).toEqual(before)
    const next = await api.call(routes.refresh, { body: { refresh_token, client_id, client_secret } })
    const basic = `Basic ${Buffer.from(`${client_id}:${client_secret}`).toString('base64')}`
    const third = await oauthRefresh(api.url, { refresh_token: next.refresh_token }, { authorization: basic })
    expect([third.status, third.refreshToken]).toEqual([200, expect.any(String)])
    expect((await oauthRefresh(api.url, { refresh_token: third.refreshToken ?? '', client_id, client_secret })).status).toBe(200)
  })

  test('decides how long its access tokens live; where it does not, Talkstack’s live two hours and all others as the platform says', async ({
    api,
    owner,
    ada,
    apiKey,
  }) => {
    const lifetimeAt = async (name: string, login: TokenResponse) => {
      const { accessToken = '' } = (await endpoints[name]?.(api.url, login.refresh_token, apiKey)) ?? {}
      const { exp, iat } = partsOf(accessToken).claims
      return Number(exp) - Number(iat)
    }
    const { client_id } = await createClient(owner, { dialects: null, access_token_lifetime: 300 })
    const [ours, theirs] = [await logIn(api, ada), await logIn(api, ada, { client_id })]
    for (const name of endpointNames) {
      expect(await lifetimeAt(name, ours), name).toBe(name === 'talkstack' ? 7200 : 900)
      // OAuth’s endpoint is asked for another client, the built-in one, and refuses.
      if (name !== 'oauth') expect(await lifetimeAt(name, theirs), name).toBe(300)
    }
  })
})

/** What each endpoint says of a session that has ended. */
function words(name: string): readonly [status: number, body: object] {
  if (name === 'tessera') return [401, { code: 'session_ended', reason: 'reuse_detected' }]
  if (name === 'oauth') return [400, { error: 'invalid_grant' }]
  return [401, refused[name as keyof typeof refused]]
}

function detailOf(owner: Api, { session_id }: TokenResponse) {
  return owner.call(routes.readSession, { params: { id: session_id } })
}

function createClient(owner: Api, rules: Omit<CreateClient, 'name'>) {
  return owner.call(routes.createClient, { body: { name: uniqueName('Client'), ...rules } })
}
