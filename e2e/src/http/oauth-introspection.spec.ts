import { routes } from '@tessera/contract'
import type { Api } from './api.js'
import { ask, basic, createClient, createConfidentialClient, errorIn, logInAt, logInBound } from './oauth-calls.js'
import { createPerson, logIn, type Person, uniqueName } from './people.js'
import { expect, test } from './test.js'

const inactive = { active: false }

/** Somebody of a company that has nobody else. */
async function createStranger(owner: Api): Promise<Person> {
  const { id: company_id } = await owner.call(routes.createCompany, { body: { name: uniqueName('Company') } })
  const email = `${uniqueName('eve')}@example.com`
  const password = uniqueName('a good password')
  const { id } = await owner.call(routes.createUser, { body: { email, password, company_id, roles: ['admin'] } })
  return { id, email, password }
}

async function apiKeyOf(api: Api, person: Person, scopes: readonly ('introspect' | 'tokens')[] = ['introspect']) {
  const { id, key } = await api
    .as(await logIn(api, person))
    .call(routes.createMyApiKey, { body: { name: 'Introspection', scopes: [...scopes] } })
  return { id, key }
}

test('an API key is told of the tokens of its company, and of no other', async ({ api, owner }) => {
  const ada = await createPerson(owner, ['auditor'])
  const eve = await createStranger(owner)
  const { key } = await apiKeyOf(api, ada)
  const [ours, theirs] = [await logIn(api, ada), await logIn(api, eve)]
  const introspect = async (token: string, headers: Record<string, string> = { 'x-api-key': key }) =>
    (await ask(api, '/oauth/introspect', { token }, headers)).body
  for (const headers of [{ 'x-api-key': key }, { authorization: `Bearer ${key}` }]) {
    expect(await introspect(ours.access_token, headers)).toMatchObject({ active: true, token_use: 'access_token', sid: ours.session_id })
    expect(await introspect(ours.refresh_token, headers)).toMatchObject({ active: true, token_use: 'refresh_token', sid: ours.session_id })
    for (const token of [theirs.access_token, theirs.refresh_token, 'garbage']) expect(await introspect(token, headers)).toEqual(inactive)
  }
  const shop = await createConfidentialClient(owner, { grants: ['client_credentials'] })
  const granted = await ask(api, '/oauth/token', { grant_type: 'client_credentials' }, basic(shop))
  expect(await introspect(String(granted.body?.['access_token']))).toEqual(inactive)
})

test('an API key of somebody who sees no sessions is told of nobody else’s refresh token', async ({ api, owner }) => {
  const [ada, bob] = [await createPerson(owner), await createPerson(owner)]
  const { key } = await apiKeyOf(api, ada)
  const [own, others] = [await logIn(api, ada), await logIn(api, bob)]
  const introspect = async (token: string) => (await ask(api, '/oauth/introspect', { token }, { 'x-api-key': key })).body
  expect(await introspect(own.refresh_token)).toMatchObject({ active: true, token_use: 'refresh_token', sid: own.session_id })
  expect(await introspect(others.refresh_token)).toEqual(inactive)
  expect(await introspect(others.access_token)).toMatchObject({ active: true, sid: others.session_id })
})

test('an API key without the scope, and one that is revoked, are challenged in the words of RFC 6750', async ({ api, owner }) => {
  const ada = await createPerson(owner)
  const { refresh_token: token } = await logIn(api, ada)
  const other = await apiKeyOf(api, ada, ['tokens'])
  const insufficient = await ask(api, '/oauth/introspect', { token }, { 'x-api-key': other.key })
  expect(errorIn(insufficient, [other.key])).toEqual([401, 'insufficient_scope'])
  expect(insufficient.headers.get('www-authenticate')).toContain('scope="introspect"')

  const { id, key } = await apiKeyOf(api, ada)
  await api.as(await logIn(api, ada)).call(routes.revokeMyApiKey, { params: { id } })
  for (const wrong of [key, 'tessera_ak_unknown', 'x']) {
    const refused = await ask(api, '/oauth/introspect', { token }, { authorization: `Bearer ${wrong}` })
    expect(errorIn(refused)).toEqual([401, 'invalid_token'])
    expect(refused.headers.get('www-authenticate')).toBe('Bearer realm="tessera", error="invalid_token"')
  }
})

