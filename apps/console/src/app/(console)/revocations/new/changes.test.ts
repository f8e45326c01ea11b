import { describe, expect, it } from 'vitest'
import { changesBetween } from './changes'

const web = { id: 'web', name: 'Web', count: 3 }
const figures = { count: 3, users: 2, clients: [web], companies: [] }

describe('what is different in a new preview', () => {
  it('is nothing where the figures are the same', () => {
    expect(changesBetween(figures, figures)).toEqual([])
  })

  it('is said with how it was before', () => {
    const shop = { id: 'shop', name: 'Shop', count: 1_200 }
    expect(changesBetween(figures, { ...figures, count: 1_203, clients: [shop, web] })).toEqual([
      'Sessions: 1,203, before 3',
      'Client Shop: 1,200, before 0',
    ])
  })
})
