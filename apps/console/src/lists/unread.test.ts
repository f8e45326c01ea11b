import { describe, expect, it } from 'vitest'
import { unreadIn } from './unread'

describe('what an address has that a search is not', () => {
  it('is nothing when all of it was read', () => {
    expect(unreadIn({ state: 'active', q: '' }, { state: 'active', q: null })).toEqual([])
  })

  it('is a value that was not read, a name that nobody knows, and what is given twice', () => {
    expect(unreadIn({ state: 'asleep', colour: 'red', q: ['a', 'b'] }, { state: null, q: 'a' })).toEqual([
      'state=asleep',
      'colour=red',
      'q=a,b',
    ])
  })
})
