import { afterAll, beforeAll, expect, it } from 'vitest'
import { testStore, type TestStore } from '../testing/store.js'
import { alone } from './alone.js'

let at: TestStore
beforeAll(async () => (at = await testStore()))
afterAll(() => at.close())

it('work that one process does is another’s soon after its machine vanished: the server asks whether it is there', async () => {
  const asked = await alone(at.database.direct, async (connection) => {
    const { rows } = await connection.query(
      `SELECT current_setting('tcp_keepalives_idle')::int AS after, current_setting('tcp_keepalives_interval')::int AS every, current_setting('tcp_keepalives_count')::int AS times`,
    )
    return rows as unknown
  })
  expect(asked).toEqual([{ after: 15, every: 5, times: 3 }])
})
