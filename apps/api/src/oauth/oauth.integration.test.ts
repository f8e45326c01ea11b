import { randomUUID } from 'node:crypto'
import { type CreateClient, routes } from '@tessera/contract'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Person, startApi, type TestApi } from '../testing/api.js'
import { testConfiguration } from '../testing/configuration.js'
import { mintingKeysIn } from '../tokens/minting-keys-setting.js'
import { MintingKeys } from '../tokens/minting-keys.js'
import { RefreshTokens } from '../tokens/refresh-token.js'

/** What takes a database or a key to try. What clients meet over HTTP is in e2e/src/http/oauth*.spec.ts. */
let api: TestApi
let asker: { readonly client_id: string; readonly client_secret: string }

beforeAll(async () => {
  api = await startApi()
  asker = await createClient({ confidential: true })
})
afterAll(() => api.close())

async function createClient(rules: Partial<CreateClient>): Promise<{ readonly client_id: string; readonly client_secret: string }> {
  const { body } = await api.owner.call(routes.createClient, { body: { name: 'Shop', ...rules } })
  return body as typeof body & { client_secret: string }
}

async function ask(path: string, fields: Readonly<Record<string, string>> | URLSearchParams, search = '') {
  const response = await fetch(`${api.url}${path}${search}`, { method: 'POST', body: new URLSearchParams(fields) })
  const text = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    body: (text === '' ? undefined : JSON.parse(text)) as Record<string, unknown>,
  }
}

const introspect = async (token: string) => (await ask('/oauth/introspect', { token, ...asker })).body
/** With the built-in client, whose tokens the people of these tests have. */
const revoke = (token: string) => ask('/oauth/revoke', { token, client_id: 'tessera' })
const refresh = (refresh_token: string) => ask('/oauth/token', { grant_type: 'refresh_token', refresh_token })

/** Whether the access token is told to be good; its refresh token belongs to another client than the one that asks. */
const isActive = async ({ accessToken }: Person) => (await introspect(accessToken))['active']

describe('a token whose minting key is not loaded', () => {
  it('is trouble of ours at every endpoint, and never the client’s', async () => {
    const fault = (said: string) => expect.fail(said)
    const elsewhere = mintingKeysIn(Buffer.alloc(32, 9).toString('base64url'), 0, fault)
    const tokens = new RefreshTokens(new MintingKeys(elsewhere, testConfiguration().masterSecret))
    const token = tokens.mint({ sessionId: randomUUID(), generation: 1, branch: 0 }, Date.now())
    for (const answer of [await refresh(token), await revoke(token), await ask('/oauth/introspect', { token, ...asker })]) {
      expect(answer).toMatchObject({ status: 503, body: { error: 'temporarily_unavailable' } })
      expect(answer.headers.get('retry-after')).toBe('1')
    }
  })
})

describe('a token of somebody', () => {
  it('who was disabled is worth nothing', async () => {
    const ada = await api.person()
    expect(await isActive(ada)).toBe(true)
    await api.database.pool.query('UPDATE users SET disabled_at = now() WHERE id = $1', [ada.userId])
    expect(await introspect(ada.accessToken)).toEqual({ active: false })
    const refused = await refresh(ada.refreshToken)
    expect(refused).toMatchObject({ status: 400, body: { error: 'invalid_grant', error_description: 'The account is disabled.' } })
  })

  it('whose session was removed is unknown: revoked already, and inactive', async () => {
    const ada = await api.person()
    await api.database.pool.query('DELETE FROM events WHERE session_id = $1', [ada.sessionId])
    await api.database.pool.query('DELETE FROM sessions WHERE id = $1', [ada.sessionId])
    for (const token of [ada.accessToken, ada.refreshToken]) {
      expect(await introspect(token)).toEqual({ active: false })
      expect(await revoke(token)).toMatchObject({ status: 200, body: {} })
    }
    expect((await refresh(ada.refreshToken)).body['error']).toBe('invalid_grant')
  })

  it('is told with the roles of today', async () => {
    const ada = await api.person(['auditor'])
    await api.database.pool.query(`UPDATE users SET roles = '{support}' WHERE id = $1`, [ada.userId])
    expect(await introspect(ada.accessToken)).toMatchObject({ active: true, roles: ['support'] })
  })
})

