import type { SigningKey } from '@tessera/contract'
import { describe, expect, it } from 'vitest'
import { timelineOf, type Bar } from './timeline'

const noon = Date.parse('2026-11-20T12:00:00.000Z')
const day = 86_400_000
const time = (days: number) => new Date(noon + days * day).toISOString()
const key = (rest: Partial<SigningKey>): SigningKey => ({
  ...{ kid: 'k', state: 'active', created_at: time(-10), activates_at: time(-10), retires_at: null },
  ...{ published_until: null, withdrawn_at: null, rotates_at: null },
  ...rest,
})
const kinds = (bar: Bar | undefined) => bar?.parts.map(({ kind }) => kind)

describe('the timeline of the signing keys', () => {
  it('shows a key that signs until it is rotated by itself, and off the edge when it never is', () => {
    const { bars, now } = timelineOf([key({ rotates_at: time(80) })], noon)
    expect(kinds(bars[0])).toEqual(['signs', 'will_sign'])
    const [signs, will] = bars[0]?.parts ?? []
    expect(signs?.from).toBe(0)
    expect((signs?.from ?? 0) + (signs?.width ?? 0)).toBeCloseTo(now)
    expect((will?.from ?? 0) + (will?.width ?? 0)).toBeLessThan(100)
    const [, off] = timelineOf([key({})], noon).bars[0]?.parts ?? []
    expect((off?.from ?? 0) + (off?.width ?? 0)).toBeCloseTo(100)
  })

  it('shows a next one published before it signs, and the one before still published after', () => {
    const next = key({ state: 'next', created_at: time(0), activates_at: time(1) })
    const active = key({ retires_at: time(1), published_until: time(2.5) })
    const { bars } = timelineOf([next, active], noon)
    expect(kinds(bars[0])).toEqual(['published', 'will_sign'])
    expect(kinds(bars[1])).toEqual(['signs', 'will_sign', 'published'])
    expect(bars[0]?.parts[1]?.from).toBeCloseTo(bars[1]?.parts[2]?.from ?? NaN)
  })

  it('cuts the life of a withdrawn one, and leaves out what left long ago', () => {
    const gone = key({ state: 'withdrawn', retires_at: time(-2), published_until: time(-1), withdrawn_at: time(-1) })
    const old = key({
      state: 'retired',
      created_at: time(-400),
      activates_at: time(-400),
      retires_at: time(-300),
      published_until: time(-298),
    })
    const { bars, now } = timelineOf([key({}), gone, old], noon)
    expect(bars).toHaveLength(2)
    const last = bars[1]?.parts.at(-1)
    expect((last?.from ?? 0) + (last?.width ?? 0)).toBeLessThan(now)
  })
})
