// `npm test`: everything, from a fresh clone on. Each check is run even if one before it failed, and the last line counts:
// "N passed, N failed". With --deep also the long soaks.
import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { install, isInstalled } from './install.mjs'
import { step } from './progress.mjs'
import { nxProgram, root } from './root.mjs'
import {
  failedInPlaywright,
  failedInVitest,
  skippedIn,
  summaryLine,
  tallyOfCheck,
  tallyOfPlaywright,
  tallyOfVitest,
  total,
} from './tally.mjs'
import { helpWith, knowsOnly } from './usage.mjs'

helpWith(`npm test [-- --deep]

Everything up to a green or red answer, from a fresh checkout on: types, format, lint, packages, unit tests, and the whole system in a browser.

  --deep  also the long explorations and soaks (npm run test:deep)`)
knowsOnly(['--deep'])

process.chdir(root)
if (process.argv.includes('--deep')) process.env.TESSERA_DEEP = '1'

const tallies = []
const failures = []
console.log('Tessera is tested')
try {
  if (!isInstalled()) await step('installed', install)
  await testAll()
} catch (fault) {
  failed(fault.message)
}
const sum = total(tallies)
if (failures.length > 0) console.log(`\nFailed:\n${failures.map((failure) => `- ${failure}`.replaceAll('\n', '\n  ')).join('\n')}`)
console.log(`\n${summaryLine(sum)}`)
process.exitCode = sum.failed === 0 && sum.passed > 0 ? 0 : 1

async function testAll() {
  await check('the lock file is complete', ['tools/check-lock.mjs'])
  await check('the types', [nxProgram, 'run-many', '-t', 'typecheck', '--output-style=static'])
  // Each of the two rows keeps one core busy.
  await Promise.all([
    check('lint and the boundaries between the rooms', ['tools/check-boundaries.mjs']),
    check('the format', ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.']).then(() =>
      check('the packages, as they would be published', ['tools/check-packages.mjs']),
    ),
  ])
  await check('the code in the guides is the code of the repository', ['tools/check-snippets.mjs'])
  await check('the documents lead to what is there', ['tools/check-links.mjs'])
  await unitTests()
  await endToEnd()
}

async function check(name, args) {
  console.log(`\n${name}`)
  const passed = await step(name, () => run(args))
  if (passed) tallies.push(tallyOfCheck(true))
  else failed(name)
}

/** Counts as one test that failed, and is said at once and at the end. */
function failed(what) {
  console.error(`  FAILED: ${what}`)
  failures.push(what)
  tallies.push(tallyOfCheck(false))
}

/** Each project leaves a report, which Nx keeps with its cache: tests that need not run again still count. */
async function unitTests() {
  console.log('\nunit tests')
  const projects = projectsWithTests().map((folder) => ({ folder, report: join(folder, 'test-results/unit.json') }))
  for (const { report } of projects) rmSync(report, { force: true })
  const vitest = ['--reporter=default', '--reporter=json', '--outputFile.json=test-results/unit.json']
  const passed = await step('unit tests', () =>
    run([nxProgram, 'run-many', '-t', 'test', '--parallel=2', '--output-style=static', '--', ...vitest]),
  )
  const before = total(tallies).failed
  for (const { folder, report } of projects) {
    if (!existsSync(report)) {
      failed(`${folder} left no report of its tests`)
      continue
    }
    const told = read(report)
    const tally = tallyOfVitest(told)
    console.log(`  ${folder}: ${summaryLine(tally)}`)
    for (const name of skippedIn(told)) console.log(`    skipped: ${name}`)
    failures.push(...failedInVitest(told, folder))
    tallies.push(tally)
  }
  if (!passed && total(tallies).failed === before) failed('unit tests ended with an error, though each of them passed')
}

async function endToEnd() {
  console.log('\nend to end')
  // Not imported above: it would be no use before the installation.
  const { build, isBuilt } = await import('./build.mjs')
  try {
    if (!isBuilt()) await step('built', () => build((project) => console.log(`    ${project}`)))
    await check('the examples are built', [nxProgram, 'run-many', '-t', 'build', '-p', 'tag:room:examples', '--output-style=static'])
  } catch (fault) {
    return failed(fault.message)
  }
  const report = 'e2e/test-results/e2e.json'
  rmSync(report, { force: true })
  const passed = await step('end to end', () => run(['../node_modules/@playwright/test/cli.js', 'test'], 'e2e'), { silent: false })
  if (!existsSync(report)) return failed('end to end left no report of its tests')
  const told = read(report)
  const tally = tallyOfPlaywright(told)
  failures.push(...failedInPlaywright(told))
  tallies.push(tally)
  if (!passed && tally.failed === 0) failed('end to end ended with an error, though each test passed')
}

function projectsWithTests() {
  const folders = ['libs', 'apps'].flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
  return [...folders, 'tools'].filter((folder) => read(join(folder, 'package.json')).scripts.test)
}

function read(path) {
  return JSON.parse(readFileSync(path, 'utf8'))
}

function run(args, cwd = root) {
  return new Promise((done) => {
    spawn(process.execPath, args, { cwd, stdio: ['ignore', 'inherit', 'inherit'] })
      .once('error', () => done(false))
      .once('exit', (code) => done(code === 0))
  })
}
