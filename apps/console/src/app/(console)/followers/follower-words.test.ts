import type { Follower } from '@tessera/contract'
import { describe, expect, it } from 'vitest'
import { lagOf, standingOf } from './follower-words'

const noon = Date.UTC(2026, 10, 20, 12)
const time = (seconds: number) => new Date(noon + seconds * 1000).toISOString()
const asOf = time(0)
const follower = (position: number, reported: number, more: Partial<Follower> = {}) =>
  ({ position: time(position), reported_at: time(reported), silent: false, when_stale: 'refuse', ...more }) as Follower

describe('how a follower stands', () => {
  it('is what its last report says: that it reports every ten seconds makes it no later', () => {
    expect(lagOf(follower(-9.4, -9), asOf)).toBe(400)
    expect(standingOf(follower(-9.4, -9), asOf)).toBe('follows')
    expect(standingOf(follower(-9, -2), asOf)).toBe('behind')
  })

  it('is unknown when it is silent: then it is as far behind as its position, and what it does meanwhile is what counts', () => {
    expect(lagOf(follower(-300, -299, { silent: true }), asOf)).toBe(300_000)
    expect(standingOf(follower(-300, -299, { silent: true }), asOf)).toBe('refuses')
    expect(standingOf(follower(-300, -299, { silent: true, when_stale: 'accept' }), asOf)).toBe('accepts')
  })
})
