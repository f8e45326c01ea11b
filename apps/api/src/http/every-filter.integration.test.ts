import { routes } from '@tessera/contract'
import type { z } from 'zod'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startApi, type TestApi } from '../testing/api.js'

type Routes = typeof routes
/** What a route is asked for beside how much of it, and how. */
type FilterOf<R> = R extends { query: infer Q extends z.ZodType }
  ? Exclude<keyof z.input<Q>, 'limit' | 'after' | 'format' | 'wait' | 'span'>
  : never
type Filtered = {
  readonly [Name in keyof Routes as [FilterOf<Routes[Name]>] extends [never] ? never : Name]: Record<FilterOf<Routes[Name]>, string>
}

const nobody = '01940000-0000-7000-8000-000000000001'
const nowhere = '2147483647'
const sessions = {
  ...{ q: '198.51.100.77', state: 'expired', reason: 'client_disabled', user_id: nobody, email: 'nobody@', client_id: 'nobody' },
  ...{
    company_id: nowhere,
    ip: '198.51.100.0/24',
    country: 'AQ',
    browser: 'Mosaic',
    system: 'Multics',
    dialect: 'nobody',
    device: 'nowhere',
  },
  ...{ started_after: '2100-01-01T00:00:00Z', started_before: '1970-01-01T00:00:00Z' },
  ...{ seen_after: '2100-01-01T00:00:00Z', seen_before: '2000-01-01T00:00:00Z' },
  ...{ ended_after: '2100-01-01T00:00:00Z', ended_before: '2000-01-01T00:00:00Z' },
} as const
const events = {
  ...{ q: '198.51.100.77', kind: 'nothing', user_id: nobody, by: nobody, session_id: nobody, client_id: 'nobody' },
  ...{ company_id: nowhere, ip: '198.51.100.0/24', after_time: '2100-01-01T00:00:00Z', before_time: '2000-01-01T00:00:00Z' },
} as const

/** For each filter what nothing here meets. */
const unmet = {
  mySessions: { state: 'ended' },
  listSessions: sessions,
  exportSessions: sessions,
  listEvents: events,
  exportEvents: events,
  listUsers: { q: 'nobody@', state: 'disabled', role: 'auditor', company_id: nowhere },
  listReceivers: { company_id: nowhere, form: 'set_push' },
  listDeliveries: { state: 'failed' },
  myApiKeys: { state: 'revoked' },
  listApiKeys: { user_id: nobody, company_id: nowhere, prefix: 'tessera_ak_nobodyatal', state: 'revoked' },
} as const satisfies Filtered

let api: TestApi
let receiver: string
beforeAll(async () => {
  api = await startApi()
  await api.owner.call(routes.createMyApiKey, { body: { name: 'Orders', scopes: ['sessions:read'] } })
  const { body } = await api.owner.call(routes.createReceiver, { body: { name: 'Orders', form: 'set_poll' } })
  receiver = body.id
  await api.owner.call(routes.testReceiver, { params: { id: receiver } })
})
afterAll(() => api.close())

/** What a list or an export finds, or at least the first of it. */
async function found(name: keyof Filtered, filter: Readonly<Record<string, string>> = {}): Promise<unknown> {
  const isExport = routes[name].path.endsWith('/export')
  const query = new URLSearchParams({ ...(isExport && { format: 'jsonl' }), ...filter }).toString()
  const response = await fetch(`${api.url}${routes[name].path.replace('{id}', receiver)}?${query}`, {
    headers: { authorization: `Bearer ${api.owner.accessToken}` },
  })
  expect(response.status).toBe(200)
  const text = await response.text()
  return isExport ? text.split('\n').slice(0, -1) : (JSON.parse(text) as { items: unknown }).items
}

describe.each(Object.keys(unmet) as (keyof Filtered)[])('%s', (name) => {
  it('finds something when it is asked for everything', async () => {
    expect(await found(name)).not.toEqual([])
  })

  it.each(Object.entries(unmet[name]))(
    '%s is heard: lost on the way, it would find everything, and a revocation of what matches end it',
    async (filter, value) => {
      expect(await found(name, { [filter]: value })).toEqual([])
    },
  )
})
