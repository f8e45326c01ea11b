import { routes } from '@tessera/contract'
import { ask, basic, createClient, createConfidentialClient, logInAt, logInBound } from './oauth-calls.js'
import { libraries } from './oauth-libraries.js'
import { createPerson, logIn } from './people.js'
import { expect, test } from './test.js'

/** What a library throws for an error of RFC 6749 §5.2, and for one that comes with a challenge. */
const refusedWith = (error: string) => expect.objectContaining({ status: 400, error })
const unauthenticated = expect.objectContaining({ status: 401 })

for (const library of libraries) {
  test.describe(`with ${library.name}, which knows nothing of us but the issuer,`, () => {
    test('a public client refreshes, in a line of which each token is the last one’s successor', async ({ api, owner }) => {
      const shop = await createClient(owner)
      const login = await logInAt(api, shop, await createPerson(owner))
      const client = await library.connect(api.url, shop)
      const first = await client.refresh(login.refresh_token)
      expect(first).toMatchObject({ token_type: 'bearer', expires_in: 900, scope: login.scope })
      const again = await client.refresh(login.refresh_token)
      expect(again.refresh_token).toBe(first.refresh_token)
      const second = await client.refresh(first.refresh_token ?? '')
      expect(second.refresh_token).not.toBe(first.refresh_token)
      expect((await api.as(second).call(routes.me)).id).toBe(login.user.id)
    })

    test('the built-in client is a client like any other', async ({ api, owner }) => {
      const login = await logIn(api, await createPerson(owner))
      const client = await library.connect(api.url, { client_id: 'tessera' })
      expect((await client.refresh(login.refresh_token)).refresh_token).toMatch(/^tessera_rt_/)
    })

    for (const method of ['client_secret_basic', 'client_secret_post'] as const) {
      test(`a confidential client refreshes by ${method}, and not without its secret`, async ({ api, owner }) => {
        const shop = await createConfidentialClient(owner)
        const login = await logInAt(api, shop, await createPerson(owner))
        const { client_id } = shop
        const wrong = await library.connect(api.url, { client_id, client_secret: `tessera_cs_${'A'.repeat(43)}`, method })
        await expect(wrong.refresh(login.refresh_token)).rejects.toEqual(unauthenticated)
        const silent = await library.connect(api.url, { client_id })
        await expect(silent.refresh(login.refresh_token)).rejects.toEqual(unauthenticated)
        const client = await library.connect(api.url, { ...shop, method })
        expect((await client.refresh(login.refresh_token)).refresh_token).toMatch(/^tessera_rt_/)
      })
    }

    test('a scope is narrowed for one access token, and is not widened by asking', async ({ api, owner }) => {
      const shop = await createClient(owner, { scope: 'account orders:read orders:write' })
      const { refresh_token } = await logInAt(api, shop, await createPerson(owner))
      const client = await library.connect(api.url, shop)
      const narrowed = await client.refresh(refresh_token, 'orders:read')
      expect(narrowed.scope).toBe('orders:read')
      await expect(client.refresh(narrowed.refresh_token ?? '', 'orders:read admin')).rejects.toEqual(refusedWith('invalid_scope'))
      expect((await client.refresh(narrowed.refresh_token ?? '')).scope).toBe('account orders:read orders:write')
    })

    test('client credentials earn an access token without a user, within the client’s scope', async ({ api, owner }) => {
      const shop = await createConfidentialClient(owner, {
        grants: ['client_credentials'],
        scope: 'stock:read stock:write',
        access_token_lifetime: 600,
      })
      const client = await library.connect(api.url, shop)
      const tokens = await client.clientCredentials()
      expect(tokens).toMatchObject({ token_type: 'bearer', expires_in: 600, scope: 'stock:read stock:write' })
      expect(tokens.refresh_token).toBeUndefined()
      expect((await client.clientCredentials('stock:read')).scope).toBe('stock:read')
      await expect(client.clientCredentials('stock:read account')).rejects.toEqual(refusedWith('invalid_scope'))
      const said = await client.introspect(tokens.access_token)
      expect(said).toMatchObject({ active: true, token_use: 'access_token', sub: shop.client_id, client_id: shop.client_id })
      expect(said).not.toHaveProperty('sid')
      // There is nobody whose account it could be.
      expect((await api.as(tokens).refused(routes.me)).code).toBe('invalid_access_token')
      await owner.call(routes.updateClient, { params: { id: shop.client_id }, body: { disabled: true } })
      await expect(client.clientCredentials()).rejects.toEqual(unauthenticated)
    })

    test('a session ends with the revocation of its refresh token, however old', async ({ api, owner }) => {
      const shop = await createClient(owner)
      const login = await logInAt(api, shop, await createPerson(owner))
      const client = await library.connect(api.url, shop)
      const { refresh_token = '' } = await client.refresh(login.refresh_token)
      const newest = await client.refresh(refresh_token)
      await client.revoke(login.refresh_token)
      await expect(client.refresh(newest.refresh_token ?? '')).rejects.toEqual(refusedWith('invalid_grant'))
      expect((await api.as(newest).refused(routes.me)).reason).toBe('logout')
      await client.revoke(login.refresh_token)
    })

    test('a session ends with the revocation of its access token', async ({ api, owner }) => {
      const shop = await createClient(owner)
      const person = await createPerson(owner)
      const [login, elsewhere] = [await logInAt(api, shop, person), await logInAt(api, shop, person)]
      const client = await library.connect(api.url, shop)
      await client.revoke(login.access_token)
      await expect(client.refresh(login.refresh_token)).rejects.toEqual(refusedWith('invalid_grant'))
      expect((await client.refresh(elsewhere.refresh_token)).refresh_token).toMatch(/^tessera_rt_/)
    })

    test('introspection follows a token to its end, and consumes nothing', async ({ api, owner }) => {
      const shop = await createConfidentialClient(owner, { scope: 'account' })
      const person = await createPerson(owner, ['auditor'])
      const login = await logInAt(api, shop, person)
      const client = await library.connect(api.url, shop)
      for (let i = 0; i < 3; i++) {
        expect(await client.introspect(login.refresh_token)).toMatchObject({ active: true, token_use: 'refresh_token', sub: person.id })
      }
      const { client_id } = shop
      const expected = {
        token_use: 'access_token',
        token_type: 'Bearer',
        sub: person.id,
        sid: login.session_id,
        iss: api.url,
        aud: api.url,
      }
      expect(await client.introspect(login.access_token)).toMatchObject({
        active: true,
        client_id,
        scope: 'account',
        roles: ['auditor'],
        ...expected,
      })
      const { refresh_token = '' } = await client.refresh(login.refresh_token)
      await client.revoke(refresh_token)
      for (const token of [login.access_token, login.refresh_token, refresh_token]) {
        expect(await client.introspect(token)).toEqual({ active: false })
      }
    })

    test('a session that was bound to a key at login refreshes and is used with proofs of it, and with nothing else', async ({
      api,
      owner,
    }) => {
      const shop = await createClient(owner)
      const key = await library.generateKey()
      const person = await createPerson(owner)
      const login = await logInBound(api, shop, person, key)
      expect(login.token_type).toBe('DPoP')
      const client = await library.connect(api.url, shop, key)
      const first = await client.refresh(login.refresh_token)
      expect(first.token_type).toBe('dpop')
      const second = await client.refresh(first.refresh_token ?? '')
      expect(((await (await client.get(`${api.url}/v1/me`, second.access_token)).json()) as { id: string }).id).toBe(person.id)

      // A thief, without a key and with another.
      expect((await api.as(second).refused(routes.me)).code).toBe('invalid_access_token')
      const thief = await library.connect(api.url, shop)
      await expect(thief.refresh(second.refresh_token ?? '')).rejects.toEqual(refusedWith('invalid_dpop_proof'))
      const wrongKey = await library.connect(api.url, shop, await library.generateKey())
      await expect(wrongKey.refresh(second.refresh_token ?? '')).rejects.toEqual(refusedWith('invalid_dpop_proof'))
      expect((await client.refresh(second.refresh_token ?? '')).token_type).toBe('dpop')
    })

    test('a client’s own token is bound to the key of its proof', async ({ api, owner }) => {
      const shop = await createConfidentialClient(owner, { grants: ['client_credentials'] })
      const client = await library.connect(api.url, shop, await library.generateKey())
      const { access_token, token_type } = await client.clientCredentials()
      expect(token_type).toBe('dpop')
      expect(await client.introspect(access_token)).toMatchObject({
        token_type: 'DPoP',
        cnf: { jkt: expect.stringMatching(/^[\w-]{43}$/) as unknown },
      })
    })
  })
}

