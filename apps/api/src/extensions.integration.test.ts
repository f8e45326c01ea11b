import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { routes } from '@tessera/contract'
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startApi, type TestApi } from './testing/api.js'
import { planClaims } from './testing/plan-claims.js'

/** The billing service of the guide: every company is on the plan `pro`, while it answers. */
let isAway = false
const billing = createServer((_, answer) => {
  answer.writeHead(isAway ? 503 : 200, { 'content-type': 'application/json' }).end(JSON.stringify({ plan: 'pro' }))
})
let api: TestApi
const plan = 'https://acme.example/plan'

beforeAll(async () => {
  billing.listen(0, '127.0.0.1')
  await once(billing, 'listening')
  api = await startApi({}, { claims: [planClaims(`http://127.0.0.1:${(billing.address() as AddressInfo).port}`)] })
})
afterAll(async () => {
  await api.close()
  billing.close()
})

const refresh = (refresh_token: string) => api.as({})(routes.refresh, { body: { refresh_token } })

describe('the claims that a team has added', () => {
  it('are in the access tokens of logins and refreshes, and change nothing of ours', async () => {
    const { accessToken, refreshToken, userId } = await api.person()
    expect(decodeJwt(accessToken)).toMatchObject({ [plan]: 'pro', sub: userId, company_id: 1 })
    const { body } = await refresh(refreshToken)
    expect(decodeJwt(body.access_token)).toMatchObject({ [plan]: 'pro', sub: userId, company_id: 1 })
  })

  it('are told by introspection, with the rest', async () => {
    const { accessToken, userId } = await api.person()
    const asker = await api.owner.call(routes.createClient, { body: { name: 'Orders', confidential: true } })
    const { client_id, client_secret = '' } = asker.body
    const form = new URLSearchParams({ token: accessToken, client_id, client_secret })
    const answer = await fetch(`${api.url}/oauth/introspect`, { method: 'POST', body: form })
    const told = (await answer.json()) as Record<string, unknown>
    expect(told).toMatchObject({ active: true, token_use: 'access_token', sub: userId, [plan]: 'pro' })
    expect(told).not.toHaveProperty('session_started_at')
  })

  it('are waited for by clients that keep their refresh token while nobody knows them', async () => {
    const { refreshToken } = await api.person()
    isAway = true
    try {
      const refused = await refresh(refreshToken)
      expect([refused.status, refused.body.code, refused.headers.get('retry-after')]).toEqual([503, 'unavailable', '1'])
      const freddy = await fetch(`${api.url}/v1/auth/refresh`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ refresh_token: refreshToken }),
      })
      expect([freddy.status, freddy.headers.get('retry-after')]).toEqual([500, '1'])
    } finally {
      isAway = false
    }
    const { status, body } = await refresh(refreshToken)
    expect([status, decodeJwt(body.access_token)[plan]]).toEqual([200, 'pro'])
  })
})
