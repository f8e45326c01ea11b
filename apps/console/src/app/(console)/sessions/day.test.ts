import { describe, expect, it } from 'vitest'
import { dayAfter, dayIn, dayOf, timeIn, wallClock } from './day'

describe('a day of a reader', () => {
  it('begins and ends at their own midnight, and shows as the same day again', () => {
    const from = dayIn('2026-03-29')
    const until = dayAfter(dayIn('2026-03-29'))
    expect(from).toEqual(new Date(2026, 2, 29))
    expect(until).toEqual(new Date(2026, 2, 30))
    expect(dayOf(from)).toBe('2026-03-29')
    expect(dayOf(until, -1)).toBe('2026-03-29')
  })

  it('is not given where nothing was typed', () => {
    expect(dayAfter(dayIn(null))).toBeNull()
    expect(dayOf(null, -1)).toBe('')
    expect(timeIn(null, null)).toBeNull()
    expect(timeIn(null, new Date(2026, 10, 20))).toBeNull()
  })

  it('has times that show as they were typed', () => {
    expect(wallClock(timeIn('2026-11-20T14:03', null))).toBe('2026-11-20T14:03')
  })

  it('has times that stay what they are, with their seconds, while nobody types another', () => {
    const given = new Date(2026, 10, 20, 14, 3, 22, 123)
    expect(timeIn(wallClock(given), given)).toBe(given)
    expect(timeIn('2026-11-20T14:04', given)).toEqual(new Date(2026, 10, 20, 14, 4))
  })
})
