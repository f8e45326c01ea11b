import { describe, expect, it } from 'vitest'
import { countWords } from './count'

describe('a count', () => {
  it.each([
    [0, false, '0 users'],
    [1, false, '1 user'],
    [1, true, '1+ users'],
    [1_000, true, '1,000+ users'],
    [54, false, '54 users'],
  ])('%d (more: %s) is said as “%s”', (count, count_capped, words) => {
    expect(countWords({ count, count_capped }, 'user', 'users')).toBe(words)
  })
})
