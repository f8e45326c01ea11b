import { routes } from '@tessera/contract'
import {
  ask,
  basic,
  createClient,
  createConfidentialClient,
  errorIn,
  type FormFields,
  logInAt,
  logInBound,
  proofBy,
  read,
} from './oauth-calls.js'
import { partsOf } from './forged-token.js'
import { createPerson, logIn } from './people.js'
import { expect, test } from './test.js'

const form = { 'content-type': 'application/x-www-form-urlencoded' }

test('the metadata say where everything is, and may be cached (RFC 8414)', async ({ api }) => {
  const response = await fetch(`${api.url}/.well-known/oauth-authorization-server`)
  expect(response.headers.get('cache-control')).toBe('public, max-age=300, stale-while-revalidate=300')
  const metadata = (await response.json()) as Record<string, unknown>
  expect(metadata).toMatchObject({
    issuer: api.url,
    response_types_supported: [],
    grant_types_supported: ['refresh_token', 'client_credentials'],
  })
  const { paths } = (await (await fetch(`${api.url}/openapi.json`)).json()) as { paths: Record<string, object> }
  for (const name of ['token_endpoint', 'revocation_endpoint', 'introspection_endpoint', 'jwks_uri']) {
    const { origin, pathname } = new URL(String(metadata[name]))
    expect([origin, Object.keys(paths)]).toEqual([api.url, expect.arrayContaining([pathname])])
  }
})

test('what is no request of RFC 6749 is refused in its words, quotes nothing, and consumes nothing', async ({ api, owner }) => {
  const shop = await createConfidentialClient(owner)
  const { client_id, client_secret } = shop
  const { refresh_token } = await logInAt(api, shop, await createPerson(owner))
  const good = { grant_type: 'refresh_token', refresh_token }
  const sent = [refresh_token, client_secret]
  const { grant_type: _grant, ...withoutGrant } = good

  const refusals: readonly (readonly [
    what: string,
    expected: readonly [number, string],
    FormFields,
    headers?: Record<string, string>,
    search?: string,
  ])[] = [
    ['no grant', [400, 'invalid_request'], withoutGrant],
    ['an empty grant', [400, 'invalid_request'], { ...good, grant_type: '' }],
    ['no form at all', [400, 'invalid_request'], {}],
    ['a grant that there is not', [400, 'unsupported_grant_type'], { ...good, grant_type: 'password' }],
    ['no token', [400, 'invalid_request'], { grant_type: 'refresh_token' }],
    ['the token twice', [400, 'invalid_request'], `${new URLSearchParams(good)}&refresh_token=${refresh_token}`],
    ['the grant twice', [400, 'invalid_request'], `${new URLSearchParams(good)}&grant_type=refresh_token`],
    ['bytes that are not UTF-8', [400, 'invalid_request'], `${new URLSearchParams(good)}&scope=%ff`],
    ['a token that is too long', [400, 'invalid_request'], { ...good, refresh_token: refresh_token.repeat(100) }],
    ['a token in the address', [400, 'invalid_request'], good, {}, `refresh_token=${refresh_token}`],
    ['a secret in the address', [400, 'invalid_request'], good, {}, `client_id=${client_id}&client_secret=${client_secret}`],
    ['anything in the address', [400, 'invalid_request'], good, {}, 'colour=red'],
    ['two ways to authenticate', [400, 'invalid_request'], { ...good, client_id, client_secret }, basic(shop)],
    ['two clients', [400, 'invalid_request'], { ...good, client_id: 'tessera' }, basic(shop)],
    ['a secret of nobody', [400, 'invalid_request'], { ...good, client_secret }],
    ['a scope that is none', [400, 'invalid_scope'], { ...good, scope: 'a"b' }, basic(shop)],
    ['no authentication', [401, 'invalid_client'], good],
    ['no secret', [401, 'invalid_client'], { ...good, client_id }],
    ['a wrong secret', [401, 'invalid_client'], { ...good, client_id, client_secret: `${client_secret}x` }],
    ['a wrong secret, and no token of ours', [401, 'invalid_client'], { ...good, refresh_token: 'x', client_id, client_secret: 'x' }],
    ['an unknown client, and no token of ours', [401, 'invalid_client'], { ...good, refresh_token: 'x', client_id: 'nobody' }],
    ['an unknown client with somebody’s token', [401, 'invalid_client'], { ...good, client_id: 'nobody' }],
    ['a client with NUL in its name', [401, 'invalid_client'], { ...good, client_id: 'shop\u0000' }],
    ['a secret for a public client', [401, 'invalid_client'], { ...good, client_id: 'tessera', client_secret }],
    ['Basic that is no base64', [401, 'invalid_client'], good, { authorization: 'Basic %%%' }],
    [
      'Basic that is no UTF-8',
      [401, 'invalid_client'],
      good,
      { authorization: `Basic ${Buffer.from([0x61, 0x3a, 0xff]).toString('base64')}` },
    ],
    ['Basic without a colon', [401, 'invalid_client'], good, { authorization: `Basic ${Buffer.from(client_id).toString('base64')}` }],
    ['another scheme', [401, 'invalid_client'], good, { authorization: `Bearer ${client_secret}` }],
    ['no token of ours', [400, 'invalid_grant'], { ...good, refresh_token: 'x' }, basic(shop)],
    ['no token of ours, and no client', [400, 'invalid_grant'], { ...good, refresh_token: 'x' }],
    ['another client', [400, 'invalid_grant'], { ...good, client_id: 'tessera' }],
    ['client credentials without the grant', [400, 'unauthorized_client'], { grant_type: 'client_credentials' }, basic(shop)],
    ['client credentials of a public client', [400, 'unauthorized_client'], { grant_type: 'client_credentials', client_id: 'tessera' }],
    ['client credentials of nobody', [401, 'invalid_client'], { grant_type: 'client_credentials' }],
    ['a proof that is none', [400, 'invalid_dpop_proof'], good, { ...basic(shop), dpop: 'x' }],
  ]
  for (const [what, expected, fields, headers = {}, search] of refusals) {
    const refused = await ask(api, `/oauth/token${search === undefined ? '' : `?${search}`}`, fields, headers)
    expect(errorIn(refused, sent), what).toEqual(expected)
    expect(refused.headers.get('www-authenticate'), what).toBe(refused.status === 401 ? 'Basic realm="tessera"' : null)
    expect(refused.headers.get('dpop-nonce') !== null, what).toBe('dpop' in headers)
  }

  const { status, body, headers } = await ask(api, '/oauth/token', good, basic(shop))
  expect([status, headers.get('pragma')]).toEqual([200, 'no-cache'])
  expect(Object.keys(body ?? {})).toEqual(['access_token', 'token_type', 'expires_in', 'refresh_token', 'scope'])
})

