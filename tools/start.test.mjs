import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { root } from './root.mjs'

it('names the setting where DATA_DIR is no folder', () => {
  const env = { ...process.env, DATA_DIR: fileURLToPath(import.meta.url) }
  const { status, stderr } = spawnSync(process.execPath, [join(root, 'tools/start.mjs')], { env, encoding: 'utf8' })
  expect(status).toBe(1)
  expect(stderr).toMatch(/start\.test\.mjs cannot be the folder that everything is kept in \(EEXIST\): set DATA_DIR/)
})
