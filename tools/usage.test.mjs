import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { root } from './root.mjs'

/** The time is for a command that does something after all. */
const options = { encoding: 'utf8', timeout: 20_000 }

it.each([
  ['start', 'npm start'],
  ['test', 'npm test'],
  ['seed', 'npm run seed'],
  ['import', 'npm run import'],
  ['recover', 'npm run recover'],
  ['bench', 'npm run bench'],
])('%s --help says how it is used, and does nothing', (command, usage) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, `tools/${command}.mjs`), '--help'], options)
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(stdout.startsWith(usage)).toBe(true)
})

it.each(['start', 'test', 'seed', 'import', 'recover', 'bench'])(
  '%s with an option that it does not know says which, and does nothing',
  (command) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, `tools/${command}.mjs`), '--deeep'], options)
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr).toMatch(/^Unknown option '--deeep'.*\n$/)
  },
)
