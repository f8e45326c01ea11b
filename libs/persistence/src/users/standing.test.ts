import { afterAll, beforeAll, expect, it } from 'vitest'
import { testStore, type TestStore } from '../testing/store.js'
import { inTransaction } from '../transaction.js'
import { holdStanding, takeStanding } from './standing.js'

let at: TestStore
beforeAll(async () => {
  at = await testStore()
})
afterAll(() => at.close())

it('is taken when everybody who held it has gone; beyond reach it is not, and nobody waits', async () => {
  const userId = await at.createUser()
  const take = (reach: { companyId?: number }) =>
    inTransaction(at.pool, (transaction) => takeStanding(transaction, userId.toUpperCase(), reach))
  let held = true
  let taken: Promise<boolean> | undefined
  await inTransaction(at.pool, async (transaction) => {
    await holdStanding(transaction, userId)
    expect(await take({ companyId: 2 })).toBe(false)
    taken = take({ companyId: 1 }).then((isTaken) => isTaken && !held)
    // It stands in line: whoever would hold the standing now, waits behind it.
    await expect
      .poll(
        async () =>
          (
            await at.pool.query(
              `SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
            )
          ).rowCount,
      )
      .toBe(1)
    held = false
  })
  expect(await taken).toBe(true)
})