test('a body that is no form is an invalid request, and what the server refuses itself has the same shape', async ({ api }) => {
  const send = async (method: string, path: string, headers: Record<string, string>, body: string | null) =>
    read(await fetch(api.url + path, { method, headers, body }))
  for (const path of ['/oauth/token', '/oauth/revoke', '/oauth/introspect']) {
    for (const type of ['application/json', 'text/plain', 'multipart/form-data; boundary=x', 'application/xml']) {
      expect(errorIn(await send('POST', path, { 'content-type': type }, '{}')), type).toEqual([400, 'invalid_request'])
    }
    expect(errorIn(await send('POST', path, {}, null))).toEqual([400, 'invalid_request'])
    expect(errorIn(await send('POST', path, form, `token=${'x'.repeat(70_000)}`))).toEqual([413, 'invalid_request'])
    const wrongMethod = await send('GET', path, {}, null)
    expect([...errorIn(wrongMethod), wrongMethod.headers.get('allow')]).toEqual([405, 'invalid_request', 'POST'])
  }
  expect(errorIn(await send('POST', '/oauth/authorize', form, 'a=b'))).toEqual([404, 'invalid_request'])
})

test('a nonce is asked for by the word of RFC 9449, and a proof is good for one request', async ({ api, owner }) => {
  const shop = await createConfidentialClient(owner, { grants: ['client_credentials'] })
  const key = (await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])) as CryptoKeyPair
  const htu = `${api.url}/oauth/token`
  const granted = async (dpop: string) => ask(api, '/oauth/token', { grant_type: 'client_credentials' }, { ...basic(shop), dpop })
  const challenged = await granted(await proofBy(key, { htm: 'POST', htu }))
  expect(errorIn(challenged)).toEqual([400, 'use_dpop_nonce'])
  const nonce = challenged.headers.get('dpop-nonce')
  const proof = await proofBy(key, { htm: 'POST', htu, nonce })
  expect((await granted(proof)).body).toMatchObject({ token_type: 'DPoP' })
  expect(errorIn(await granted(proof))).toEqual([400, 'invalid_dpop_proof'])
  for (const claims of [
    { htm: 'GET', htu },
    { htm: 'POST', htu: `${api.url}/oauth/revoke` },
  ]) {
    expect(errorIn(await granted(await proofBy(key, { ...claims, nonce })))).toEqual([400, 'invalid_dpop_proof'])
  }
})

