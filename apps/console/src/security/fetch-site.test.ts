import { describe, expect, it } from 'vitest'
import { isFromOurPages } from './fetch-site'

const from = (site: string | null, typed = false) => isFromOurPages(new Headers(site === null ? {} : { 'sec-fetch-site': site }), { typed })

describe('a read that costs much', () => {
  it('is answered to our own pages, and to browsers that do not say', () => {
    expect(from('same-origin')).toBe(true)
    expect(from(null)).toBe(true)
  })

  it.each(['cross-site', 'same-site', 'anything'])('is refused to %s', (site) => {
    expect(from(site)).toBe(false)
    expect(from(site, true)).toBe(false)
  })

  it('is answered to a typed address only where that is meant', () => {
    expect(from('none')).toBe(false)
    expect(from('none', true)).toBe(true)
  })
})
