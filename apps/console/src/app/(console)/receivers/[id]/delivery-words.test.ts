import { describe, expect, it } from 'vitest'
import { answerWords } from './delivery-words'

describe('what a receiver answered last, in words', () => {
  it.each([
    [204, null, 'Answered 204'],
    [503, 'unwell', 'Answered 503'],
    [302, 'redirected', 'Answered 302: redirected'],
    [400, 'invalid_key', 'Answered 400: invalid key'],
    [null, 'timeout', 'No answer in time'],
    [null, 'struck_by_lightning', 'Struck by lightning'],
    [null, null, 'Nothing yet'],
  ])('is, of %s and %s: %s', (last_status, last_fault, words) => {
    expect(answerWords({ last_status, last_fault })).toBe(words)
  })
})
