import { describe, expect, it } from 'vitest'
import { between, lagWords } from './lag'

describe('how far a follower is behind, in words', () => {
  it.each([
    [0, '0.1 s'],
    [740, '0.8 s'],
    [9_901, '10 s'],
    [61_001, '62 s'],
    [119_001, '2 min'],
    [3 * 3_600_000 - 1, '3 h'],
    [72 * 3_600_000, '3 days'],
  ])('rounds %d ms up to %s', (milliseconds, words) => {
    expect(lagWords(milliseconds)).toBe(words)
  })

  it('is never less than nothing', () => {
    expect(between('2026-11-20T12:00:01.000Z', '2026-11-20T12:00:00.000Z')).toBe(0)
  })
})
