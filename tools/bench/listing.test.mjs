import { describe, expect, it } from 'vitest'
import { casesOfListing } from './listing/cases.mjs'
import { quantiles } from './listing/measure.mjs'
import { faultsOf, linesOf, wayOf } from './listing/plans.mjs'

const scan = (rest) => ({
  ...{ 'Node Type': 'Index Scan', 'Relation Name': 'sessions', 'Index Name': 'sessions_pkey', 'Actual Rows': 50, 'Actual Loops': 1 },
  ...{ 'Shared Hit Blocks': 3, 'Shared Read Blocks': 1 },
  ...rest,
})
const page = (...parts) => ({
  'Node Type': 'Limit',
  'Actual Rows': 50,
  'Actual Loops': 1,
  'Shared Hit Blocks': 4,
  'Shared Read Blocks': 0,
  Plans: parts,
})
const faults = (plan, text = 'SELECT') => faultsOf({ text, plan: page(plan) })

describe('the review of a plan', () => {
  it('finds nothing at a page along an index', () => {
    expect(faults(scan())).toEqual([])
  })

  it('sees a table that is read from end to end, and lets a small one be', () => {
    expect(faults(scan({ 'Node Type': 'Seq Scan', 'Rows Removed by Filter': 90_000 }))).toEqual(['it reads sessions from end to end'])
    expect(faults(scan({ 'Node Type': 'Seq Scan' }))).toEqual([])
    expect(faults(scan({ 'Node Type': 'Seq Scan', 'Relation Name': 'clients', 'Actual Rows': 90_000 }))).toEqual([])
  })

  it('counts the rows that were passed over, at every turn of a loop', () => {
    expect(faults(scan({ 'Rows Removed by Filter': 19_000 }))).toEqual([])
    expect(faults(scan({ 'Rows Removed by Filter': 150, 'Actual Loops': 200 }))).toEqual(['it looks at 40000 rows of sessions'])
  })

  it('sees an OFFSET', () => {
    expect(faults(scan(), 'SELECT id FROM sessions LIMIT 50 OFFSET 1000000')).toHaveLength(1)
  })

  it('writes a plan down without times, and long lists short', () => {
    const ids = `(id = ANY ('{${Array.from({ length: 500 }, (_, n) => n).join()}}'::uuid[]))`
    const lines = linesOf(page(scan({ 'Scan Direction': 'Backward', 'Index Cond': ids })))
    expect(lines).toEqual([
      'Limit (rows 50, pages 4)',
      '  Index Scan backward using sessions_pkey on sessions (rows 50, pages 4)',
      expect.stringMatching(/^ {4}· Index Cond: \(id = ANY \('\{0,1,2[^}]{60,80}…\}'::uuid\[\]\)\)$/),
    ])
    expect(wayOf(page(scan()))).toBe('sessions_pkey')
  })
})

it('asks for every filter alone and with every other that it can go with', () => {
  const cases = casesOfListing()
  const names = cases.map(({ group, name }) => `${group}: ${name}`)
  expect(new Set(names).size).toBe(names.length)
  expect(names).toContain('Two filters: state active, client')
  expect(names).not.toContain('Two filters: address, network')
  const session = {
    startedAt: 5e12,
    issuedAt: 5e12,
    ip: '2001:db8:1:2::3',
    email: 'ada.lovelace.1@seed.example',
    companyId: 2,
    clientId: 'web',
  }
  const byName = (wanted) => cases.find(({ name }) => name === wanted).query(session, 'deep')
  expect(byName('company, network')).toEqual({ companyId: 2, ip: '2001:db8:1::/48' })
  expect(byName('deep page')).toEqual({ after: 'deep' })
})

it('reads the quantiles off the measured values', () => {
  const values = Array.from({ length: 100 }, (_, at) => 100 - at)
  expect(quantiles(values)).toEqual({ p50: 51, p95: 96, max: 100 })
})
