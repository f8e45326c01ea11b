import { spawnSync } from 'node:child_process'
import { chownSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { root } from './root.mjs'

it('names the setting where DATA_DIR is no folder', () => {
  const env = { ...process.env, DATA_DIR: fileURLToPath(import.meta.url) }
  const { status, stderr } = spawnSync(process.execPath, [join(root, 'tools/start.mjs')], { env, encoding: 'utf8' })
  expect(status).toBe(1)
  expect(stderr).toMatch(/start\.test\.mjs cannot be made \(EEXIST\): make room for it, or set DATA_DIR/)
})

it.runIf(process.getuid?.() === 0)('does not send to DATA_DIR whoever has set it, and may not write to the checkout', () => {
  const user = { uid: 1, gid: 1 }
  const folder = mkdtempSync(join(tmpdir(), 'tessera-start-'))
  chownSync(folder, user.uid, user.gid)
  const env = { ...process.env, DATA_DIR: folder }
  const { status, stderr } = spawnSync(process.execPath, [join(root, 'tools/start.mjs')], { ...user, env, encoding: 'utf8' })
  rmSync(folder, { recursive: true })
  expect(status).toBe(1)
  expect(stderr).toContain(join(root, '.data'))
  expect(stderr).toMatch(/, or start as whoever may write to the checkout\.$/m)
})
