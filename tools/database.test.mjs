import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbeddedPostgres } from '@tessera/persistence/embedded'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { reachDatabase } from './database.mjs'

let folder
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tessera-database-'))
  chmodSync(folder, 0o755)
})
afterEach(() => rmSync(folder, { recursive: true }))

async function one(url) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query('SELECT 1 AS one')
  await client.end()
  return rows[0].one
}

describe('with a database', () => {
  let server
  beforeEach(async () => {
    server = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres'), durable: false })
  }, 60_000)
  afterEach(() => server.stop())

  it('takes the database that runs, and leaves it running', async () => {
    const { url, close } = await reachDatabase({ DATA_DIR: folder })
    expect(url).toBe(server.url)
    await close()
    expect(await one(url)).toBe(1)
  })

  it('starts the database of a system that crashed', async () => {
    await server.kill()
    const { url, close } = await reachDatabase({ DATA_DIR: folder })
    expect(await one(url)).toBe(1)
    await close()
    await expect(one(url)).rejects.toThrow('ECONNREFUSED')
  })

  it('takes the database of DATABASE_URL', async () => {
    expect(await reachDatabase({ DATABASE_URL: server.url })).toMatchObject({ url: server.url })
  })

  it('goes past a pooler where there is a way, and names that one', async () => {
    const DATABASE_URL = 'postgresql://me:sail@127.0.0.1:1/tessera'
    expect(await reachDatabase({ DATABASE_URL, DATABASE_DIRECT_URL: server.url })).toMatchObject({ url: server.url })
    await expect(reachDatabase({ DATABASE_URL: server.url, DATABASE_DIRECT_URL: DATABASE_URL })).rejects.toThrow(
      /^DATABASE_DIRECT_URL: .* Nobody/,
    )
  })
})

it('makes no database where none has ever been', async () => {
  await expect(reachDatabase({ DATA_DIR: folder })).rejects.toThrow(/^There is no database: .*DATABASE_URL/)
})

it.each([
  ['postgresql://me:sa#il@localhost/tessera', /^DATABASE_URL cannot be read\. .*# as %23/],
  ['localhost:5432/tessera', /^DATABASE_URL must be the address of a PostgreSQL/],
  ['postgresql://me:sail@127.0.0.1:1/tessera', /^DATABASE_URL: the database cannot be reached\. Nobody listens/],
  ['postgresql://me:sail@127.0.0.1:1/tessera?sslrootcert=/no/ca.crt', /^DATABASE_URL: the database cannot be reached\. ENOENT/],
])('says that it is DATABASE_URL which is wrong: %s', async (DATABASE_URL, sentence) => {
  await expect(reachDatabase({ DATABASE_URL })).rejects.toThrow(sentence)
})

it('waits for no database that says nothing', async () => {
  const silent = createServer().listen(0, '127.0.0.1')
  await once(silent, 'listening')
  const DATABASE_URL = `postgresql://me:sail@127.0.0.1:${silent.address().port}/tessera`
  await expect(reachDatabase({ DATABASE_URL })).rejects.toThrow(/^DATABASE_URL: the database cannot be reached\. .*timeout/)
  silent.close()
})
