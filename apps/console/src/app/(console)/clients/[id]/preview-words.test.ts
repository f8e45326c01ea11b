import { describe, expect, it } from 'vitest'
import { previewWords } from './preview-words'

describe('what other lifetimes would do', () => {
  it.each([
    [{ live: 3_400, idle_now: 1_204, outlived_now: 0, complete: true }, '1,204 sessions would be idle now, of 3,400 live ones.'],
    [{ live: 1, idle_now: 0, outlived_now: 1, complete: true }, '1 session would be past the absolute lifetime, of 1 live one.'],
    [
      { live: 9, idle_now: 2, outlived_now: 3, complete: true },
      '2 sessions would be idle now, and 3 would be past the absolute lifetime, of 9 live ones.',
    ],
    [{ live: 0, idle_now: 0, outlived_now: 0, complete: true }, 'No session would end now, of 0 live ones.'],
    [
      { live: 200_000, idle_now: 7, outlived_now: 0, complete: false },
      '7 sessions would be idle now, of at least 200,000 live ones. There are too many to look at all of them here: it may be more.',
    ],
  ])('%j', (preview, words) => {
    expect(previewWords(preview)).toBe(words)
  })
})
