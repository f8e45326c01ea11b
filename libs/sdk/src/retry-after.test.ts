import { describe, expect, it } from 'vitest'
import { retryAfter } from './retry-after.js'

const noon = Date.parse('2026-11-20T12:00:00Z')

describe('Retry-After', () => {
  it('in seconds is taken as it is', () => {
    expect(retryAfter(new Headers({ 'retry-after': '120' }), noon)).toBe(120)
  })

  it('as a date is measured against the answer’s own date, whatever our clock says', () => {
    const headers = new Headers({ 'retry-after': 'Fri, 20 Nov 2026 12:00:30 GMT', date: 'Fri, 20 Nov 2026 12:00:00 GMT' })
    expect(retryAfter(headers, noon - 86_400_000)).toBe(30)
  })

  it('as a date is measured against our clock when the answer has no date', () => {
    expect(retryAfter(new Headers({ 'retry-after': 'Fri, 20 Nov 2026 12:00:30 GMT' }), noon)).toBe(30)
  })

  it('in the past asks for no wait', () => {
    expect(retryAfter(new Headers({ 'retry-after': 'Fri, 20 Nov 2026 11:00:00 GMT' }), noon)).toBe(0)
  })

  it('that is missing, or no number of seconds and no date, asks for nothing', () => {
    for (const value of ['', 'soon', '-5x', '1.5s']) expect(retryAfter(new Headers({ 'retry-after': value }), noon)).toBeNull()
    expect(retryAfter(new Headers(), noon)).toBeNull()
  })
})
