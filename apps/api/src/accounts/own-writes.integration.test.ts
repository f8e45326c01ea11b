import { routes } from '@tessera/contract'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startApi, type TestApi } from '../testing/api.js'

let api: TestApi
beforeAll(async () => (api = await startApi({ rateLimits: true })))
afterAll(() => api.close())

const entriesAbout = async (userId: string) =>
  (await api.database.pool.query(`SELECT FROM events WHERE user_id = $1 AND kind <> 'session_started'`, [userId])).rowCount ?? 0

it('somebody without a role grows the event log so far and no further, whatever they write', async () => {
  const [ada, bob] = [await api.person(), await api.person()]
  const before = await entriesAbout(ada.userId)
  const statuses: number[] = []
  for (let time = 0; time < 50; time++) statuses.push((await ada.call(routes.updateMe, { body: { name: `Ada ${time}` } })).status)
  for (let time = 0; time < 15; time++) {
    const made = await ada.call(routes.createMyApiKey, { body: { name: 'a key', scopes: ['tokens'] } })
    statuses.push(made.status)
    if (made.status === 201) await ada.call(routes.revokeMyApiKey, { params: { id: made.body.id } })
  }
  expect(statuses.filter((status) => status === 429)).toHaveLength(5)
  expect((await entriesAbout(ada.userId)) - before).toBe(70)
  expect((await bob.call(routes.updateMe, { body: { name: 'Bob' } })).status).toBe(200)
})
