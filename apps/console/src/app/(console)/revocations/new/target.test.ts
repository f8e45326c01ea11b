import { describe, expect, it } from 'vitest'
import { scopesFor } from './scopes'
import { bodyOf, targetIn } from './target'

describe('what an address asks to end', () => {
  it('is nothing at first', () => {
    expect(targetIn({})).toEqual({ target: null, unread: [] })
  })

  it('is a search, under the list’s own names, wherever in the list it was', () => {
    expect(targetIn({ matching: 'all', state: 'active', client_id: 'web', company_id: '2', after: 'cursor' }).target).toEqual({
      kind: 'filter',
      filter: { state: 'active', client_id: 'web', company_id: 2 },
    })
  })

  it('is every session only when the address says so', () => {
    expect(targetIn({ matching: 'all' }).target).toEqual({ kind: 'filter', filter: {} })
    expect(targetIn({ q: ' ' }).target).toBeNull()
  })

  it('is nothing when a part of the search cannot be read: without it, more would end than was meant', () => {
    expect(targetIn({ matching: 'all', state: 'active', country: 'italy' })).toEqual({ target: null, unread: ['country=italy'] })
    expect(targetIn({ matching: 'all', colour: 'red' })).toEqual({ target: null, unread: ['colour=red'] })
    expect(targetIn({ matching: 'all', client_id: ['web', 'shop'] }).target).toBeNull()
  })

  it('is everything of a scope that is named, and the platform has no name', () => {
    expect(targetIn({ everything: 'client', of: 'web' }).target).toEqual({ kind: 'everything', scope: 'client', of: 'web' })
    expect(targetIn({ everything: 'platform' }).target).toEqual({ kind: 'everything', scope: 'platform', of: null })
    expect(targetIn({ everything: 'platform', of: 'web' }).target).toBeNull()
    expect(targetIn({ everything: 'company' }).target).toBeNull()
    expect(targetIn({ everything: 'galaxy', of: '1' }).target).toBeNull()
  })

  it('goes to the API as one of three', () => {
    expect(bodyOf({ kind: 'chosen' }, ['a', 'b'])).toEqual({ ids: ['a', 'b'] })
    expect(bodyOf({ kind: 'filter', filter: { q: 'ada' } }, [])).toEqual({ filter: { q: 'ada' } })
    expect(bodyOf({ kind: 'everything', scope: 'platform', of: null }, [])).toEqual({ everything: { scope: 'platform' } })
    expect(bodyOf({ kind: 'everything', scope: 'user', of: 'id' }, [])).toEqual({ everything: { scope: 'user', id: 'id' } })
  })

  it('is offered as far as a role goes', () => {
    expect(scopesFor(['owner'])).toEqual(['user', 'company', 'client', 'platform'])
    expect(scopesFor(['admin'])).toEqual(['user', 'company'])
    expect(scopesFor(['support', 'auditor'])).toEqual([])
  })
})
