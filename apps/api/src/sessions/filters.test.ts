import { SessionFilter } from '@tessera/contract'
import { expect, it } from 'vitest'
import { filtersOf } from './filters.js'

const addresses = [
  '192.0.2.7',
  '0.0.0.0',
  '2001:db8::7',
  '::',
  '::1',
  '::7:192.0.2.7',
  '::ffff:192.0.2.7',
  '::FFFF:c000:207',
  '0::ffff:192.0.2.7',
]

it.each(addresses)('whatever network of %s is accepted is searched for, and never left out', (address) => {
  const accepted = [address, ...Array.from({ length: 131 }, (_, bits) => `${address}/${bits}`)].filter(
    (ip) => SessionFilter.safeParse({ ip }).success,
  )
  expect(accepted.length).toBeGreaterThan(32)
  for (const ip of accepted) expect(filtersOf({ ip }, {}).ip, ip).toEqual(expect.any(String))
})

it('a network that cannot be read is no question for everything', () => {
  expect(() => filtersOf({ ip: '192.0.2.0/24x' }, {})).toThrow('cannot be read')
})
