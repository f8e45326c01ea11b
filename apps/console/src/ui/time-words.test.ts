import { describe, expect, it } from 'vitest'
import { behindBy, exactTime, relativeTime } from './time-words'

const noon = Date.parse('2026-11-20T12:00:00.000Z')
const seconds = (count: number) => noon - count * 1_000

describe('a clock', () => {
  it.each([
    [noon, noon + 59_000, 0],
    [noon, noon - 59_000, 0],
    [noon, noon - 3 * 3_600_000, 3 * 3_600_000],
    [noon, noon + 90_000, -90_000],
  ])('is behind by what a slow line does not explain', (server, reader, by) => {
    expect(behindBy(server, reader)).toBe(by)
  })
})

describe('a time', () => {
  it.each([
    [seconds(0), 'just now'],
    [seconds(9), 'just now'],
    [seconds(42), '42 s ago'],
    [seconds(60), '1 min ago'],
    [seconds(3_599), '59 min ago'],
    [seconds(3_600), '1 h ago'],
    [seconds(47 * 3_600), '47 h ago'],
    [seconds(48 * 3_600), '2 days ago'],
    [seconds(60 * 86_400), '2 months ago'],
    [seconds(730 * 86_400), '2 years ago'],
    [seconds(-5), 'just now'],
    [seconds(-42), 'in 42 s'],
    [seconds(-59.8), 'in 1 min'],
    [seconds(-59.6 * 60), 'in 1 h'],
    [seconds(-14 * 86_400), 'in 14 days'],
    [seconds(-14 * 86_400 + 60), 'in 14 days'],
    [seconds(-90 * 86_400 + 60), 'in 3 months'],
    [seconds(90 * 86_400 - 60), '2 months ago'],
  ])('%d is said as “%s”', (at, words) => {
    expect(relativeTime(at, noon)).toBe(words)
  })

  it('is exact in the reader’s zone', () => {
    expect(exactTime(noon, 'Europe/Berlin')).toBe('2026-11-20 13:00')
    expect(exactTime(noon, 'Asia/Kolkata', true)).toBe('2026-11-20 17:30:00 GMT+5:30')
    expect(exactTime(Date.parse('2026-11-20T00:00:00Z'), 'UTC', true)).toBe('2026-11-20 00:00:00 UTC')
  })
})
