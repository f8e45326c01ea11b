import { type CreateClient, type LoginResponse, routes, type TokenResponse } from '@tessera/contract'
import type { Api } from './api.js'
import { expect, test } from './dialects-test.js'
import { endpointNames, endpoints } from './every-endpoint.js'
import { createPerson, logIn, refresh, refusedRefresh, uniqueName } from './people.js'

test('the secret of a client is shown where it is made, and nowhere else', async ({ owner }) => {
  const { client_id, client_secret = '' } = await createClient(owner, { confidential: true })
  expect(client_secret).toMatch(/^tessera_cs_[\w-]{43}$/)
  const params = { id: client_id }
  const rotated = await owner.call(routes.rotateClientSecret, { params, body: {} })
  expect(rotated.client_secret).toMatch(/^tessera_cs_[\w-]{43}$/)
  expect(rotated.client_secret).not.toBe(client_secret)
  expect(rotated.secrets.map(({ expires_at }) => expires_at === null)).toEqual([true, false])
  const shown = JSON.stringify([
    await owner.call(routes.readClient, { params }),
    await owner.call(routes.updateClient, { params, body: { name: 'Another name' } }),
    await owner.call(routes.listClients, { query: { limit: 100 } }),
  ])
  expect(shown).toContain(client_id)
  for (const secret of [client_secret, rotated.client_secret]) expect(shown).not.toContain(secret.slice('tessera_cs_'.length))
})

test('an older secret works until its overlap is over, and its sessions go on with the new one', async ({ api, owner, ada }) => {
  const { client_id, client_secret: older = '' } = await createClient(owner, { confidential: true })
  const login = await logIn(api, ada, { client_id, client_secret: older })
  const rotate = async (overlap: number) => {
    const { client_secret } = await owner.call(routes.rotateClientSecret, { params: { id: client_id }, body: { overlap } })
    return client_secret
  }
  const refreshWith = (tokens: TokenResponse, client_secret: string) =>
    api.call(routes.refresh, { body: { refresh_token: tokens.refresh_token, client_id, client_secret } })
  const codeWith = async (client_secret: string) => {
    const { status, body } = await api.send(routes.refresh, {
      body: JSON.stringify({ refresh_token: login.refresh_token, client_id, client_secret }),
    })
    return status === 200 ? 'good' : (body as { code: string }).code
  }

  const newer = await rotate(3)
  expect((await refreshWith(login, newer)).refresh_token).toBe((await refreshWith(login, older)).refresh_token)
  await expect.poll(() => codeWith(older), { intervals: [200] }).toBe('invalid_client')
  expect(await codeWith(newer)).toBe('good')
  const newest = await rotate(0)
  expect(await codeWith(newer)).toBe('invalid_client')
  expect(await codeWith(newest)).toBe('good')
  expect(await api.refused(routes.logIn, { body: { ...credentials(ada), client_id, client_secret: newer } })).toMatchObject({
    code: 'invalid_client',
  })
})

test.describe('a client that is disabled', () => {
  const disabled = { code: 'session_ended', reason: 'client_disabled' }

  test('has no session any more, at once and everywhere; enabled again, it has new ones only', async ({ api, owner, ada, apiKey }) => {
    const { client_id } = await createClient(owner, { dialects: null })
    const params = { id: client_id }
    const bob = await createPerson(owner)
    const there = [await logIn(api, ada, { client_id }), await logIn(api, ada, { client_id }), await logIn(api, bob, { client_id })]
    const elsewhere = await logIn(api, ada)
    expect((await owner.call(routes.updateClient, { params, body: { disabled: true } })).disabled).toBe(true)

    for (const login of there) {
      for (const name of endpointNames) {
        expect((await endpoints[name]?.(api.url, login.refresh_token, apiKey))?.refreshToken, name).toBeUndefined()
      }
      expect(await refusedRefresh(api, login)).toMatchObject(disabled)
      expect(await api.as(login).refused(routes.me)).toMatchObject({ status: 401, ...disabled })
      expect(await endOf(owner, login)).toMatchObject({ reason: 'client_disabled', by: { id: (await owner.call(routes.me)).id } })
    }
    expect(await api.refused(routes.logIn, { body: { ...credentials(ada), client_id } })).toMatchObject({ code: 'invalid_client' })
    await api.as(elsewhere).call(routes.me)
    await refresh(api, elsewhere)

    expect((await owner.call(routes.updateClient, { params, body: { disabled: false } })).disabled).toBe(false)
    for (const login of there) expect(await refusedRefresh(api, login)).toMatchObject(disabled)
    await refresh(api, await logIn(api, ada, { client_id }))
  })

  test('lets no refresh and no login through that was under way', async ({ api, owner, ada }) => {
    const { client_id } = await createClient(owner, {})
    const login = await logIn(api, ada, { client_id })
    const refreshing = Array.from({ length: 10 }, () => api.send(routes.refresh, json({ refresh_token: login.refresh_token })))
    const loggingIn = Array.from({ length: 5 }, () => api.send(routes.logIn, json({ ...credentials(ada), client_id })))
    await owner.call(routes.updateClient, { params: { id: client_id }, body: { disabled: true } })
    const answers = await Promise.all([...refreshing, ...loggingIn])
    const handedOut = answers.filter(({ status }) => status < 300).map(({ body }) => body as TokenResponse)
    for (const tokens of [login, ...handedOut]) expect(await refusedRefresh(api, tokens)).toMatchObject(disabled)
    const { count } = await owner.call(routes.listSessions, { query: { client_id, state: 'active' } })
    expect(count).toBe(0)
  })
})

