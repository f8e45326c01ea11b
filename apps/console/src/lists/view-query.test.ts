import { describe, expect, it } from 'vitest'
import { viewQuery } from './view-query'

const query = (search: string) => viewQuery(new URLSearchParams(search))

describe('the search of a saved view', () => {
  it('is the same in whatever order its filters were set', () => {
    expect(query('state=ended&reason=reuse_detected')).toBe(query('reason=reuse_detected&state=ended'))
  })

  it('is of the whole list, not of one of its pages', () => {
    expect(query('state=ended&after=cursor&q=')).toBe('state=ended')
    expect(query('after=cursor')).toBe('')
  })
})