test('one token goes through every endpoint that its client may use, and has one successor', async ({ api, owner }) => {
  const { refresh_token } = await logIn(api, await createPerson(owner))
  const answers = await Promise.all(
    Array.from({ length: 10 }, async (_, i) => {
      if (i % 2 === 0) return (await api.call(routes.refresh, { body: { refresh_token } })).refresh_token
      const { body } = await ask(api, '/oauth/token', { grant_type: 'refresh_token', refresh_token })
      return body?.['refresh_token']
    }),
  )
  expect(new Set(answers).size).toBe(1)
  expect(answers[0]).not.toBe(refresh_token)
})

test('the old secret of a client works beside the new one until its overlap is over', async ({ api, owner }) => {
  const shop = await createConfidentialClient(owner, { grants: ['client_credentials'] })
  const { client_id } = shop
  const rotate = (overlap: number) => owner.call(routes.rotateClientSecret, { params: { id: client_id }, body: { overlap } })
  const granted = async (client_secret: string) =>
    (await ask(api, '/oauth/token', { grant_type: 'client_credentials' }, basic({ client_id, client_secret }))).status
  const { client_secret: second } = await rotate(3600)
  expect([await granted(shop.client_secret), await granted(second)]).toEqual([200, 200])
  const { client_secret: third } = await rotate(0)
  expect([await granted(shop.client_secret), await granted(second), await granted(third)]).toEqual([401, 401, 200])
})
