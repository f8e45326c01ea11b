import { describe, expect, it } from 'vitest'
import { skippedIn, summaryLine, tallyOfCheck, tallyOfPlaywright, tallyOfVitest, total } from './tally.mjs'

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