test.describe('a client with a bound of sessions for each user', () => {
  test('ends the oldest at a login beyond it: of that user, and at that client', async ({ api, owner, ada }) => {
    const { client_id } = await createClient(owner, { sessions_per_user: 2 })
    const bob = await createPerson(owner)
    const others = [await logIn(api, ada), await logIn(api, bob, { client_id })]
    const logins: LoginResponse[] = []
    for (let i = 0; i < 4; i++) logins.push(await logIn(api, ada, { client_id }))
    for (const oldest of logins.slice(0, 2)) {
      expect(await refusedRefresh(api, oldest)).toMatchObject({ code: 'session_ended', reason: 'limit_exceeded' })
      expect(await api.as(oldest).refused(routes.me)).toMatchObject({ code: 'session_ended', reason: 'limit_exceeded' })
      expect(await endOf(owner, oldest)).toMatchObject({ reason: 'limit_exceeded' })
    }
    for (const alive of [...logins.slice(2), ...others]) await refresh(api, alive)
  })

  test('keeps it when many logins come at once', async ({ api, owner, ada }) => {
    const { client_id } = await createClient(owner, { sessions_per_user: 2 })
    await Promise.all(Array.from({ length: 10 }, () => logIn(api, ada, { client_id })))
    const query = { client_id, user_id: ada.id }
    expect((await owner.call(routes.listSessions, { query: { ...query, state: 'active' } })).count).toBe(2)
    expect((await owner.call(routes.listSessions, { query: { ...query, reason: 'limit_exceeded' } })).count).toBe(8)
  })
})

test('a client cannot have rules that contradict each other, and is told which', async ({ owner }) => {
  const { client_id } = await createClient(owner, {})
  const contradictions: readonly (readonly [rules: Omit<CreateClient, 'name'>, field: string])[] = [
    [{ reuse_policy: 'strict', dialects: ['freddy'] }, 'body.reuse_policy'],
    [{ reuse_policy: 'strict', dialects: null }, 'body.reuse_policy'],
    [{ dialects: ['morse'] }, 'body.dialects'],
    [{ grants: ['client_credentials'] }, 'body.grants'],
    [{ retry_window: 60, access_token_lifetime: 60 }, 'body.access_token_lifetime'],
  ]
  for (const [rules, field] of contradictions) {
    const refusals = [
      await owner.refused(routes.createClient, { body: { name: 'Contradictory', ...rules } }),
      await owner.refused(routes.updateClient, { params: { id: client_id }, body: rules }),
    ]
    for (const { status, fields } of refusals) {
      expect([rules, status, fields.some((fault) => fault.field.startsWith(field))]).toEqual([rules, 422, true])
    }
  }
})

function createClient(owner: Api, rules: Omit<CreateClient, 'name'>) {
  return owner.call(routes.createClient, { body: { name: uniqueName('Client'), ...rules } })
}

function credentials({ email, password }: { readonly email: string; readonly password: string }) {
  return { email, password }
}

async function endOf(owner: Api, { session_id }: TokenResponse) {
  return (await owner.call(routes.readSession, { params: { id: session_id } })).end
}

function json(body: object) {
  return { body: JSON.stringify(body) }
}
