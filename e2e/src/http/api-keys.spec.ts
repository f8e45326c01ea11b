import { type ApiKeyScope, routes } from '@tessera/contract'
import type { Api } from './api.js'
import { expect, test } from './dialects-test.js'
import { successorAt } from './dialects.js'
import { createPerson, logIn, refresh, uniqueName } from './people.js'

test('an API key is shown where it is made, and afterwards only its beginning', async ({ api, owner, ada, login }) => {
  const me = api.as(login)
  const made = await me.call(routes.createMyApiKey, { body: { name: 'Nightly report', scopes: ['tokens'], expires_in: 3600 } })
  const { key, ...shown } = made
  expect(key).toMatch(/^tessera_ak_[A-Za-z0-9]{10}_[\w-]{43}$/)
  expect(key.startsWith(`${shown.prefix}_`)).toBe(true)
  expect(shown).toMatchObject({ name: 'Nightly report', state: 'live', scopes: ['tokens'], company: { id: 1 }, user: { id: ada.id } })
  expect(Date.parse(shown.expires_at ?? '') - Date.parse(shown.created_at)).toBe(3_600_000)
  const mine = await me.call(routes.myApiKeys)
  const all = await owner.call(routes.listApiKeys, { query: { user_id: ada.id } })
  expect([mine.items, all.items]).toEqual([[shown], [shown]])
  expect(JSON.stringify([mine, all])).not.toContain(key.slice(shown.prefix.length + 1))
})

test('when an API key was last used shows some seconds later', async ({ api, owner, ada, login }) => {
  const { key, id, created_at, last_used_at } = await api
    .as(login)
    .call(routes.createMyApiKey, { body: { name: 'used', scopes: ['tokens'] } })
  expect(last_used_at).toBeNull()
  await successorAt(api.url, 'genlogs', login.refresh_token, key)
  const seen = async () => (await owner.call(routes.listApiKeys, { query: { user_id: ada.id } })).items.find((item) => item.id === id)
  await expect.poll(async () => (await seen())?.last_used_at, { timeout: 20_000 }).not.toBeNull()
  expect(Date.parse((await seen())?.last_used_at ?? '')).toBeGreaterThanOrEqual(Date.parse(created_at))
})

test('a revoked API key stays visible, with its first revocation', async ({ api, owner, login }) => {
  const me = api.as(login)
  const { key, id } = await me.call(routes.createMyApiKey, { body: { name: 'revoked', scopes: ['tokens'] } })
  await me.call(routes.revokeMyApiKey, { params: { id } })
  const [revoked] = (await me.call(routes.myApiKeys, { query: { state: 'revoked' } })).items
  expect(revoked).toMatchObject({ id, state: 'revoked', revoked_at: expect.any(String) })
  await me.call(routes.revokeMyApiKey, { params: { id } })
  await owner.call(routes.revokeApiKey, { params: { id } })
  expect((await me.call(routes.myApiKeys)).items).toEqual([revoked])
  expect((await me.call(routes.myApiKeys, { query: { state: 'live' } })).items).toEqual([])
  expect(await api.with({ 'x-api-key': key }).refused(routes.listSessions)).toMatchObject({ status: 401, code: 'invalid_api_key' })
})

test.describe('an API key that reads and ends sessions', () => {
  test('sees those of its company and no other, as far as the role of its user goes', async ({ api, owner }) => {
    const { companyId, admin, user } = await company(owner)
    const theirs = await logIn(api, user)
    const ours = await logIn(api, await createPerson(owner))
    const key = await keyWith(api, api.as(await logIn(api, admin)), ['sessions:read', 'sessions:revoke'])
    const { items } = await key.call(routes.listSessions)
    expect(items.map(({ company }) => company.id)).toEqual(items.map(() => companyId))
    expect(items.some(({ id }) => id === theirs.session_id)).toBe(true)
    const params = { id: ours.session_id }
    expect(await key.refused(routes.readSession, { params })).toMatchObject({ status: 404, code: 'not_found' })
    expect(await key.refused(routes.revokeSession, { params })).toMatchObject({ status: 404, code: 'not_found' })
    expect((await key.call(routes.revokeSession, { params: { id: theirs.session_id } })).end).toMatchObject({
      reason: 'revoked_by_admin',
      by: { id: admin.id },
    })
    await refresh(api, ours)
    const ofUser = await keyWith(api, api.as(await logIn(api, user)), ['sessions:read', 'sessions:revoke'])
    expect(await ofUser.refused(routes.listSessions)).toMatchObject({ status: 403, code: 'forbidden' })
  })

  test('does what its scopes say, and is no access token elsewhere', async ({ api, owner, login }) => {
    const params = { id: login.session_id }
    const reader = await keyWith(api, owner, ['sessions:read'])
    await reader.call(routes.readSession, { params })
    expect((await reader.refused(routes.revokeSession, { params })).status).toBe(403)
    const revoker = await keyWith(api, owner, ['sessions:revoke'])
    expect((await revoker.refused(routes.readSession, { params })).status).toBe(403)
    expect((await reader.refused(routes.me)).status).toBe(401)
    expect((await reader.refused(routes.listApiKeys)).status).toBe(401)
  })
})

test('a company keeps its number under another name, which its people’s sessions and keys then show', async ({ api, owner }) => {
  const { companyId, admin } = await company(owner)
  const login = await logIn(api, admin)
  const { id } = await api.as(login).call(routes.createMyApiKey, { body: { name: 'theirs', scopes: ['tokens'] } })
  const name = uniqueName('Renamed')
  expect(await owner.call(routes.renameCompany, { params: { id: companyId }, body: { name } })).toMatchObject({ id: companyId, name })
  const named = { id: companyId, name }
  expect((await owner.call(routes.readSession, { params: { id: login.session_id } })).company).toEqual(named)
  const keys = await owner.call(routes.listApiKeys, { query: { company_id: companyId } })
  expect(keys.items.map((key) => [key.id, key.company])).toEqual([[id, named]])
  // Who is bound to a company sees that one.
  expect((await api.as(login).call(routes.listCompanies)).items.map((item) => item.id)).toEqual([companyId])
})

/** The API as the holder of a new key calls it. */
async function keyWith(api: Api, maker: Api, scopes: ApiKeyScope[]): Promise<Api> {
  const { key } = await maker.call(routes.createMyApiKey, { body: { name: scopes.join(' '), scopes } })
  return api.with({ 'x-api-key': key })
}

/** A company with an administrator of its own and a plain user. */
async function company(owner: Api) {
  const { id: companyId } = await owner.call(routes.createCompany, { body: { name: uniqueName('Company') } })
  return { companyId, admin: await createPerson(owner, ['admin'], 'eve', companyId), user: await createPerson(owner, [], 'bob', companyId) }
}
