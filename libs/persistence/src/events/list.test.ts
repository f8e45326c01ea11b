import type { Pool } from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { rowsRead } from '../testing/rows-read.js'
import { testStore, type TestStore } from '../testing/store.js'
import { listEvents } from './list.js'

let at: TestStore
beforeAll(async () => {
  at = await testStore()
})
afterAll(() => at.close())

/** One entry of each company in turn. */
const write = (companies: readonly number[], entries: number) =>
  at.pool.query(
    `INSERT INTO events (at, kind, company_id)
     SELECT clock_timestamp(), 'session_started', ($1::int[])[1 + i % array_length($1::int[], 1)] FROM generate_series(1, $2) i`,
    [companies, entries],
  )

it('a company’s search reads its own part of the log, and not that of the others before it', async () => {
  await at.pool.query(`INSERT INTO companies (id, name) VALUES (2, 'Old'), (3, 'New')`)
  // Much of the log, here and there, and all of it old.
  await write([1, 2, 3], 30_000)
  await write([1, 3], 40_000)
  await at.pool.query('VACUUM ANALYZE events')
  const query = { reach: {}, companyId: 2, kind: 'login_failed', limit: 50 } as const
  const { answer, read } = await rowsRead(at.pool, 'events', (connection) => listEvents(connection as never, query))
  expect(answer.items).toEqual([])
  // Its own 10,000, and again those that are counted.
  expect(read).toBeLessThan(25_000)
})

it('a page stands where its count does not end in time', async () => {
  await write([1], 3)
  const query = async (text: string, values: unknown[]) => {
    if (text.includes('AS count,')) throw Object.assign(new Error('canceling statement'), { code: '57014' })
    return at.pool.query(text, values)
  }
  const page = await listEvents({ query } as unknown as Pool, { reach: {}, limit: 2 })
  expect(page).toMatchObject({ items: [{ kind: 'session_started' }, { kind: 'session_started' }], count: 2, countCapped: true })
})
