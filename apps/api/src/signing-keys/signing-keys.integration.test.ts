import { routes } from '@tessera/contract'
import { accessTokenVerifier } from '@tessera/verifier'
import { decodeProtectedHeader } from 'jose'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startApi, type TestApi } from '../testing/api.js'

let api: TestApi
beforeEach(async () => {
  api = await startApi()
})
afterEach(() => api.close())

const rotate = (body: { at_once?: boolean } = {}, by = api.owner) => by.call(routes.rotateSigningKey, { body })
const withdraw = (kid: string) => api.owner.call(routes.withdrawSigningKey, { params: { kid } })
const listed = async () => (await api.owner.call(routes.listSigningKeys)).body.items
const jwks = async (of = api) => (await of.as({})(routes.jwks)).body.keys.map(({ kid }) => kid)
const kidOf = (token: string) => decodeProtectedHeader(token).kid

describe('the signing keys', () => {
  it('are one at first, which says when it is rotated by itself', async () => {
    const [key, ...others] = await listed()
    expect(others).toEqual([])
    expect(key).toMatchObject({ state: 'active', retires_at: null, published_until: null, withdrawn_at: null })
    expect(Date.parse(key?.rotates_at ?? '') - Date.parse(key?.activates_at ?? '')).toBe(90 * 86_400_000)
    expect(key?.kid).toBe(kidOf(api.owner.accessToken))
  })

  it('rotate: the next one is in JWKS before it signs, and one that waits is answered again', async () => {
    const { status, body } = await rotate()
    expect(status).toBe(201)
    expect(body).toMatchObject({ state: 'next', rotates_at: null })
    expect(Date.parse(body.activates_at) - Date.parse(body.created_at)).toBe(900_000)
    const [next, active] = await listed()
    expect(active).toMatchObject({ state: 'active', retires_at: body.activates_at, rotates_at: null })
    expect(await jwks()).toEqual([next?.kid, active?.kid])
    expect(kidOf((await api.person()).accessToken)).toBe(active?.kid)
    expect((await rotate()).body).toEqual(body)
    expect((await rotate({ at_once: true })).body).toMatchObject({ kid: body.kid, state: 'active' })
    expect(kidOf((await api.person()).accessToken)).toBe(body.kid)
  })

  it('are rotated once by two owners who do it at once', async () => {
    const other = await api.person(['owner'])
    const both = await Promise.all([rotate(), rotate({}, other), rotate(), rotate({}, other)])
    expect(new Set(both.map(({ body }) => body.kid)).size).toBe(1)
    expect((await listed()).map(({ state }) => state)).toEqual(['next', 'active'])
  })

  it('are no surprise to a verifier that fetched JWKS while the next one waited, and never again', async () => {
    await rotate()
    const copy = (await api.as({})(routes.jwks)).body
    const verify = accessTokenVerifier({ issuer: 'http://localhost', keys: copy })
    const { body } = await rotate({ at_once: true })
    const { accessToken } = await api.person()
    expect(kidOf(accessToken)).toBe(body.kid)
    for (const token of [accessToken, api.owner.accessToken]) expect(await verify(token)).toHaveProperty('claims')
  })

  it('are withdrawn with their tokens: at once here, in seconds in every other process; sessions live on', async () => {
    const elsewhere = await startApi({ databaseUrl: api.database.pool.options.connectionString ?? '' })
    const [first] = await listed()
    const kid = first?.kid ?? ''
    expect((await rotate({ at_once: true })).body.state).toBe('active')
    const { status, body } = await withdraw(kid)
    expect([status, body]).toMatchObject([200, { kid, state: 'withdrawn', published_until: body.withdrawn_at }])
    expect(await jwks()).not.toContain(kid)
    expect(await api.owner.call(routes.me)).toMatchObject({ status: 401, body: { code: 'invalid_access_token' } })
    await expect.poll(() => jwks(elsewhere), { timeout: 10_000 }).not.toContain(kid)
    expect((await elsewhere.as({ authorization: `Bearer ${api.owner.accessToken}` })(routes.me)).status).toBe(401)
    const refreshed = await elsewhere.as({})(routes.refresh, { body: { refresh_token: api.owner.refreshToken } })
    const again = api.as({ authorization: `Bearer ${refreshed.body.access_token}` })
    expect(await again(routes.withdrawSigningKey, { params: { kid } })).toMatchObject({ status: 200, body })
    await elsewhere.close()
  })

  it('that sign are not withdrawn, nor those that nobody has', async () => {
    const [active] = await listed()
    expect(await withdraw(active?.kid ?? '')).toMatchObject({ status: 409, body: { code: 'key_signs' } })
    expect(await withdraw('x'.repeat(43))).toMatchObject({ status: 404, body: { code: 'not_found' } })
    expect((await api.owner.call(routes.me)).status).toBe(200)
  })

  it('are seen by every administrator, and changed by owners only', async () => {
    const [active] = await listed()
    for (const role of ['admin', 'support', 'auditor'] as const) {
      const { call } = await api.person([role])
      expect((await call(routes.listSigningKeys)).body.items).toHaveLength(1)
      const refused = [
        await call(routes.rotateSigningKey, { body: {} }),
        await call(routes.withdrawSigningKey, { params: { kid: active?.kid ?? '' } }),
      ]
      expect(refused).toMatchObject([{ status: 403 }, { status: 403 }])
    }
  })
})
