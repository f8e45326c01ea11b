import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type LogEvent, routes } from '@tessera/contract'
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { EventSink } from './event-sinks/event-sink.js'
import { startApi, type TestApi } from './testing/api.js'
import { kiosk } from './testing/kiosk.js'
import { lineSink } from './testing/line-sink.js'
import { planClaims } from './testing/plan-claims.js'

/** The billing service of the guide: every company is on the plan `pro`, while it answers. */
let isAway = false
const billing = createServer((_, answer) => {
  answer.writeHead(isAway ? 503 : 200, { 'content-type': 'application/json' }).end(JSON.stringify({ plan: 'pro' }))
})
/** A sink that takes nothing for a while. */
let isFull = false
const told: LogEvent[] = []
const hopper: EventSink = {
  name: 'hopper',
  async take(events) {
    if (isFull) throw new Error('full')
    told.push(...events)
  },
}
let api: TestApi
let folder: string
const file = () => join(folder, 'events.jsonl')
const plan = 'https://acme.example/plan'

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tessera-sink-'))
  billing.listen(0, '127.0.0.1')
  await once(billing, 'listening')
  const claims = [planClaims(`http://127.0.0.1:${(billing.address() as AddressInfo).port}`)]
  api = await startApi({}, { claims, eventSinks: [lineSink(file()), hopper] })
})
afterAll(async () => {
  await api.close()
  billing.close()
  await rm(folder, { recursive: true })
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

it('takes the policy of the guide as a client’s', async () => {
  const { status, body } = await api.owner.call(routes.createClient, { body: kiosk })
  expect([status, body]).toMatchObject([201, { idle_timeout: 600, absolute_lifetime: 28_800, reuse_policy: 'strict' }])
})

describe('the sinks that a team has added', () => {
  it('are told what happens, in the words of the event log', async () => {
    const { sessionId, userId } = await api.person()
    const lines = await vi.waitFor(
      async () => {
        const events = (await readFile(file(), 'utf8')).trimEnd().split('\n')
        const found = events.map((line) => JSON.parse(line) as LogEvent).filter(({ session_id }) => session_id === sessionId)
        expect(found).not.toEqual([])
        return found
      },
      { timeout: 10_000 },
    )
    const { body } = await api.owner.call(routes.listEvents, { query: { session_id: sessionId } })
    expect(lines).toEqual(body.items)
    expect(lines[0]).toMatchObject({ kind: 'session_started', user: { id: userId } })
  })

  it('are told again what they could not take, and that they are back', async () => {
    isFull = true
    const { sessionId } = await api.person()
    const logged = (words: string) => api.log.some((line) => line.includes(words) && line.includes('"hopper"'))
    await vi.waitFor(() => expect(logged('failed and is told again')).toBe(true), { timeout: 10_000 })
    isFull = false
    await vi.waitFor(() => expect(told.map(({ session_id }) => session_id)).toContain(sessionId), { timeout: 10_000 })
    await vi.waitFor(() => expect(logged('is back')).toBe(true), { timeout: 10_000 })
    const ids = told.map(({ id }) => Number(id))
    expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b))
  })
})
