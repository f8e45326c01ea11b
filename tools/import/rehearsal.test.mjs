import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { applyMigrations, importStore, openDatabase } from '@tessera/persistence'
import { startEmbeddedPostgres } from '@tessera/persistence/embedded'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { rehearsal } from './rehearsal.mjs'

let folder, postgres, database

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tessera-rehearsal-'))
  chmodSync(folder, 0o755)
  postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres'), durable: false })
  await applyMigrations(postgres.url)
  database = openDatabase({ url: postgres.url, poolSize: 2 })
}, 60_000)
afterAll(async () => {
  await database.close()
  await postgres.stop()
  rmSync(folder, { recursive: true })
})

const hash = 'ab'.repeat(32)
const user = (email, companyId = 1, tokens = []) => ({
  ...{ email, name: null, emailVerified: true, passwordHash: null, createdAt: null, roles: [], companyId, tokens },
})

it('answers as the import does then, in this batch and the next, and writes nobody', async () => {
  await database.pool.query(
    `INSERT INTO users (id, email, password_hash, roles, company_id) VALUES (gen_random_uuid(), 'taken@example.com', 'hash', '{}', 1)`,
  )
  await importStore(database).users([user('before@example.com'), user('moved@example.com')])
  await database.pool.query(`UPDATE users SET email = 'elsewhere@example.com' WHERE email = 'moved@example.com'`)
  const batches = [
    [
      user('ada@example.com', 1, [{ hash, clientId: 'tessera', expiresAt: Date.now() + 1e9 }]),
      user('ada@example.com'),
      user('taken@example.com'),
      user('before@example.com'),
      user('nowhere@example.com', 999),
      user('nowhere@example.com'),
    ],
    [user('ada@example.com'), user('bob@example.com'), user('moved@example.com')],
  ]
  const answers = async (write) => [await write(batches[0]), await write(batches[1])]
  const rehearsed = await answers(rehearsal(database))
  expect(rehearsed.flat().map(({ outcome }) => outcome)).toEqual([
    ...['imported', 'already_imported', 'email_taken', 'already_imported', 'company_unknown', 'imported'],
    ...['already_imported', 'imported', 'already_imported'],
  ])
  expect(await answers(importStore(database).users)).toEqual(rehearsed)
})
