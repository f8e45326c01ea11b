/**
 * The figures of a run as a table. Targets are compared round by round, and of the ratios the median counts: what disturbs the machine
 * for a while disturbs both sides of a ratio.
 *
 * @param {readonly { name: string, runs: readonly object[] }[]} targets with the bare loop and `v1` among them
 */
export function table(targets) {
  return columnsOf(cellsOf(targets))
}

/** The same as lines of cells, the first of which has the names of the columns. */
export function cellsOf(targets) {
  const [bare, v1] = ['bare', 'v1'].map((wanted) => targets.find(({ name }) => name === wanted))
  const columns = {
    endpoint: ({ name }) => name,
    'refreshes/s': ({ runs }) => median(runs.map(({ rate }) => rate)).toFixed(0),
    'beside bare': (target) => ratio(target, bare, ({ rate }) => rate),
    'p50 ms': ({ runs }) => median(runs.map(({ p50 }) => p50)).toFixed(1),
    'p99 ms': ({ runs }) => median(runs.map(({ p99 }) => p99)).toFixed(1),
    'CPU server': ({ runs }) => median(runs.map(({ server }) => server)).toFixed(3),
    'CPU database': ({ runs }) => median(runs.map(({ database }) => database)).toFixed(3),
    'CPU beside bare': (target) => ratio(target, bare, cpu),
    'CPU beside v1': (target) => ratio(target, v1, cpu),
    'WAL bytes': ({ runs }) => median(runs.map(({ wal }) => wal / 1000)).toFixed(0),
  }
  return [Object.keys(columns), ...targets.map((target) => Object.values(columns).map((cell) => cell(target)))]
}

/** How a target compares with another in one figure: the median of the rounds' ratios. */
export function ratioOf(target, other, what) {
  return median(target.runs.map((run, round) => what(run) / what(other.runs[round])))
}

/** Lines of cells, one below the other. */
export function columnsOf(lines) {
  const widths = lines[0].map((_, at) => Math.max(...lines.map((line) => line[at].length)))
  return lines.map((line) => line.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]) : cell.padStart(widths[at]))).join('  ')).join('\n')
}

export function cpu({ server, database }) {
  return server + database
}

function ratio(target, other, what) {
  return ratioOf(target, other, what).toFixed(2)
}

export function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
}
