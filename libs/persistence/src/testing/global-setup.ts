import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { startEmbeddedPostgres } from '../embedded/index.js'

declare module 'vitest' {
  interface ProvidedContext {
    /** The address of the run's PostgreSQL; `testDatabase` makes a database of its own in it. */
    postgres: string
  }
}

/** For `globalSetup` in vitest.config.ts: one PostgreSQL for the run, gone after it; or the one that `TESSERA_TEST_POSTGRES` leads to, which stays. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const given = process.env['TESSERA_TEST_POSTGRES']
  if (given) {
    project.provide('postgres', given)
    return undefined
  }
  const dataDir = mkdtempSync(join(tmpdir(), 'tessera-test-'))
  const postgres = await startEmbeddedPostgres({ dataDir, durable: false })
  project.provide('postgres', postgres.url)
  return async () => {
    await postgres.stop()
    rmSync(dataDir, { recursive: true })
  }
}
