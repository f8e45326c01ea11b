import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbeddedPostgres } from '@tessera/persistence/embedded'

/**
 * Gives a bench a PostgreSQL of its own, durable as one in production is, and a folder; and takes away what is left when it is over, however that comes.
 *
 * @param {(ground: { databaseUrl: string, postmaster: number, dataDir: string, started: { stop(): Promise<void> }[] }) => Promise<void>} work
 *   `started` takes every process that is to be stopped at the end
 */
export async function onGround(work) {
  const dataDir = mkdtempSync(join(tmpdir(), 'tessera-bench-'))
  chmodSync(dataDir, 0o755)
  const postgres = await startEmbeddedPostgres({ dataDir: join(dataDir, 'postgres'), durable: true })
  const started = []
  try {
    const postmaster = Number(readFileSync(join(postgres.dataDir, 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0])
    await work({ databaseUrl: postgres.url, postmaster, dataDir, started })
  } finally {
    for (const child of started) await child.stop()
    await postgres.stop()
    rmSync(postgres.dataDir, { recursive: true, force: true })
    rmSync(dataDir, { recursive: true, force: true })
  }
}
