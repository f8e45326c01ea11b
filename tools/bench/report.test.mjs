import { expect, it } from 'vitest'
import { table } from './report.mjs'

const run = (rate, cpu) => ({ rate, p50: 1, p99: 2, server: cpu * 0.75, database: cpu * 0.25, wal: 300_000 })
const cellsOf = (text, name) =>
  text
    .split('\n')
    .find((line) => line.startsWith(name))
    .split(/ {2,}/)

it('compares each endpoint with the bare loop and with ours round by round, so that a slow round weighs on both sides', () => {
  const text = table([
    { name: 'bare', runs: [run(1000, 1), run(100, 10), run(200, 5)] },
    { name: 'v1', runs: [run(500, 2), run(50, 20), run(400, 2)] },
    { name: 'acme', runs: [run(400, 2.2), run(40, 22), run(400, 2)] },
  ])
  expect(cellsOf(text, 'v1')).toEqual(['v1', '400', '0.50', '1.0', '2.0', '1.500', '0.500', '2.00', '1.00', '300'])
  expect(cellsOf(text, 'acme')).toEqual(['acme', '400', '0.40', '1.0', '2.0', '1.650', '0.550', '2.20', '1.10', '300'])
  expect(new Set(text.split('\n').map((line) => line.length)).size).toBe(1)
})
