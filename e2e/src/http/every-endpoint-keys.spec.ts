import { routes, type TokenResponse } from '@tessera/contract'
import type { Api } from './api.js'
import { expect, refused, test } from './dialects-test.js'
import { ask, formats, present, successorAt } from './dialects.js'
import { createPerson, uniqueName } from './people.js'

test.describe('an API key of GenLogs', () => {
  test('of another company is answered like garbage, at a refresh and at a login; nothing is consumed, and nothing is learnt', async ({
    api,
    owner,
    ada,
    login,
    apiKey,
  }) => {
    const { key: foreign, user: stranger } = await keyOfAnotherCompany(owner)
    const before = await detailOf(owner, login)
    const answers = await Promise.all([
      genlogs(api, login.refresh_token, foreign),
      genlogs(api, login.refresh_token, 'garbage'),
      genlogs(api, login.refresh_token, foreign.slice(0, -1) + (foreign.endsWith('A') ? 'B' : 'A')),
      genlogs(api, 'garbage', foreign),
      genlogs(api, 'garbage', apiKey),
    ])
    for (const answer of answers) expect(answer).toEqual({ status: 401, body: refused.genlogs, headers: answers[0]?.headers })
    expect(await detailOf(owner, login)).toEqual(before)

    const logins = [
      await genlogsLogin(api, ada, foreign),
      await genlogsLogin(api, { ...ada, password: 'wrong' }, foreign),
      await genlogsLogin(api, stranger, apiKey),
      await genlogsLogin(api, ada, 'garbage'),
    ]
    for (const answer of logins) expect(answer).toEqual({ status: 401, body: { detail: 'Invalid API key, email or password' } })
    expect((await genlogsLogin(api, stranger, foreign)).status).toBe(200)
    await successorAt(api.url, 'genlogs', login.refresh_token, apiKey)
  })

  test('names its own company’s whole number', async ({ api, owner }) => {
    const { key, company, user } = await keyOfAnotherCompany(owner)
    const { status, body } = await genlogsLogin(api, user, key)
    expect([status, body]).toMatchObject([200, { user_id: user.id, company_id: company.id }])
    const next = await present(api.url, 'genlogs', formats.genlogs.refreshTokenIn(body), key)
    expect(next.body['company_id']).toBe(company.id)
  })

  test('that is revoked is refused at once, and the token is good with another', async ({ api, owner, ada, login, apiKey }) => {
    const { key, id } = await owner.call(routes.createMyApiKey, { body: { name: 'soon revoked', scopes: ['tokens'] } })
    const next = await successorAt(api.url, 'genlogs', login.refresh_token, key)
    await owner.call(routes.revokeMyApiKey, { params: { id } })
    for (const token of [login.refresh_token, next]) {
      expect(await genlogs(api, token, key)).toMatchObject({ status: 401, body: refused.genlogs })
    }
    expect((await genlogsLogin(api, ada, key)).status).toBe(401)
    await successorAt(api.url, 'genlogs', next, apiKey)
  })

  test('that has expired is refused, and the token is good with another', async ({ api, owner, ada, login, apiKey }) => {
    const { key, id } = await owner.call(routes.createMyApiKey, { body: { name: 'short', scopes: ['tokens'], expires_in: 1 } })
    const isExpired = async () => (await owner.call(routes.myApiKeys, { query: { state: 'expired' } })).items.some((item) => item.id === id)
    await expect.poll(isExpired, { intervals: [200] }).toBe(true)
    expect(await genlogs(api, login.refresh_token, key)).toMatchObject({ status: 401, body: refused.genlogs })
    expect((await genlogsLogin(api, ada, key)).status).toBe(401)
    await successorAt(api.url, 'genlogs', login.refresh_token, apiKey)
  })

  test('without the scope for tokens is refused, whatever else it may', async ({ api, owner, ada, login, apiKey }) => {
    const { key } = await owner.call(routes.createMyApiKey, {
      body: { name: 'reads', scopes: ['introspect', 'sessions:read', 'sessions:revoke'] },
    })
    expect(await genlogs(api, login.refresh_token, key)).toMatchObject({ status: 401, body: refused.genlogs })
    expect((await genlogsLogin(api, ada, key)).status).toBe(401)
    await successorAt(api.url, 'genlogs', login.refresh_token, apiKey)
  })

  test('does not help at another format, and does no harm there', async ({ api, login }) => {
    const { status } = await fetch(`${api.url}/v1/auth/refresh`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': 'garbage' },
      body: JSON.stringify({ refresh_token: login.refresh_token }),
    })
    expect(status).toBe(200)
  })
})

function detailOf(owner: Api, { session_id }: TokenResponse) {
  return owner.call(routes.readSession, { params: { id: session_id } })
}

/** A company, somebody of it, and an API key that speaks for them. */
async function keyOfAnotherCompany(owner: Api) {
  const company = await owner.call(routes.createCompany, { body: { name: uniqueName('Company') } })
  const user = await createPerson(owner, [], 'bob', company.id)
  const { key } = await owner.call(routes.createApiKey, { body: { user_id: user.id, name: 'theirs', scopes: ['tokens'] } })
  return { company, user, key }
}

/** All that a refresh in the GenLogs format shows, but for what differs with each answer anyway. */
async function genlogs(api: Api, refreshToken: string, apiKey: string) {
  const { status, body, headers } = await present(api.url, 'genlogs', refreshToken, apiKey)
  return { status, body, headers: [...headers].filter(([name]) => name !== 'date' && name !== 'x-request-id') }
}

async function genlogsLogin(api: Api, { email, password }: { readonly email: string; readonly password: string }, apiKey: string) {
  const search = `?${new URLSearchParams({ email, password }).toString()}`
  const { status, body } = await ask(api.url, '/auth/token', { search, headers: { 'x-api-key': apiKey } })
  return { status, body }
}