describe('a machine whose clock is wrong', () => {
  it.each([
    ['fast', 1],
    ['slow', -1],
  ])('takes its own access tokens, and says that they are good: %s', async (_how, sign) => {
    const ada = await api.person()
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + sign * 3_600_000 })
    try {
      expect((await ada.call(routes.me)).status).toBe(200)
      expect(await isActive(ada)).toBe(true)
    } finally {
      vi.useRealTimers()
    }
  })
})

describe('a machine that has slept, or whose database’s clock was set', () => {
  const anHour = 3_600_000
  it.each([
    ['is an hour on', -anHour],
    ['was set back by an hour', anHour],
  ])('takes new access tokens, says that they are good, and ends what it says it has ended: the database %s', async (_how, ahead) => {
    const passed = performance.now.bind(performance)
    const sleeping = vi.spyOn(performance, 'now').mockImplementation(() => passed() + ahead)
    try {
      const ada = await api.person()
      expect((await ada.call(routes.me)).status).toBe(200)
      expect(await isActive(ada)).toBe(true)
      expect(await revoke(ada.accessToken)).toMatchObject({ status: 200, body: {} })
      expect((await refresh(ada.refreshToken)).body['error']).toBe('invalid_grant')
    } finally {
      sleeping.mockRestore()
    }
  })
})

describe('an access token that has expired', () => {
  it('is inactive, and ends no session', async () => {
    const { client_id } = await createClient({ access_token_lifetime: 2, retry_window: 1 })
    const ada = await api.person()
    const { body } = await api.as({})(routes.logIn, { body: { email: ada.email, password: 'a good enough password', client_id } })
    const { access_token: token, refresh_token } = body
    expect(await introspect(token)).toMatchObject({ active: true })
    await expect.poll(() => introspect(token), { timeout: 10_000 }).toEqual({ active: false })
    expect(await ask('/oauth/revoke', { token, client_id })).toMatchObject({ status: 200, body: {} })
    const granted = await createClient({ confidential: true, grants: ['client_credentials'], access_token_lifetime: 2, retry_window: 1 })
    const own = await ask('/oauth/token', { grant_type: 'client_credentials', ...granted })
    expect(await introspect(String(own.body['access_token']))).toMatchObject({ active: true })
    await expect.poll(() => introspect(String(own.body['access_token'])), { timeout: 10_000 }).toEqual({ active: false })
    expect((await ask('/oauth/token', { grant_type: 'refresh_token', refresh_token, client_id })).status).toBe(200)
  })
})

describe('a token of a client’s own', () => {
  it('from before the client was disabled stays worth nothing when it is enabled again; one from afterwards is good', async () => {
    const shop = await createClient({ confidential: true, grants: ['client_credentials'] })
    const granted = async () => String((await ask('/oauth/token', { grant_type: 'client_credentials', ...shop })).body['access_token'])
    const update = (disabled: boolean) => api.owner.call(routes.updateClient, { params: { id: shop.client_id }, body: { disabled } })
    const old = await granted()
    expect(await introspect(old)).toMatchObject({ active: true })
    await update(true)
    expect(await introspect(old)).toEqual({ active: false })
    await update(false)
    expect(await introspect(old)).toEqual({ active: false })
    // Tokens say in whole seconds when they were made: that of the disabling has to be over.
    await expect.poll(async () => introspect(await granted()), { timeout: 5_000 }).toMatchObject({ active: true })
    expect(await introspect(old)).toEqual({ active: false })
  })
})

