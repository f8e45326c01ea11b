import { columnsOf, median } from './report.mjs'

/** @param {{ alone: readonly object[], flooded: readonly object[], logins: readonly number[] }} runs round by round */
export function floodTable({ alone, flooded, logins }) {
  const line = (name, runs, beside) => [
    name,
    median(runs.map(({ rate }) => rate)).toFixed(0),
    median(runs.map(({ p50 }) => p50)).toFixed(1),
    median(runs.map(({ p99 }) => p99)).toFixed(1),
    beside,
  ]
  const ratio = (what) => median(flooded.map((run, round) => what(run) / what(alone[round]))).toFixed(2)
  return columnsOf([
    ['refreshes', 'per s', 'p50 ms', 'p99 ms', 'wrong logins/s'],
    line('alone', alone, '0'),
    line('beside a flood', flooded, median(logins).toFixed(0)),
    ['ratio', ratio(({ rate }) => rate), ratio(({ p50 }) => p50), ratio(({ p99 }) => p99), ''],
  ])
}

/** @param {readonly { way: string, known: readonly number[], unknown: readonly number[] }[]} asked */
export function oracleTable(asked) {
  return columnsOf([
    ['way in', 'with an account', 'without', 'difference'],
    ...asked.map(({ way, known, unknown }) => {
      const [here, nowhere] = [median(known), median(unknown)]
      return [way, here.toFixed(1), nowhere.toFixed(1), (here - nowhere).toFixed(1)]
    }),
  ])
}
