import { expect, it } from 'vitest'
import { networkOf, siteOf, surroundingsOf } from './network.js'

it.each([
  ['192.0.2.7', '192.0.2.7'],
  ['2001:db8:0:1:2:3:4:5', '2001:db8:0:1::/64'],
  ['2001:db8::5', '2001:db8:0:0::/64'],
  ['2001:0DB8:0:0::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['64:ff9b::192.0.2.33', '64:ff9b:0:0::/64'],
  [null, 'unknown'],
])('%s is counted under %s', (ip, network) => {
  expect(networkOf(ip)).toBe(network)
})

it.each([
  ['192.0.2.7', '192.0.2.7'],
  ['2001:db8:7:1:2:3:4:5', '2001:db8:7::/48'],
])('%s is of the site %s', (ip, site) => {
  expect(siteOf(ip)).toBe(site)
})

it.each([
  ['192.0.2.7', '192.0.2.0/24'],
  ['2001:db8:7:1:2:3:4:5', '2001:db8:7::/48'],
  [null, 'unknown'],
])('%s is a device’s address in %s', (ip, surroundings) => {
  expect(surroundingsOf(ip)).toBe(surroundings)
})
