import { createHash, randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'

/** `prisma/migrations`, as this checkout has it. */
const migrationsFolder = fileURLToPath(new URL('../../../prisma/migrations', import.meta.url))

/** Prisma's own advisory lock: `prisma migrate deploy` and this never run at once. */
const prismaLock = 72707369

/**
 * Applies the migrations that the database does not have yet, each in one transaction, and records them as Prisma does, so that
 * `prisma migrate deploy` and `status` elsewhere agree. Any number of processes may start at once: one applies, the others wait.
 *
 * A migration that only the database knows is left alone: a newer release is being rolled out beside this one.
 *
 * @returns the names of the migrations applied now
 * @throws when a migration was changed after it was applied, or failed halfway under another tool
 */
export async function applyMigrations(url: string, folder = migrationsFolder): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString: url, application_name: 'tessera migrations', connectionTimeoutMillis: 5000 })
  client.on('error', () => undefined)
  await client.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [prismaLock])
    await client.query(`CREATE TABLE IF NOT EXISTS _prisma_migrations (
      id varchar(36) PRIMARY KEY NOT NULL, checksum varchar(64) NOT NULL, finished_at timestamptz, migration_name varchar(255) NOT NULL,
      logs text, rolled_back_at timestamptz, started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0)`)
    const { rows } = await client.query<{ name: string; checksum: string; finished: boolean }>(
      `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished FROM _prisma_migrations WHERE rolled_back_at IS NULL`,
    )
    const known = new Map(rows.map((row) => [row.name, row]))
    const applied: string[] = []
    for (const { name, sql } of await migrationsIn(folder)) {
      const checksum = createHash('sha256').update(sql).digest('hex')
      const before = known.get(name)
      if (before && !before.finished)
        throw new Error(`Migration ${name} failed halfway; see "prisma migrate resolve" before starting again.`)
      if (before && before.checksum !== checksum) throw new Error(`Migration ${name} was changed after it was applied. Restore its file.`)
      if (before) continue
      await apply(client, name, sql, checksum)
      applied.push(name)
    }
    return applied
  } finally {
    await client.end()
  }
}

async function migrationsIn(folder: string): Promise<{ name: string; sql: string }[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  return Promise.all(names.sort().map(async (name) => ({ name, sql: await readFile(join(folder, name, 'migration.sql'), 'utf8') })))
}

async function apply(client: pg.Client, name: string, sql: string, checksum: string): Promise<void> {
  await client.query('BEGIN')
  try {
    await client.query(sql)
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count) VALUES ($1, $2, $3, now(), clock_timestamp(), 1)`,
      [randomUUID(), checksum, name],
    )
    await client.query('COMMIT')
  } catch (fault) {
    await client.query('ROLLBACK')
    throw new Error(`Migration ${name} failed, and changed nothing: ${fault instanceof Error ? fault.message : String(fault)}`, {
      cause: fault,
    })
  }
}
