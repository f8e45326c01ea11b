import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Database, openDatabase } from './database.js'
import { testDatabase, type TestDatabase } from './testing/index.js'
import { inTransaction } from './transaction.js'

let test: TestDatabase
const opened: Database[] = []
beforeAll(async () => void (test = await testDatabase()))
afterAll(async () => {
  for (const database of opened) await database.close()
  await test.drop()
})

function open(url: string): Database {
  const database = openDatabase({ url, poolSize: 1 })
  opened.push(database)
  return database
}

it('answers where it takes what is written, and not where it may be read alone, as after a failover to a standby', async () => {
  const database = open(test.url)
  expect(await database.answers()).toBe(true)
  await database.pool.query('SET default_transaction_read_only = on')
  expect(await database.answers()).toBe(false)
})

it('does not answer where nobody listens', async () => {
  expect(await open('postgresql://nobody@127.0.0.1:1/nothing').answers()).toBe(false)
})

it('does not answer where refreshes could not be written, which have connections of their own', async () => {
  const database = openDatabase({ url: test.url, directUrl: 'postgresql://nobody@127.0.0.1:1/nothing', relaxedRotations: true })
  opened.push(database)
  expect(await database.answers()).toBe(false)
})

it('reads the time in the one form that is no country’s, whatever the database is set to', async () => {
  const [, name] = new URL(test.url).pathname.split('/')
  await open(test.url).pool.query(`ALTER DATABASE "${name}" SET DateStyle = 'SQL, DMY'`)
  const { rows } = await open(test.url).pool.query<{ at: number }>(`SELECT timestamptz '2026-12-05 12:00Z' AS at`)
  expect(rows[0]?.at).toBe(Date.UTC(2026, 11, 5, 12))
})

it('reads what was committed while it waited, whatever the database is set to', async () => {
  const [, name] = new URL(test.url).pathname.split('/')
  const { pool } = open(test.url)
  await pool.query('CREATE TABLE waited (n int)')
  await pool.query(`ALTER DATABASE "${name}" SET default_transaction_isolation = 'repeatable read'`)
  const seen = await inTransaction(open(test.url).pool, async (transaction) => {
    await transaction.query('SELECT FROM waited')
    await pool.query('INSERT INTO waited VALUES (1)')
    return (await transaction.query('SELECT FROM waited')).rowCount
  })
  expect(seen).toBe(1)
})

it('has each statement done by one process of the server, however cheap others are held to be there', async () => {
  const [, name] = new URL(test.url).pathname.split('/')
  const set = (setting: string) => open(test.url).pool.query(`ALTER DATABASE "${name}" SET ${setting} = 0`)
  for (const setting of ['parallel_setup_cost', 'parallel_tuple_cost', 'min_parallel_table_scan_size']) await set(setting)
  const { rows } = await open(test.url).pool.query('EXPLAIN SELECT count(*) FROM pg_class CROSS JOIN pg_attribute')
  expect(JSON.stringify(rows)).not.toContain('Gather')
})

it('outlives that a certificate of its address is away while those who wait are given a new connection', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-database-'))
  const certificate = join(folder, 'ca.crt')
  writeFileSync(certificate, '')
  try {
    // The server of the tests has no TLS: it is the file that counts.
    const database = open(`${test.url}?sslrootcert=${certificate}&sslmode=disable`)
    const broken = database.pool.query('SELECT pg_terminate_backend(pg_backend_pid())')
    const waiting = [1, 2].map(() => database.pool.query('SELECT'))
    rmSync(certificate)
    expect(await Promise.allSettled([broken, ...waiting])).toMatchObject([
      { reason: { code: '57P01' } },
      ...waiting.map(() => ({ reason: { name: 'ConnectionFault', message: expect.stringContaining('ENOENT') as string } })),
    ])
    await expect(database.pool.connect()).rejects.toThrow('ENOENT')
    await expect(database.prisma.company.count()).rejects.toThrow('ENOENT')
    writeFileSync(certificate, '')
    expect(await database.answers()).toBe(true)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
