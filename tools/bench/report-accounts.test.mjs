import { expect, it } from 'vitest'
import { floodTable, oracleTable } from './report-accounts.mjs'

it('compares refreshes beside a flood with those alone, round by round', () => {
  const run = (rate, p50, p99) => ({ rate, p50, p99 })
  const runs = {
    alone: [run(1000, 10, 20), run(500, 20, 40), run(800, 10, 20)],
    flooded: [run(900, 11, 30), run(450, 22, 60), run(720, 11, 30)],
    logins: [40, 39, 41],
  }
  const [, , , ratio] = floodTable(runs).split('\n')
  expect(ratio.trim().split(/\s+/)).toEqual(['ratio', '0.90', '1.10', '1.50'])
})

it('says how much later one kind of address is answered than the other', () => {
  const [, line] = oracleTable([{ way: 'forgot', known: [5, 7, 6], unknown: [5, 4, 9] }]).split('\n')
  expect(line.trim().split(/\s+/)).toEqual(['forgot', '6.0', '5.0', '1.0'])
})
