import { routes } from '@tessera/contract'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startApi, type TestApi } from '../testing/api.js'

let api: TestApi
beforeAll(async () => (api = await startApi()))
afterAll(() => api.close())

/** Every line of the metrics, by its name and labels. */
async function counted(): Promise<ReadonlyMap<string, number>> {
  const response = await fetch(`${api.url}/metrics`)
  expect([response.status, response.headers.get('content-type')]).toEqual([200, expect.stringMatching(/^text\/plain; version=/)])
  const lines = (await response.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]))
}
const refresh = (refreshToken: string) => api.as({})(routes.refresh, { body: { refresh_token: refreshToken } })
const refreshes = (outcome: string) => `tessera_refreshes_total{outcome="${outcome}"}`

it('has every outcome before it is first counted, so that an alert sees the first reuse as a rise', async () => {
  const metrics = await counted()
  expect(metrics.get(refreshes('reuse_detected'))).toBe(0)
  expect(metrics.get('tessera_deliveries_total{outcome="given_up"}')).toBe(0)
})

it('counts refreshes by what they came to, whatever the wire format', async () => {
  const { refreshToken } = await api.person()
  const { body } = await refresh(refreshToken)
  await refresh(refreshToken)
  await fetch(`${api.url}/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'refresh_token', client_id: 'tessera', refresh_token: body.refresh_token }),
  })
  await refresh('none of ours')
  const metrics = await counted()
  expect([...['rotated', 'retried', 'not_minted_here'].map((outcome) => metrics.get(refreshes(outcome)))]).toEqual([2, 1, 1])
  expect(metrics.get('tessera_refreshes_gathered_sum')).toBe(3)
  expect(metrics.get('tessera_refusals_total{route="/v1/sessions/refresh",refusal="not_minted_here"}')).toBe(1)
  expect(metrics.get('tessera_http_request_duration_seconds_count{method="POST",route="/oauth/token",status="200"}')).toBe(1)
  const logged = api.log.map((line) => JSON.parse(line) as { readonly refreshed?: string }).map(({ refreshed }) => refreshed)
  expect(logged.filter(Boolean)).toEqual(['rotated', 'retried', 'rotated', 'not_minted_here'])
})

it('has no label that a caller can choose', async () => {
  await fetch(`${api.url}/made/up/by/nobody?q=secret`)
  const names = [...(await counted()).keys()].join('\n')
  expect(names).toContain('route="none",status="404"')
  expect(names).not.toMatch(/made|nobody|secret/)
})

it('tells of the pool, of the event loop, of the memory, and of who follows the feed', async () => {
  const { body } = await api.owner.call(routes.readRevocations)
  const waiting = api.owner.call(routes.readRevocations, { query: { after: body.next, wait: 1 } })
  await expect.poll(async () => (await counted()).get('tessera_feed_followers')).toBe(1)
  // Each may have something to do at that moment.
  await expect.poll(async () => (await counted()).get('tessera_database_connections{pool="main",state="idle"}')).toBeGreaterThan(0)
  const metrics = await counted()
  expect(metrics.get('tessera_database_waiting{pool="main"}')).toBe(0)
  expect(metrics.get('nodejs_eventloop_lag_p99_seconds')).toBeGreaterThan(0)
  expect(metrics.get('process_resident_memory_bytes')).toBeGreaterThan(0)
  await waiting
})
