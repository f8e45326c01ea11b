import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { applyMigrations } from '@tessera/persistence'
import { startEmbeddedPostgres } from '@tessera/persistence/embedded'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { inBulk, isNearlyEmpty } from './bulk.mjs'
import { insertPeople, insertSessions } from './insert.mjs'
import { story } from './story.mjs'

const made = { seed: 1, users: 20, now: Date.parse('2026-11-20T12:00:00Z'), loggedOneIn: 1 }
const silently = (_, work) => work()
let folder, postgres, client, companyIds, before

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tessera-seed-'))
  chmodSync(folder, 0o755)
  postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres'), durable: false })
  await applyMigrations(postgres.url)
  client = new pg.Client({ connectionString: postgres.url })
  await client.connect()
  companyIds = await insertPeople(client, made.seed, made.users, made.now)
  await insertSessions(client, companyIds, story({ ...made, sessions: 10 }).next(10))
  before = await shape()
}, 60_000)
afterAll(async () => {
  await client.end()
  await postgres.stop()
  rmSync(folder, { recursive: true })
})

/** Whatever is on the table, and how many rows are in it. */
async function shape() {
  const { rows } = await client.query(
    `select pg_get_constraintdef(oid) as is from pg_constraint where conrelid = 'sessions'::regclass
     union all select pg_get_indexdef(indexrelid) || case when indisvalid then '' else ' (invalid)' end from pg_index where indrelid = 'sessions'::regclass
     union all select count(*)::text || ' rows' from sessions order by 1`,
  )
  return rows.map(({ is }) => is)
}

const another = async () => {
  const other = new pg.Client({ connectionString: postgres.url })
  other.on('error', () => {})
  await other.connect()
  return other
}

it('gives up half way and leaves rows, keys, indexes and references as they were', async () => {
  const fill = async () => {
    await insertSessions(client, companyIds, story({ ...made, sessions: 500 }).next(500), { freeze: true })
    throw new Error('no more')
  }
  await expect(inBulk(client, 'sessions', fill, silently)).rejects.toThrow('no more')
  expect(await shape()).toEqual(before)
})

it('is ended by others half way and leaves them as they were', async () => {
  const loading = await another()
  const { rows } = await loading.query('select pg_backend_pid() as pid')
  const fill = async () => {
    await insertSessions(loading, companyIds, story({ ...made, sessions: 500 }).next(500), { freeze: true })
    await client.query('select pg_terminate_backend($1)', [rows[0].pid])
  }
  await expect(inBulk(loading, 'sessions', fill, silently)).rejects.toThrow()
  expect(await shape()).toEqual(before)
})

it('adds what it is given to what is there, and makes every key, index and reference again', async () => {
  const fill = () => insertSessions(client, companyIds, story({ ...made, sessions: 500 }).next(500), { freeze: true })
  await inBulk(client, 'sessions', fill, silently)
  expect(await shape()).toEqual(before.map((is) => is.replace(/^10 rows$/, '510 rows')))
})

it('is for tables that hold little', async () => {
  await client.query('create temp table crowded as select generate_series(1, 100001)')
  expect(await isNearlyEmpty(client, 'sessions')).toBe(true)
  expect(await isNearlyEmpty(client, 'crowded')).toBe(false)
})
