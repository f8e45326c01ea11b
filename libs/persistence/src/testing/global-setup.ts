import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { createDatabase, databaseOf, dropDatabase } from '../embedded/databases.js'
import { startEmbeddedPostgres } from '../embedded/index.js'
import { applyMigrations } from '../migrate.js'

declare module 'vitest' {
  interface ProvidedContext {
    /** The address of the run's PostgreSQL; `testDatabase` makes a database of its own in it. */
    postgres: string
    /** The database there that has all migrations and nobody's data: a copy takes half the time that they do. */
    migrated: string
  }
}

/** For `globalSetup` in vitest.config.ts: one PostgreSQL for the run, gone after it; or the one that `TESSERA_TEST_POSTGRES` leads to, which stays. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['TESSERA_TEST_POSTGRES']
  if (given) return provide(project, given)
  const dataDir = mkdtempSync(join(tmpdir(), 'tessera-test-'))
  const postgres = await startEmbeddedPostgres({ dataDir, durable: false })
  await provide(project, postgres.url)
  return async () => {
    await postgres.stop()
    rmSync(dataDir, { recursive: true })
  }
}

/** @returns takes away again what it made in the server */
async function provide(project: TestProject, server: string): Promise<() => Promise<void>> {
  const migrated = `migrated_${randomBytes(8).toString('hex')}`
  await createDatabase(server, migrated)
  await applyMigrations(databaseOf(server, migrated))
  project.provide('postgres', server)
  project.provide('migrated', migrated)
  return () => dropDatabase(server, migrated)
}
