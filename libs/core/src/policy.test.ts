import { describe, expect, it } from 'vitest'
import { defaultPolicy, faultsOfPolicy, policyBounds, type Policy } from './index.js'

function faultsWith(differences: Partial<Policy>) {
  return faultsOfPolicy({ ...defaultPolicy, ...differences })
}

describe('a policy', () => {
  it('may be used as the platform has it by default', () => {
    expect(faultsOfPolicy(defaultPolicy)).toEqual([])
  })

  it('may stand on each of its bounds, but not beyond', () => {
    for (const [field, { min, max }] of Object.entries(policyBounds)) {
      const refusedAt = (value: number) => faultsWith({ accessTokenLifetime: 600, [field]: value }).some((it) => it.field === field)
      expect([min - 1, max + 1].map(refusedAt), field).toEqual([true, true])
      expect(refusedAt(max), field).toBe(false)
      expect(faultsWith({ retryWindow: 1, [field]: min }), field).toEqual([])
    }
  })

  it.each([0.5, Number.NaN, Number.POSITIVE_INFINITY, -1])('counts in whole seconds: not %s', (value) => {
    expect(faultsWith({ idleTimeout: value })).toEqual([
      { field: 'idleTimeout', fault: 'must be a whole number of seconds from 2 to 315360000' },
    ])
  })

  it('lets an access token live at least twice the retry window', () => {
    expect(faultsWith({ accessTokenLifetime: 120, retryWindow: 60 })).toEqual([])
    expect(faultsWith({ accessTokenLifetime: 119, retryWindow: 60 })).toEqual([
      { field: 'accessTokenLifetime', fault: 'must be at least twice the retry window (120 s)' },
    ])
  })

  it('is told all its faults at once', () => {
    const fields = faultsWith({ accessTokenLifetime: 1, idleTimeout: 1, absoluteLifetime: 1, retryWindow: 0 }).map(({ field }) => field)
    expect(fields).toEqual(['accessTokenLifetime', 'idleTimeout', 'absoluteLifetime', 'retryWindow'])
  })
})
