import { createHash, randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { isLostRace } from './contention.js'
import { findGone } from './found-gone.js'
import { isLent } from './lent.js'

/** `prisma/migrations`, as this checkout has it. */
const migrationsFolder = fileURLToPath(new URL('../../../prisma/migrations', import.meta.url))

/** Prisma's own advisory lock: `prisma migrate deploy` and this never run at once. */
const prismaLock = 72707369

/** Milliseconds that a migration waits for a table, unless it says otherwise. */
const lockTimeout = 2_000

/**
 * Has the server end a statement whose process has gone, where its system tells: it would hold its tables to its end, with every refresh behind them, and for
 * nobody, since the next start does it again.
 */
const endWithUs = `DO $$ BEGIN SET LOCAL client_connection_check_interval = '1s'; EXCEPTION WHEN OTHERS THEN NULL; END $$`

/** The lock would stay with the pooler, where every later start waits for it. */
const lends =
  'It is a pooler’s address, which lends connections for a transaction at a time: DATABASE_DIRECT_URL has to be that of PostgreSQL itself.'

/** Milliseconds between two sentences about what still takes long. */
const tellEvery = 10_000

/**
 * Applies the migrations that the database does not have yet, each in one transaction, and records them as Prisma does, so that
 * `prisma migrate deploy` and `status` elsewhere agree. Any number of processes may start at once: one applies, the others wait.
 *
 * A migration that only the database knows is left alone: a newer release is being rolled out beside this one.
 *
 * @param tell is told every ten seconds what takes long: whoever hears nothing ends the start, and the next begins anew
 * @returns the names of the migrations applied now
 * @throws when a migration was changed after it was applied, or failed halfway under another tool; or when a pooler is in between, which would keep the lock
 */
export async function applyMigrations(
  url: string,
  folder = migrationsFolder,
  tell: (sentence: string) => void = () => undefined,
): Promise<readonly string[]> {
  const config = { connectionString: url, application_name: 'tessera migrations', connectionTimeoutMillis: 5000 }
  const client = new pg.Client(config)
  client.on('error', () => undefined)
  await client.connect()
  try {
    if (await isLent(client, config)) throw new Error(lends)
    await findGone(client)
    await telling(tell, 'Another process migrates the database, and is waited for.', takeTurn(client))
    await makeRecord(client)
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
      await telling(tell, `Migration ${name} is being applied.`, apply(client, name, sql, checksum))
      applied.push(name)
    }
    return applied
  } finally {
    await client.end()
  }
}

async function telling<T>(tell: (sentence: string) => void, sentence: string, work: Promise<T>): Promise<T> {
  const timer = setInterval(() => tell(sentence), tellEvery)
  try {
    return await work
  } finally {
    clearInterval(timer)
  }
}

/**
 * Waits for whoever migrates. The lock is the connection's; the transaction is for what is set in it alone: deadlines of the role, which are for its everyday
 * statements, hold neither here nor for a migration, and a pooler lends the connection to others as it was.
 */
async function takeTurn(client: pg.Client): Promise<void> {
  await client.query('BEGIN')
  await client.query('SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0')
  await client.query('SELECT pg_advisory_lock($1)', [prismaLock])
  await client.query('COMMIT')
}

/** Asked for first: `IF NOT EXISTS` is refused to a role that may create no tables, and such a one can serve what another has migrated. */
async function makeRecord(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ isThere: boolean }>(`SELECT to_regclass('_prisma_migrations') IS NOT NULL AS "isThere"`)
  if (rows[0]?.isThere) return
  await requireUtf8(client)
  await client.query(`CREATE TABLE _prisma_migrations (
    id varchar(36) PRIMARY KEY NOT NULL, checksum varchar(64) NOT NULL, finished_at timestamptz, migration_name varchar(255) NOT NULL,
    logs text, rolled_back_at timestamptz, started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0)`)
}

/** Names are of any language: in another encoding some of them would fail, one call at a time. */
async function requireUtf8(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ encoding: string }>(`SELECT current_setting('server_encoding') AS encoding`)
  const encoding = rows[0]?.encoding
  if (encoding !== 'UTF8')
    throw new Error(`Its encoding is ${encoding}, and must be UTF8: CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0 makes such a one.`)
}

async function migrationsIn(folder: string): Promise<{ name: string; sql: string }[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  return Promise.all(names.sort().map(async (name) => ({ name, sql: await readFile(join(folder, name, 'migration.sql'), 'utf8') })))
}

async function apply(client: pg.Client, name: string, sql: string, checksum: string): Promise<void> {
  await client.query('BEGIN')
  try {
    // Whoever waits for a table that somebody reads for long, as a backup does, makes everybody wait who comes after: every refresh.
    await client.query(`SET LOCAL lock_timeout = '${lockTimeout}ms'; SET LOCAL statement_timeout = 0; ${endWithUs}`)
    await client.query(sql)
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count) VALUES ($1, $2, $3, now(), clock_timestamp(), 1)`,
      [randomUUID(), checksum, name],
    )
    await client.query('COMMIT')
  } catch (fault) {
    await client.query('ROLLBACK')
    throw new Error(`Migration ${name} failed, and changed nothing: ${reasonOf(fault)}`, { cause: fault })
  }
}

function reasonOf(fault: unknown): string {
  if (isLostRace(fault)) return 'somebody uses a table that it changes, such as a backup or a long query. Start again when that is over.'
  return fault instanceof Error ? fault.message : String(fault)
}
