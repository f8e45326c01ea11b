// Counts of tests, from the reports of those who ran them.

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
