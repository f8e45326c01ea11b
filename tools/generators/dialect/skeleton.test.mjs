// Skeletons meet the compiler and their own tests, in a copy of libs/dialects that has no other test.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { root } from '../../root.mjs'
import dialect from './generator.mjs'
import { dialects } from './registry.mjs'
import { virtualCheckout } from './testing/virtual-checkout.mjs'
import { wordsIn } from './words.mjs'

const copy = mkdtempSync(join(tmpdir(), 'tessera-skeleton-'))
const tree = virtualCheckout()
const refusals = wordsIn(tree, 'libs/core/src/refusal.ts', 'refusals')
const loginRefusals = wordsIn(tree, `${dialects}/dialect.ts`, 'loginRefusals')

beforeAll(async () => {
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction')
  const notCopied = /node_modules|dist|\.test\.ts|tsbuildinfo/
  for (const path of ['tsconfig.base.json', 'libs/core/tsconfig.json', 'libs/contract/tsconfig.json', 'libs/dialects']) {
    cpSync(join(root, path), join(copy, path), { recursive: true, filter: (from) => !notCopied.test(from.slice(root.length)) })
  }
  await dialect(tree, { name: 'legion' })
  await dialect(tree, { name: 'legion-cloud', tokenField: 'watch-word', loginPath: '/legion-cloud/enter' })
})
beforeEach(() => {
  for (const { path, content } of tree.listChanges().filter(({ path }) => path.startsWith(dialects))) {
    mkdirSync(dirname(join(copy, path)), { recursive: true })
    writeFileSync(join(copy, path), content)
  }
})
afterAll(() => rmSync(copy, { recursive: true, force: true }))

describe('the skeleton of a wire format', () => {
  it('does not compile, and the compiler names every refusal and every refused login that has no word', () => {
    const faults = typecheck()
    expect(unworded(faults, 'legion')).toEqual(['body', ...refusals])
    expect(unworded(faults, 'legion-cloud')).toEqual(['body', ...refusals, ...loginRefusals])
  })

  it('does not compile while one word is missing, or its line', () => {
    fill('legion', ['proof_stale'])
    fill('legion-cloud')
    edit('legion-cloud', (text) => text.replace(/^ {2}changed_meanwhile.*\n/m, ''))
    const faults = typecheck()
    expect(unworded(faults, 'legion')).toEqual(['proof_stale'])
    expect(faults).toMatch(/^src\/legion-cloud\/errors\.ts.* Property 'changed_meanwhile' is missing/m)
  })

  it('compiles once every word is there, and passes its own test', () => {
    fill('legion')
    fill('legion-cloud')
    expect(typecheck()).toBe('')
    const { stdout } = run('vitest/vitest.mjs', ['run', '--coverage.enabled=false', '--reporter=json'])
    expect(JSON.parse(stdout)).toMatchObject({ success: true, numPassedTests: 11 })
  })

  it('is a format in under 60 lines once every word is there, as the guide says', () => {
    fill('legion')
    const files = readdirSync(join(copy, dialects, 'legion')).filter((file) => /(?<!\.test)\.ts$/.test(file))
    expect(files).toEqual(['errors.ts', 'request.ts', 'response.ts', 'routes.ts'])
    const lines = files.flatMap((file) =>
      readFileSync(join(copy, dialects, 'legion', file), 'utf8')
        .trimEnd()
        .split('\n'),
    )
    expect(lines.length).toBeLessThan(60)
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(140)
  })
})

function unworded(faults, name) {
  const found = faults.matchAll(new RegExp(`^src/${name}/errors\\.ts.* shorthand property '(\\w+)'`, 'gm'))
  return [...found].map(([, word]) => word)
}

/** Gives every refusal a word, but for those that are named. */
function fill(name, except = []) {
  edit(name, (text) =>
    text
      .replace('status, body }', 'status, body: { status, message } }')
      .replaceAll(/^ {2}(\w+),$/gm, (line, word) => (except.includes(word) ? line : `  ${word}: error(401, 'No.'),`)),
  )
}

function edit(name, change) {
  const path = join(copy, dialects, name, 'errors.ts')
  writeFileSync(path, change(readFileSync(path, 'utf8')))
}

function typecheck() {
  return run('@typescript/native/bin/tsc', ['-p', 'tsconfig.test.json', '--pretty', 'false']).stdout
}

function run(program, args) {
  return spawnSync(process.execPath, [join(root, 'node_modules', program), ...args], {
    cwd: join(copy, 'libs/dialects'),
    env: { PATH: process.env.PATH },
    encoding: 'utf8',
  })
}
