import { randomBytes } from 'node:crypto'
import { inject } from 'vitest'
import { createDatabase, databaseOf, dropDatabase } from '../embedded/databases.js'
import type {} from './global-setup.js'

export { manySessions, revocationOf } from './revoking.js'
export { testStore, type TestStore } from './store.js'

export interface TestDatabase {
  readonly url: string
  /** Also ends the connections to it. */
  drop(): Promise<void>
}

/** An empty database of the test's own. Needs `globalSetup: ['@tessera/persistence/testing/global-setup']`. */
export function testDatabase(): Promise<TestDatabase> {
  return databaseLike()
}

/** The same, with all migrations. */
export function migratedDatabase(): Promise<TestDatabase> {
  return databaseLike(inject('migrated'))
}

async function databaseLike(model?: string): Promise<TestDatabase> {
  const server = inject('postgres')
  const name = `test_${randomBytes(8).toString('hex')}`
  await createDatabase(server, name, model)
  return { url: databaseOf(server, name), drop: () => dropDatabase(server, name) }
}
