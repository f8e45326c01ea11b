import { describe, expect, it } from 'vitest'
import { countries, countryName } from './country-names'

describe('countries', () => {
  it('are named in English, and by their code where nobody knows a name', () => {
    expect(countryName('IT')).toBe('Italy')
    expect(countryName('QQ')).toBe('QQ')
    expect(countryName('italy')).toBe('italy')
  })

  it('are offered once each, by their names', () => {
    const offered = countries()
    expect(offered.length).toBeGreaterThan(240)
    expect(offered.filter(([, name]) => name === 'Germany')).toEqual([['DE', 'Germany']])
    expect(offered.map(([code]) => code)).not.toContain('ZZ')
    expect(new Set(offered.map(([, name]) => name)).size).toBe(offered.length)
  })
})
