import { beforeEach, describe, expect, it } from 'vitest'
import { someKey, testApiKeys } from '../testing/api-keys.js'
import { testStore, type TestStore } from '../testing/store.js'

let at: TestStore
let keys: ReturnType<typeof testApiKeys>
let ada: string
beforeEach(async () => {
  at = await testStore()
  keys = testApiKeys(at)
  ada = await at.createUser()
  return () => at.close()
})

const lastUse = async (prefix: string) =>
  (await at.pool.query<{ at: number | null }>('SELECT last_used_at AS at FROM api_keys WHERE prefix = $1', [prefix])).rows[0]?.at ?? null
const now = async () => (await at.pool.query<{ now: number }>(`SELECT date_trunc('milliseconds', clock_timestamp()) AS now`)).rows[0]!.now

describe('the last use of API keys', () => {
  it('is written for many of them at once, by the database’s clock', async () => {
    const [one, two, unused] = [await keys.made({ userId: ada }), await keys.made({ userId: ada }), await keys.made({ userId: ada })]
    const before = await now()
    await keys.touch([
      { prefix: one.prefix, ago: 0 },
      { prefix: two.prefix, ago: 3_000.5 },
      { prefix: someKey().prefix, ago: 0 },
    ])
    const after = await now()
    for (const [{ prefix }, ago] of [
      [one, 0],
      [two, 3001],
    ] as const) {
      expect(await lastUse(prefix)).toBeGreaterThanOrEqual(before - ago)
      expect(await lastUse(prefix)).toBeLessThanOrEqual(after - ago + 1)
    }
    expect(await lastUse(unused.prefix)).toBeNull()
  })

  it('never goes back, whoever is late to write it', async () => {
    const { prefix } = await keys.made({ userId: ada })
    await keys.touch([{ prefix, ago: 1000 }])
    const first = await lastUse(prefix)
    await keys.touch([{ prefix, ago: 60_000 }])
    expect(await lastUse(prefix)).toBe(first)
    await keys.touch([{ prefix, ago: 0 }])
    expect(await lastUse(prefix)).toBeGreaterThan(first!)
  })

  it('touches no index', async () => {
    const { prefix } = await keys.made({ userId: ada })
    await keys.touch([{ prefix, ago: 0 }])
    const { rows } = await at.pool.query<{ indexed: boolean }>(
      `SELECT bool_or(a.attname = 'last_used_at') AS indexed FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
       WHERE i.indrelid = 'api_keys'::regclass`,
    )
    expect(rows[0]?.indexed).toBe(false)
  })
})
