import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { root } from './root.mjs'

let folder
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'tessera-line-ends-'))))
afterEach(() => rmSync(folder, { recursive: true }))

it('are those that were committed, also where Git is set to those of Windows', () => {
  const git = (...args) => execFileSync('git', ['-c', 'core.autocrlf=true', ...args], { cwd: folder, stdio: 'ignore' })
  const migration = join(folder, 'migration.sql')
  git('init')
  copyFileSync(join(root, '.gitattributes'), join(folder, '.gitattributes'))
  writeFileSync(migration, 'SELECT 1;\nSELECT 2;\n')
  git('add', '.')
  rmSync(migration)
  git('checkout', '--', '.')
  expect(readFileSync(migration, 'utf8')).toBe('SELECT 1;\nSELECT 2;\n')
})
