import { randomBytes } from 'node:crypto'
import { inject } from 'vitest'
import { createDatabase, dropDatabase } from '../embedded/databases.js'
import type {} from './global-setup.js'

export { manySessions, revocationOf } from './revoking.js'
export { testStore, type TestStore } from './store.js'

export interface TestDatabase {
  readonly url: string
  /** Also ends the connections to it. */
  drop(): Promise<void>
}

/** An empty database of the test's own. Needs `globalSetup: ['@tessera/persistence/testing/global-setup']`. */
export async function testDatabase(): Promise<TestDatabase> {
  const server = inject('postgres')
  const name = `test_${randomBytes(8).toString('hex')}`
  await createDatabase(server, name)
  const url = new URL(server)
  url.pathname = name
  return { url: url.href, drop: () => dropDatabase(server, name) }
}
