import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { testStore, type TestStore } from './testing/store.js'
import { Notices } from './notices.js'

let at: TestStore
beforeAll(async () => {
  at = await testStore()
})
afterAll(() => at.close())

it('are told at each notice, and when the connection is there again after it was lost', async () => {
  let told = 0
  const faults: unknown[] = []
  const notices = new Notices({ url: at.url, channel: 'tessera_revocations', told: () => told++, onTrouble: (fault) => faults.push(fault) })
  try {
    // That it listens now.
    await expect.poll(() => told).toBe(1)
    const session = await at.start()
    await at.store.end({ id: session.id, reason: 'logout', by: null, origin: { ip: null, userAgent: null } })
    await expect.poll(() => told).toBe(2)
    await at.pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'tessera notices'`,
    )
    await expect.poll(() => told, { timeout: 5_000 }).toBe(3)
    expect(faults).toHaveLength(1)
    await at.pool.query('NOTIFY tessera_revocations')
    await expect.poll(() => told).toBe(4)
  } finally {
    await notices.close()
  }
  const { rows } = await at.pool.query(
    `SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'tessera notices'`,
  )
  expect(rows).toEqual([])
})

it('come again when the certificate that the address names is there again', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-notices-'))
  const certificate = join(folder, 'ca.crt')
  let told = 0
  const faults: unknown[] = []
  // The server of the tests has no TLS: it is the file that counts.
  const url = `${at.url}?sslrootcert=${certificate}&sslmode=disable`
  const notices = new Notices({ url, channel: 'tessera_revocations', told: () => told++, onTrouble: (fault) => faults.push(fault) })
  try {
    expect(faults).toMatchObject([{ code: 'ENOENT' }])
    writeFileSync(certificate, '')
    await expect.poll(() => told, { timeout: 5_000 }).toBe(1)
  } finally {
    await notices.close()
    rmSync(folder, { recursive: true })
  }
})

it('are of a revocation alone, at its commit, and given by one of those who are at it', async () => {
  let told = 0
  const notices = new Notices({ url: at.url, channel: 'tessera_revocations', told: () => told++, onTrouble: () => undefined })
  const [one, other] = [await at.pool.connect(), await at.pool.connect()]
  try {
    await expect.poll(() => told).toBe(1)
    const revoke = `INSERT INTO events (at, kind) VALUES (clock_timestamp(), 'session_ended')`
    await at.pool.query(`INSERT INTO events (at, kind) VALUES (clock_timestamp(), 'session_started')`)
    for (const connection of [one, other]) await connection.query('BEGIN')
    await one.query(revoke)
    await other.query(revoke)
    // It does not wait for the first, which has not committed.
    await other.query('COMMIT')
    expect(told).toBe(1)
    await one.query('COMMIT')
    await expect.poll(() => told).toBe(2)
    await at.pool.query(revoke)
    await expect.poll(() => told).toBe(3)
  } finally {
    for (const connection of [one, other]) connection.release()
    await notices.close()
  }
})
