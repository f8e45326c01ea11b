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

/** Runs a command where what is mounted is nobody else's; not every container may. */
const apart = (...command) => spawnSync('unshare', ['--map-root-user', '--mount', ...command], { encoding: 'utf8' })

it.runIf(apart('true').status === 0)('names the setting where the folder that DATA_DIR would be in can only be read', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-start-'))
  const start = 'mount -t tmpfs -o ro tmpfs "$1" && DATA_DIR="$1/a/b" exec "$2" "$3"'
  const { status, stderr } = apart('sh', '-c', start, 'sh', folder, process.execPath, join(root, 'tools/start.mjs'))
  rmSync(folder, { recursive: true })
  expect(status).toBe(1)
  expect(stderr).toContain(`The folder ${join(folder, 'a/b')} cannot be made, for ${folder} can only be read: set DATA_DIR to another.`)
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
