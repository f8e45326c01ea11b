import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { applyMigrations } from '@tessera/persistence'
import { startEmbeddedPostgres } from '@tessera/persistence/embedded'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { root } from './root.mjs'

let folder, postgres
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tessera-seed-'))
  chmodSync(folder, 0o755)
  postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres'), durable: false })
  await applyMigrations(postgres.url)
}, 60_000)
afterAll(async () => {
  await postgres.stop()
  rmSync(folder, { recursive: true })
})

function seeded(...options) {
  const args = [join(root, 'tools/seed.mjs'), '--users', '20', '--sessions', '50', ...options]
  return spawnSync(process.execPath, args, { env: { PATH: process.env.PATH, DATABASE_URL: postgres.url }, encoding: 'utf8' })
}

it('says of the same people once more that they are there, and that others can be had', () => {
  expect(seeded().status).toBe(0)
  const again = seeded()
  expect(again.status).toBe(1)
  expect(again.stderr).toBe('The sessions of --seed 1 are there already, and stay as they were: another --seed gives others.\n')
  expect(seeded('--seed', '2').status).toBe(0)
})
