import { createHash, randomBytes } from 'node:crypto'
import { apiKeyStore, type NewApiKey } from '../api-keys/index.js'
import type { ShownApiKey } from '../sessions/index.js'
import { origin, type TestStore } from './store.js'

/** A key that nobody else in the test has. */
export function someKey(): ShownApiKey {
  return { prefix: randomBytes(5).toString('hex'), hash: createHash('sha256').update(randomBytes(32)).digest() }
}

/** The API keys' store over a test's database, on the clock that the test moves. */
export function testApiKeys(at: TestStore) {
  const store = apiKeyStore(at.database, () => at.passed() * 1000)
  const wanted = (rest: Partial<NewApiKey> & Pick<NewApiKey, 'userId'>): NewApiKey => ({
    ...{ name: 'Report', scopes: ['tokens'], expiresIn: null, by: rest.userId, origin },
    ...someKey(),
    ...rest,
  })
  return {
    ...store,
    wanted,
    /** Creates a key; fails when it was refused. */
    async made(rest: Partial<NewApiKey> & Pick<NewApiKey, 'userId'>) {
      const { prefix, hash, ...key } = wanted(rest)
      const creation = await store.create({ ...key, prefix, hash })
      if (creation.outcome === 'refused') throw new Error(`refused: ${creation.refusal}`)
      return { ...creation.apiKey, shown: { prefix, hash } }
    },
  }
}

export async function newCompany({ pool }: TestStore): Promise<number> {
  const { rows } = await pool.query<{ id: number }>(`INSERT INTO companies (name) VALUES ('Other') RETURNING id`)
  return rows[0]?.id ?? 0
}
