import { describe, expect, it } from 'vitest'
import { signedOutReasons, signedOutSentence } from './signed-out'

describe('the reason on the sign-in page', () => {
  it.each(signedOutReasons)('has a sentence for %s', (reason) => {
    expect(signedOutSentence(reason)).toMatch(/^You .+\.$/)
  })

  it.each(['', 'constructor', '<b>x</b>', undefined, ['expired']])(
    'is silent for %j, which anybody could write into the address',
    (reason) => {
      expect(signedOutSentence(reason)).toBeNull()
    },
  )
})