test('a client is told of every access token, and of its own refresh tokens', async ({ api, owner }) => {
  const [shop, bank] = [await createConfidentialClient(owner), await createConfidentialClient(owner)]
  const login = await logInAt(api, shop, await createPerson(owner))
  const introspect = async (token: string) => (await ask(api, '/oauth/introspect', { token }, basic(bank))).body
  expect(await introspect(login.access_token)).toMatchObject({ active: true, client_id: shop.client_id })
  expect(await introspect(login.refresh_token)).toEqual(inactive)
})

test('a public client is told nothing', async ({ api, owner }) => {
  const shop = await createClient(owner)
  const { access_token: token } = await logInAt(api, shop, await createPerson(owner))
  const refused = await ask(api, '/oauth/introspect', { token, client_id: shop.client_id })
  expect(errorIn(refused)).toEqual([401, 'invalid_client'])
})

test('a token for another audience is known too', async ({ api, owner }) => {
  const shop = await createConfidentialClient(owner, { audience: 'https://orders.example.com' })
  const { access_token: token } = await logInAt(api, shop, await createPerson(owner))
  const { body } = await ask(api, '/oauth/introspect', { token }, basic(shop))
  expect(body).toMatchObject({ active: true, aud: 'https://orders.example.com' })
})

test('the access token of a bound session is told with its key, and the refresh token of a client that authenticates with none, since it may come with another', async ({
  api,
  owner,
}) => {
  const shop = await createConfidentialClient(owner)
  const key = (await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])) as CryptoKeyPair
  const { refresh_token, access_token } = await logInBound(api, shop, await createPerson(owner), key)
  const cnf = { jkt: expect.stringMatching(/^[\w-]{43}$/) as unknown }
  const told = (await ask(api, '/oauth/introspect', { token: refresh_token }, basic(shop))).body
  expect(told).toMatchObject({ active: true, token_use: 'refresh_token' })
  expect(told).not.toHaveProperty('cnf')
  const { body } = await ask(api, '/oauth/introspect', { token: access_token }, basic(shop))
  expect(body).toMatchObject({ active: true, token_use: 'access_token', token_type: 'DPoP', cnf })
})

test('an access token is worth nothing from the moment that its client is disabled', async ({ api, owner }) => {
  const [shop, asker] = [await createConfidentialClient(owner), await createConfidentialClient(owner)]
  const { access_token: token } = await logInAt(api, shop, await createPerson(owner))
  const introspect = async () => (await ask(api, '/oauth/introspect', { token }, basic(asker))).body
  expect(await introspect()).toMatchObject({ active: true })
  await owner.call(routes.updateClient, { params: { id: shop.client_id }, body: { disabled: true } })
  expect(await introspect()).toEqual(inactive)
})

test('a refresh token that a thief or its owner has used up is dead, and asking about it ends nothing', async ({ api, owner }) => {
  const shop = await createConfidentialClient(owner)
  const login = await logInAt(api, shop, await createPerson(owner))
  const refresh = async (refresh_token: string) =>
    String((await ask(api, '/oauth/token', { grant_type: 'refresh_token', refresh_token }, basic(shop))).body?.['refresh_token'])
  const second = await refresh(login.refresh_token)
  const third = await refresh(second)
  const newest = await refresh(third)
  const introspect = async (token: string) => (await ask(api, '/oauth/introspect', { token }, basic(shop))).body
  // Two generations behind: whoever presented it would be found out.
  expect(await introspect(login.refresh_token)).toEqual(inactive)
  expect(await introspect(newest)).toMatchObject({ active: true })
  expect(await refresh(newest)).toMatch(/^tessera_rt_/)
})