describe('introspection', () => {
  it('writes nothing, whatever it is asked about', async () => {
    const shop = await createClient({ confidential: true })
    const ada = await api.person()
    const { body } = await api.as({})(routes.logIn, { body: { email: ada.email, password: 'a good enough password', ...shop } })
    const advance = async (refresh_token: string) =>
      String((await ask('/oauth/token', { grant_type: 'refresh_token', refresh_token, ...shop })).body['refresh_token'])
    const newest = await advance(await advance(await advance(body.refresh_token)))
    const stored = async () => (await api.database.pool.query('SELECT * FROM sessions WHERE id = $1', [body.session_id])).rows as object[]
    const before = await stored()
    // The first of them would be reuse, and end the session of whoever presented it.
    for (const token of [body.refresh_token, newest, newest]) await ask('/oauth/introspect', { token, ...shop })
    expect(await stored()).toEqual(before)
  })
})

describe('a scope that names a word twice', () => {
  it('is one word in the access token, however it was asked for', async () => {
    const ada = await api.person()
    const scope = 'account account'
    const first = await ask('/oauth/token', { grant_type: 'refresh_token', refresh_token: ada.refreshToken, scope })
    expect(first).toMatchObject({ status: 200, body: { scope: 'account' } })
    const { status, body } = await api.as({})(routes.refresh, { body: { refresh_token: String(first.body['refresh_token']), scope } })
    expect({ status, scope: body.scope }).toEqual({ status: 200, scope: 'account' })
    expect((await introspect(body.access_token))['scope']).toBe('account')
  })
})

describe('a parameter that comes twice', () => {
  it('is passed over where nobody asks for it (RFC 6749 §3.2), as the resources of RFC 8707 are, and refused elsewhere', async () => {
    const { accessToken, refreshToken } = await api.person()
    const twice = (fields: Readonly<Record<string, string>>, name: string) =>
      new URLSearchParams([...Object.entries(fields), [name, 'https://a.example.com'], [name, 'https://b.example.com']])
    for (const [path, fields, asked] of [
      ['/oauth/introspect', { token: accessToken, ...asker }, 'token'],
      ['/oauth/token', { grant_type: 'refresh_token', refresh_token: refreshToken }, 'scope'],
      ['/oauth/revoke', { token: refreshToken, client_id: 'tessera' }, 'client_id'],
    ] as const) {
      expect((await ask(path, twice(fields, asked))).body, path).toMatchObject({ error: 'invalid_request' })
      expect(await ask(path, twice(fields, 'resource')), path).toMatchObject({ status: 200 })
    }
  })
})

describe('the log', () => {
  it('has no token and no secret, wherever in a request they were', async () => {
    const ada = await api.person()
    const { client_id, client_secret } = asker
    await ask('/oauth/token', { grant_type: 'refresh_token', refresh_token: ada.refreshToken, client_id, client_secret })
    await ask('/oauth/token', {}, `?refresh_token=${ada.refreshToken}&client_secret=${client_secret}`)
    await ask(`/oauth/${ada.refreshToken}`, {})
    await introspect(ada.accessToken)
    await revoke(ada.refreshToken)
    const log = api.log.join('')
    expect(log).toContain('wrong_client')
    for (const secret of [ada.refreshToken, ada.accessToken, client_secret]) expect(log).not.toContain(secret)
    expect(log).toContain(`"clientId":"${client_id}"`)
  })

  it('has nothing that was sent for a client’s id and may be a secret', async () => {
    const ada = await api.person()
    const { client_secret } = asker
    const mistaken = [
      ada.refreshToken,
      client_secret,
      `tessera_ak_${'a'.repeat(10)}_${'b'.repeat(43)}`,
      'ada.lovelace@example.com',
      'my pass word',
    ]
    for (const client_id of mistaken) {
      for (const path of ['/oauth/token', '/oauth/revoke', '/oauth/introspect']) {
        expect(await ask(path, { grant_type: 'client_credentials', token: 'x', client_id })).toMatchObject({ status: 401 })
      }
    }
    const log = api.log.join('')
    for (const secret of mistaken) expect(log).not.toContain(secret)
  })
})