test('a client that authenticates may refresh with another key, and a public one may not (RFC 9449 §5)', async ({ api, owner }) => {
  const newKey = () => crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']) as Promise<CryptoKeyPair>
  const [first, second] = [await newKey(), await newKey()]
  const keyOf = (token: unknown) => partsOf(String(token)).claims['cnf']
  const person = await createPerson(owner)
  const htu = `${api.url}/oauth/token`
  for (const confidential of [true, false]) {
    const shop = confidential ? await createConfidentialClient(owner) : await createClient(owner)
    const login = await logInBound(api, shop, person, first)
    const refresh = async (refresh_token: string, key: CryptoKeyPair) => {
      const fields = { grant_type: 'refresh_token', refresh_token, ...(!confidential && { client_id: shop.client_id }) }
      const headers = confidential ? basic(shop) : {}
      const asked = async (nonce?: string | null) =>
        ask(api, '/oauth/token', fields, { ...headers, dpop: await proofBy(key, { htm: 'POST', htu, ...(nonce && { nonce }) }) })
      return asked((await asked()).headers.get('dpop-nonce'))
    }
    const another = await refresh(login.refresh_token, second)
    if (!confidential) {
      expect(errorIn(another)).toEqual([400, 'invalid_dpop_proof'])
      expect((await refresh(login.refresh_token, first)).body).toMatchObject({ token_type: 'DPoP' })
      continue
    }
    expect(another.body).toMatchObject({ token_type: 'DPoP' })
    expect(keyOf(another.body?.['access_token'])).not.toEqual(keyOf(login.access_token))
    const back = await refresh(String(another.body?.['refresh_token']), first)
    expect(keyOf(back.body?.['access_token'])).toEqual(keyOf(login.access_token))
    const unproved = await ask(
      api,
      '/oauth/token',
      { grant_type: 'refresh_token', refresh_token: String(back.body?.['refresh_token']) },
      basic(shop),
    )
    expect(errorIn(unproved)).toEqual([400, 'invalid_dpop_proof'])
  }
})

test('a client whose tokens have to be bound gets none without a proof', async ({ api, owner }) => {
  const shop = await createConfidentialClient(owner, { grants: ['client_credentials'], dpop_required: true })
  const refused = await ask(api, '/oauth/token', { grant_type: 'client_credentials' }, basic(shop))
  expect(errorIn(refused)).toEqual([400, 'invalid_dpop_proof'])
})

test('a revocation says nothing of tokens that nobody knows, and ends nothing of another client’s', async ({ api, owner }) => {
  const [shop, bank] = [await createConfidentialClient(owner), await createClient(owner)]
  const login = await logInAt(api, shop, await createPerson(owner))
  const asBank = { client_id: bank.client_id }
  for (const token of ['garbage', 'a.b.c', `tessera_rt_${'A'.repeat(80)}`]) {
    const { status, body } = await ask(api, '/oauth/revoke', { token, ...asBank })
    expect([status, body]).toEqual([200, {}])
  }
  for (const token of [login.refresh_token, login.access_token]) {
    expect(errorIn(await ask(api, '/oauth/revoke', { token, ...asBank }), [token])).toEqual([400, 'invalid_request'])
    expect(errorIn(await ask(api, '/oauth/revoke', { token }))).toEqual([401, 'invalid_client'])
    // Whoever has the token of a confidential client needs its secret, too.
    expect(errorIn(await ask(api, '/oauth/revoke', { token, client_id: shop.client_id }))).toEqual([401, 'invalid_client'])
  }
  expect(errorIn(await ask(api, '/oauth/revoke', asBank))).toEqual([400, 'invalid_request'])
  const refreshed = await ask(api, '/oauth/token', { grant_type: 'refresh_token', refresh_token: login.refresh_token }, basic(shop))
  expect(refreshed.status).toBe(200)
})

test('the access token of a client itself cannot be revoked, by its client or by another', async ({ api, owner }) => {
  const [shop, bank] = [await createConfidentialClient(owner, { grants: ['client_credentials'] }), await createConfidentialClient(owner)]
  const granted = await ask(api, '/oauth/token', { grant_type: 'client_credentials' }, basic(shop))
  const token = String(granted.body?.['access_token'])
  expect(errorIn(await ask(api, '/oauth/revoke', { token }, basic(shop)))).toEqual([400, 'unsupported_token_type'])
  expect(errorIn(await ask(api, '/oauth/revoke', { token }, basic(bank)))).toEqual([400, 'invalid_request'])
})

test('a client that may not refresh hears so, and its user’s session goes on when it may again', async ({ api, owner }) => {
  const shop = await createClient(owner, { grants: ['refresh_token'] })
  const { refresh_token } = await logInAt(api, shop, await createPerson(owner))
  const { client_id } = shop
  const bankOnly = await createConfidentialClient(owner, { grants: ['client_credentials'] })
  expect(errorIn(await ask(api, '/oauth/token', { grant_type: 'refresh_token', refresh_token }, basic(bankOnly)))).toEqual([
    400,
    'invalid_grant',
  ])
  expect((await ask(api, '/oauth/token', { grant_type: 'refresh_token', refresh_token, client_id })).status).toBe(200)
})

test('why a token is lost is said in a sentence, and a user who is gone has no way back', async ({ api, owner }) => {
  const { refresh_token, session_id } = await logIn(api, await createPerson(owner))
  await owner.call(routes.revokeSession, { params: { id: session_id }, body: {} })
  const refused = await ask(api, '/oauth/token', { grant_type: 'refresh_token', refresh_token })
  expect(errorIn(refused, [refresh_token])).toEqual([400, 'invalid_grant'])
  expect(refused.body?.['error_description']).toBe('The session was ended. Log in again.')
})
