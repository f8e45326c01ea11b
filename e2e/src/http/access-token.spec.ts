import { routes } from '@tessera/contract'
import { createClient, createSession, memoryStore, SignedOut } from '@tessera/sdk'
import { accessTokenVerifier } from '@tessera/verifier'
import { partsOf } from './forged-token.js'
import { createPerson, logIn, refresh } from './people.js'
import { expect, test } from './test.js'

test('an access token is what the design says, and verifies under the published keys', async ({ api, owner }) => {
  const support = await createPerson(owner, ['support'])
  const login = await logIn(api, support)
  const { started_at } = await owner.call(routes.readSession, { params: { id: login.session_id } })
  const verify = accessTokenVerifier({ issuer: api.url, jwksUrl: `${api.url}/.well-known/jwks.json` })
  const seen = new Set<string>()
  for (const { access_token, expires_in, scope } of [login, await refresh(api, login)]) {
    const { header } = partsOf(access_token)
    expect(header).toEqual({ alg: 'ES256', typ: 'at+jwt', kid: expect.any(String) })
    const { claims } = await verify(access_token)
    const { iat = 0, exp = 0, jti = '' } = claims ?? {}
    expect(claims).toEqual({
      iss: api.url,
      sub: support.id,
      aud: api.url,
      iat,
      exp: iat + expires_in,
      jti,
      client_id: 'tessera',
      scope,
      sid: login.session_id,
      roles: ['support'],
      company_id: 1,
      session_started_at: Date.parse(started_at),
    })
    expect([expires_in, exp - iat]).toEqual([900, 900])
    seen.add(jti)
  }
  expect(seen.size).toBe(2)
  const elsewhere = accessTokenVerifier({
    issuer: api.url,
    audience: 'https://orders.example',
    jwksUrl: `${api.url}/.well-known/jwks.json`,
  })
  expect(await elsewhere(login.access_token)).toEqual({ refusal: 'wrong_audience' })
})

test.describe('the SDK', () => {
  test('refreshes once for many callers', async ({ api, owner }) => {
    const { email, password } = await createPerson(owner)
    let ahead = 0
    const session = createSession({ baseUrl: api.url, now: () => Date.now() + ahead })
    await session.logIn({ email, password })
    const first = await session.accessToken()
    const client = createClient({ baseUrl: api.url, fetch: session.fetch })
    ahead = 20 * 60_000
    const tokens = await Promise.all(Array.from({ length: 50 }, () => session.accessToken()))
    const accounts = await Promise.all(Array.from({ length: 10 }, () => client.call(routes.me)))
    expect(new Set(tokens).size).toBe(1)
    expect(tokens[0]).not.toBe(first)
    expect(accounts.map((account) => account.email)).toEqual(Array(10).fill(email))
    const { sessionId = '' } = (await session.current()) ?? {}
    expect((await owner.call(routes.readSession, { params: { id: sessionId } })).refresh_count).toBe(1)
  })

  test('is signed out with the reason, and only then forgets its tokens', async ({ api, owner }) => {
    const { email, password } = await createPerson(owner)
    let ahead = 0
    const store = memoryStore()
    const session = createSession({ baseUrl: api.url, store, now: () => Date.now() + ahead })
    const told: string[] = []
    session.on('signed-out', ({ reason }) => told.push(reason))
    await session.logIn({ email, password })
    const { sessionId = '' } = (await session.current()) ?? {}
    await owner.call(routes.revokeSession, { params: { id: sessionId } })
    expect(await store.load()).not.toBeNull()
    ahead = 20 * 60_000
    const thrown = await session.accessToken().catch((fault: unknown) => fault)
    expect(thrown).toBeInstanceOf(SignedOut)
    expect((thrown as SignedOut).reason).toBe('revoked_by_admin')
    expect(told).toEqual(['revoked_by_admin'])
    expect(await store.load()).toBeNull()
  })

  test('that logs out ends its session at the server', async ({ api, owner }) => {
    const { email, password } = await createPerson(owner)
    const session = createSession({ baseUrl: api.url })
    await session.logIn({ email, password })
    const { sessionId = '' } = (await session.current()) ?? {}
    await session.logOut()
    expect(await session.accessToken()).toBeNull()
    expect((await owner.call(routes.readSession, { params: { id: sessionId } })).end?.reason).toBe('logout')
  })
})
