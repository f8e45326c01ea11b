import { describe, expect, it } from 'vitest'
import { isNetwork, networkAround } from './network'

describe('an address', () => {
  it.each(['203.0.113.7', '203.0.113.0/24', '2001:db8::1', '::ffff:203.0.113.7', '2001:db8::/32'])('is seen in %s', (text) => {
    expect(isNetwork(text)).toBe(true)
  })
  it.each(['', 'ada@example.com', '203.0.113', '01a21c67-0879-7cc4-83cc-e83274745e7d'])('is not seen in %o', (text) => {
    expect(isNetwork(text)).toBe(false)
  })
  it.each([
    ['203.0.113.7', '203.0.113.7/24'],
    ['::ffff:203.0.113.7', '203.0.113.7/24'],
    ['2001:db8::1', '2001:db8::1/48'],
    ['203.0.113.0/28', '203.0.113.0/28'],
  ])('stands for the network in which a session does not move: %s for %s', (text, around) => {
    expect(networkAround(text)).toBe(around)
  })
})
