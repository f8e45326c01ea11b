import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { applyMigrations } from './migrate.js'
import { testDatabase, type TestDatabase } from './testing/index.js'

let database: TestDatabase
let client: pg.Client
beforeEach(async () => {
  database = await testDatabase()
  client = new pg.Client({ connectionString: database.url })
  await client.connect()
})
afterEach(async () => {
  await client.end()
  await database.drop()
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

const folders: string[] = []

function folderWith(migrations: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-migrations-'))
  folders.push(folder)
  for (const [name, sql] of Object.entries(migrations)) {
    mkdirSync(join(folder, name))
    writeFileSync(join(folder, name, 'migration.sql'), sql)
  }
  return folder
}

/** The columns of every table and the words of every enum, as `prisma/schema.prisma` has them. */
function describedIn(schema: string): readonly string[] {
  const blocks = [...schema.matchAll(/^(model|enum) (\w+) \{\n([^]*?)^\}/gm)]
  const models = blocks.filter(([, kind]) => kind === 'model').map(([, , name]) => name)
  return blocks.flatMap(([, , name, body = '']) => {
    const mapped = /@@map\("(\w+)"\)/.exec(body)?.[1] ?? name
    const lines = [...body.matchAll(/^ {2}(\w+)(?: +(\w+)(.*))?$/gm)].filter(([, , type]) => !models.includes(type))
    return lines.map(([, field, , rest = '']) => `${mapped}.${/ @map\("(\w+)"\)/.exec(rest)?.[1] ?? field}`)
  })
}

describe('applying migrations', () => {
  it('makes the tables that the schema describes, column for column', async () => {
    await applyMigrations(database.url)
    const { rows } = await client.query<{ name: string }>(
      `SELECT table_name || '.' || column_name AS name FROM information_schema.columns
       WHERE table_schema = 'public' AND table_name <> '_prisma_migrations'
       UNION ALL SELECT typname || '.' || enumlabel FROM pg_enum JOIN pg_type t ON t.oid = enumtypid`,
    )
    const schema = readFileSync(new URL('../../../prisma/schema.prisma', import.meta.url), 'utf8')
    expect(rows.map(({ name }) => name).sort()).toEqual([...describedIn(schema)].sort())
  })

  it('applies each once, in order, and records it as Prisma does', async () => {
    const folder = folderWith({ '2_b': 'ALTER TABLE a ADD COLUMN n int', '1_a': 'CREATE TABLE a ()' })
    expect(await applyMigrations(database.url, folder)).toEqual(['1_a', '2_b'])
    expect(await applyMigrations(database.url, folder)).toEqual([])
    const { rows } = await client.query(
      'SELECT migration_name, checksum, finished_at IS NOT NULL AS finished, applied_steps_count FROM _prisma_migrations ORDER BY 1',
    )
    expect(rows).toMatchObject([
      {
        migration_name: '1_a',
        checksum: 'ba7711987df3a9e6735016fe894f4400b3af5159cb4525de4f608072d6b47e72',
        finished: true,
        applied_steps_count: 1,
      },
      { migration_name: '2_b', finished: true },
    ])
  })

  it('is safe when many processes start at once', async () => {
    const applied = await Promise.all(Array.from({ length: 5 }, () => applyMigrations(database.url)))
    expect(applied.filter((names) => names.length > 0)).toHaveLength(1)
  })

  it('says every ten seconds which migration takes long, and that another process is waited for', async () => {
    const folder = folderWith({ '1_a': 'CREATE TABLE a (); SELECT pg_advisory_xact_lock(1)' })
    await client.query('SELECT pg_advisory_lock(1)')
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    try {
      const said: string[] = []
      const both = [1, 2].map(() => applyMigrations(database.url, folder, (sentence) => said.push(sentence)))
      const waiting = `SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`
      await vi.waitUntil(async () => (await client.query(waiting)).rowCount === 2, { timeout: 5_000 })
      vi.advanceTimersByTime(10_000)
      expect(said.sort()).toEqual(['Another process migrates the database, and is waited for.', 'Migration 1_a is being applied.'])
      await client.query('SELECT pg_advisory_unlock(1)')
      await Promise.all(both)
      expect(vi.getTimerCount()).toBe(0)
    } finally {
      vi.useRealTimers()
    }
  })

  it('ends on the server, too, when the process that applies it is gone', async () => {
    const { hostname, port } = new URL(database.url)
    const sockets: Socket[] = []
    const between = createServer((ours) => {
      const theirs = connect(Number(port), hostname)
      for (const socket of [ours, theirs]) sockets.push(socket.on('error', () => undefined))
      ours.pipe(theirs).pipe(ours)
    })
    await new Promise<void>((done) => between.listen(0, '127.0.0.1', done))
    const url = Object.assign(new URL(database.url), { port: (between.address() as AddressInfo).port }).href
    const gone = expect(applyMigrations(url, folderWith({ '1_a': 'CREATE TABLE a (); SELECT pg_sleep(60)' }))).rejects.toThrow()
    const sleeping = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'`
    const sleepers = async () => (await client.query(sleeping)).rowCount
    await expect.poll(sleepers, { timeout: 5_000 }).toBe(1)
    for (const socket of sockets) socket.destroy()
    between.close()
    await gone
    await expect.poll(sleepers, { timeout: 5_000 }).toBe(0)
  })

  it('loses its turn when its machine vanishes: the server asks whether it is there', async () => {
    const sql = `CREATE TABLE asked AS SELECT current_setting('tcp_keepalives_idle')::int AS after`
    await applyMigrations(database.url, folderWith({ '1_asked': sql }))
    expect((await client.query('SELECT after FROM asked')).rows).toEqual([{ after: 15 }])
  })

  it('leaves nothing of a migration that fails, and says which it was', async () => {
    const folder = folderWith({ '1_a': 'CREATE TABLE a (); SELECT 1 / 0' })
    await expect(applyMigrations(database.url, folder)).rejects.toThrow('Migration 1_a failed, and changed nothing: division by zero')
    await expect(client.query('SELECT FROM a')).rejects.toThrow('does not exist')
    expect((await client.query('SELECT FROM _prisma_migrations')).rowCount).toBe(0)
  })

  it('refuses to start over a migration that was changed, or that failed under another tool', async () => {
    await applyMigrations(database.url, folderWith({ '1_a': 'CREATE TABLE a ()' }))
    await expect(applyMigrations(database.url, folderWith({ '1_a': 'CREATE TABLE b ()' }))).rejects.toThrow(
      'was changed after it was applied',
    )
    await client.query('UPDATE _prisma_migrations SET finished_at = NULL')
    await expect(applyMigrations(database.url, folderWith({ '1_a': 'CREATE TABLE a ()' }))).rejects.toThrow('failed halfway')
  })

  it('leaves a newer release’s migration alone', async () => {
    await applyMigrations(database.url, folderWith({ '1_a': 'CREATE TABLE a ()', '2_b': 'CREATE TABLE b ()' }))
    expect(await applyMigrations(database.url, folderWith({ '1_a': 'CREATE TABLE a ()' }))).toEqual([])
  })

  it('does not wait for long where a table is in use, since everybody waits behind it', async () => {
    await applyMigrations(database.url, folderWith({ '1_a': 'CREATE TABLE a ()' }))
    await client.query('BEGIN')
    await client.query('SELECT FROM a')
    const folder = folderWith({ '1_a': 'CREATE TABLE a ()', '2_b': 'ALTER TABLE a ADD COLUMN n int' })
    await expect(applyMigrations(database.url, folder)).rejects.toThrow(
      'Migration 2_b failed, and changed nothing: somebody uses a table that it changes',
    )
    await client.query('ROLLBACK')
    expect(await applyMigrations(database.url, folder)).toEqual(['2_b'])
  })

  it('takes as long as it takes, and waits for its turn, whatever deadlines the role has', async () => {
    await client.query(`DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET statement_timeout = 200', current_database()); END $$`)
    await client.query(`DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET lock_timeout = 100', current_database()); END $$`)
    const folder = folderWith({ '1_a': 'CREATE TABLE a (); SELECT pg_sleep(0.5)' })
    const applied = await Promise.all([applyMigrations(database.url, folder), applyMigrations(database.url, folder)])
    expect(applied.flat()).toEqual(['1_a'])
  })

  it('makes an index whole that a CONCURRENTLY left behind half made', async () => {
    await applyMigrations(database.url)
    const isWhole = async () => {
      const { rows } = await client.query(`SELECT indisvalid FROM pg_index WHERE indexrelid = 'sessions_client_id_id_idx'::regclass`)
      return (rows as { indisvalid: boolean }[])[0]?.indisvalid
    }
    await client.query(`UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'sessions_client_id_id_idx'::regclass`)
    await client.query(`DELETE FROM _prisma_migrations WHERE migration_name LIKE '%_whole_index'`)
    expect(await isWhole()).toBe(false)
    await applyMigrations(database.url)
    expect(await isWhole()).toBe(true)
  })

  it('asks a role that may create nothing for no more than to look, where all is applied', async () => {
    const folder = folderWith({ '1_a': 'CREATE TABLE a ()' })
    await applyMigrations(database.url, folder)
    await client.query(`CREATE ROLE reader LOGIN PASSWORD 'reader'; GRANT SELECT ON _prisma_migrations TO reader`)
    try {
      const url = Object.assign(new URL(database.url), { username: 'reader', password: 'reader' }).href
      expect(await applyMigrations(url, folder)).toEqual([])
    } finally {
      await client.query('DROP OWNED BY reader; DROP ROLE reader')
    }
  })

  it('refuses a database that cannot hold every name', async () => {
    await client.query(`CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LOCALE_PROVIDER libc LOCALE 'C'`)
    try {
      const url = Object.assign(new URL(database.url), { pathname: '/latin' }).href
      await expect(applyMigrations(url)).rejects.toThrow('Its encoding is LATIN1, and must be UTF8')
    } finally {
      await client.query('DROP DATABASE latin')
    }
  })
})
