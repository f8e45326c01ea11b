import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { root } from './root.mjs'

it.each([
  ['start', 'npm start'],
  ['seed', 'npm run seed'],
  ['import', 'npm run import'],
  ['recover', 'npm run recover'],
  ['bench', 'npm run bench'],
])('%s --help says how it is used, and does nothing', (command, usage) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, `tools/${command}.mjs`), '--help'], { encoding: 'utf8' })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(stdout.startsWith(usage)).toBe(true)
})
