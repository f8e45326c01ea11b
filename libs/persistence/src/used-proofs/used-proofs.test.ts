import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { testStore, type TestStore } from '../testing/store.js'
import { usedProofStore, type UsedProofStore } from './index.js'

let at: TestStore
let proofs: UsedProofStore
beforeAll(async () => {
  at = await testStore()
  proofs = usedProofStore(at.database, () => at.passed() * 1000)
})
afterAll(() => at.close())
beforeEach(() => at.pool.query('DELETE FROM used_proofs'))

const in150Seconds = () => Date.now() + at.passed() * 1000 + 150_000
const take = (digest = randomBytes(32)) => proofs.take(digest, in150Seconds())
const remembered = async () => (await at.pool.query<{ n: number }>('SELECT count(*)::int AS n FROM used_proofs')).rows[0]?.n

describe('a proof beside a call that writes', () => {
  it('is taken once, until nobody would take it anyway', async () => {
    const digest = randomBytes(32)
    expect(await take(digest)).toBe(true)
    at.pass(149)
    expect(await take(digest)).toBe(false)
  })

  it('is taken once when many processes are shown it at the same time', async () => {
    const digest = randomBytes(32)
    const taken = await Promise.all(Array.from({ length: 20 }, () => take(digest)))
    expect(taken.filter(Boolean)).toHaveLength(1)
  })

  it('says nothing of others', async () => {
    expect([await take(), await take()]).toEqual([true, true])
  })
})

describe('the memory of them', () => {
  it('forgets what has expired while it takes new ones, and nothing else', async () => {
    for (let i = 0; i < 25; i++) await take()
    at.pass(100)
    const kept = randomBytes(32)
    await take(kept)
    expect(await remembered()).toBe(26)
    at.pass(51)
    for (let i = 0; i < 3; i++) await take()
    expect(await remembered()).toBe(4)
    expect(await take(kept)).toBe(false)
  })

  it('is not held up by another process that is forgetting the same ones', async () => {
    for (let i = 0; i < 5; i++) await take()
    at.pass(151)
    const other = await at.pool.connect()
    try {
      await other.query('BEGIN')
      await other.query('DELETE FROM used_proofs')
      expect(await take()).toBe(true)
    } finally {
      await other.query('ROLLBACK')
      other.release()
    }
  })
})
