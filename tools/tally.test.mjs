import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from './root.mjs'
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

const report = { numPassedTests: 5, numFailedTests: 0, numPendingTests: 1, numTodoTests: 1, testResults: [], success: true }

describe('the count of tests', () => {
  it('counts a check as one test', () => {
    expect(summaryLine(total([tallyOfCheck(true), tallyOfCheck(false)]))).toBe('1 passed, 1 failed')
  })

  it('adds the tests of every project, and mentions skipped ones only if there are any', () => {
    expect(summaryLine(total([tallyOfVitest(report), tallyOfCheck(true)]))).toBe('6 passed, 0 failed, 2 skipped')
  })

  it('names what was skipped', () => {
    const assertionResults = ['passed', 'failed', 'skipped', 'pending', 'todo'].map((status) => ({ status, fullName: `was ${status}` }))
    expect(skippedIn({ ...report, testResults: [{ status: 'passed', assertionResults }] })).toEqual([
      'was skipped',
      'was pending',
      'was todo',
    ])
  })

  it('counts a test file that could not be loaded as failed', () => {
    const testResults = [{ status: 'failed', assertionResults: [] }]
    expect(tallyOfVitest({ ...report, testResults, success: false }).failed).toBe(1)
    expect(tallyOfVitest({ ...report, numFailedTests: 1, testResults: [...testResults, ...testResults], success: false }).failed).toBe(3)
  })

  it('counts an error outside every test as failed', () => {
    expect(tallyOfVitest({ ...report, success: false }).failed).toBe(1)
  })

  it('counts a flaky browser test, and one that could not begin, as failed', () => {
    expect(tallyOfPlaywright({ stats: { expected: 3, unexpected: 1, flaky: 1, skipped: 0 }, errors: [{}] })).toEqual({
      passed: 3,
      failed: 3,
      skipped: 0,
    })
  })
})

describe('what is said of a test that failed', () => {
  const passed = { status: 'passed', fullName: 'is well', failureMessages: [] }
  const told = (...testResults) => failedInVitest({ ...report, testResults, success: false }, 'libs/core')

  it('is its file, its whole name and the beginning of what it said', () => {
    const failed = {
      status: 'failed',
      fullName: 'the rule holds',
      failureMessages: ['\u001b[31mexpected 1\u001b[39m to be 2\n    at rule.ts:3'],
    }
    expect(told({ name: join(root, 'libs/core/src/rule.test.ts'), status: 'failed', assertionResults: [passed, failed] })).toEqual([
      'libs/core/src/rule.test.ts › the rule holds\n  expected 1 to be 2\n      at rule.ts:3',
    ])
  })

  it('is the file alone where that could not be loaded', () => {
    const name = join(root, 'libs/core/src/rule.test.ts')
    expect(told({ name, status: 'failed', message: 'no such module', assertionResults: [] })).toEqual([
      'libs/core/src/rule.test.ts\n  no such module',
    ])
  })

  it('is the project where the error was in no test', () => {
    expect(told({ name: join(root, 'a.test.ts'), status: 'passed', assertionResults: [passed] })).toEqual([
      'libs/core: an error outside every test',
    ])
    expect(failedInVitest({ ...report, success: true }, 'libs/core')).toEqual([])
  })

  it('is found in a report of the browser’s tests however deep they stand, and when they were right the second time', () => {
    const spec = (title, status, ...errors) => ({
      title,
      tests: [{ status, results: [{ errors: errors.map((message) => ({ message })) }, { errors: [] }] }],
    })
    const file = 'console/a.spec.ts'
    const inner = { title: 'a list', specs: [spec('keeps its place', 'flaky', 'was at the top')] }
    const suites = [{ title: file, file, specs: [spec('opens', 'unexpected', 'did not'), spec('shuts', 'expected')], suites: [inner] }]
    expect(failedInPlaywright({ suites, errors: [{ message: 'no browser' }] })).toEqual([
      'e2e/src/console/a.spec.ts › opens\n  did not',
      'e2e/src/console/a.spec.ts › a list › keeps its place\n  was at the top',
      'outside every test\n  no browser',
    ])
  })
})
