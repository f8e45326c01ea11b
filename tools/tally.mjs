// Counts of tests, and the names of those that failed, from the reports of those who ran them.
import { relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { root } from './root.mjs'

/** A check that is no test suite (types, lint) counts as one test. */
export function tallyOfCheck(passed) {
  return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 }
}

/** A file that could not be loaded has no tests to fail: it counts as one that did. So does an error outside every test. */
export function tallyOfVitest({ numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults, success }) {
  const unloaded = testResults.filter(({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0).length
  const failed = numFailedTests + unloaded
  return { passed: numPassedTests, failed: success ? failed : Math.max(failed, 1), skipped: numPendingTests + numTodoTests }
}

/** A flaky test has failed: it was right once and wrong once. */
export function tallyOfPlaywright({ stats, errors }) {
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length, skipped: stats.skipped }
}

export function total(tallies) {
  const sum = (name) => tallies.reduce((all, tally) => all + tally[name], 0)
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') }
}

export function summaryLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

/** What was not run, by its whole name, for whoever reads a count of skipped tests. */
export function skippedIn({ testResults }) {
  return testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status !== 'passed' && status !== 'failed')
    .map(({ fullName }) => fullName)
}

/** Each test of a project that failed, with the beginning of what it said, for whoever reads only the end of a long log. */
export function failedInVitest({ testResults, success }, project) {
  const found = testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(root, name)
    if (status === 'failed' && assertionResults.length === 0) return [failure(file, message)]
    return assertionResults
      .filter((test) => test.status === 'failed')
      .map((test) => failure(`${file} › ${test.fullName}`, test.failureMessages[0]))
  })
  return found.length > 0 || success ? found : [`${project}: an error outside every test`]
}

/** As {@link failedInVitest}, of a browser's tests: a flaky one with what it said when it was wrong. */
export function failedInPlaywright({ suites, errors }) {
  return [
    ...suites.flatMap((suite) => failedInSuite(suite, suite.file, [])),
    ...errors.map(({ message }) => failure('outside every test', message)),
  ]
}

function failedInSuite({ specs = [], suites = [] }, file, above) {
  const own = specs.flatMap(({ title, tests }) =>
    tests
      .filter(({ status }) => status === 'unexpected' || status === 'flaky')
      .map(({ results }) => {
        const [wrong] = results.flatMap(({ errors }) => errors)
        return failure([`e2e/src/${file}`, ...above, title].join(' › '), wrong?.message)
      }),
  )
  return [...own, ...suites.flatMap((suite) => failedInSuite(suite, file, [...above, suite.title]))]
}

const linesOfAFailure = 12

function failure(name, message = '') {
  const lines = stripVTControlCharacters(message).trimEnd().split('\n').slice(0, linesOfAFailure)
  return [name, ...lines.map((line) => `  ${line}`)].join('\n')
}
