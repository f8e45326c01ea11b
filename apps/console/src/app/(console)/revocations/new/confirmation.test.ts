import { describe, expect, it } from 'vitest'
import { isConfirmed, owedFor, typedFrom } from './confirmation'

const filter = { kind: 'filter', filter: {} } as const

describe('what has to be typed before many sessions end', () => {
  it('is nothing for few', () => {
    expect(owedFor(filter, { count: typedFrom - 1 }, null)).toBeNull()
    expect(isConfirmed(null, '')).toBe(true)
  })

  it('is their number for many, however it is written', () => {
    const owed = owedFor({ kind: 'chosen' }, { count: 1234 }, null)
    for (const typed of ['1234', '1,234', ' 1 234 ', '1.234', '1’234']) expect(isConfirmed(owed, typed)).toBe(true)
    for (const typed of ['', '123', '12345', 'all']) expect(isConfirmed(owed, typed)).toBe(false)
  })

  it('is always owed for everything, be it one session', () => {
    const platform = owedFor({ kind: 'everything', scope: 'platform', of: null }, { count: 1 }, null)
    expect(isConfirmed(platform, 'Everything')).toBe(true)
    expect(isConfirmed(platform, '1')).toBe(false)
  })

  it('is the name or the id of what loses everything: some names nobody can type', () => {
    const owed = owedFor({ kind: 'everything', scope: 'company', of: '7' }, { count: 3 }, 'חברה 👩🏽‍💻 GmbH')
    expect(isConfirmed(owed, 'חברה 👩🏽‍💻 gmbh')).toBe(true)
    expect(isConfirmed(owed, '7')).toBe(true)
    expect(isConfirmed(owed, '')).toBe(false)
    expect(isConfirmed(owedFor({ kind: 'everything', scope: 'client', of: 'web' }, { count: 3 }, null), 'shop')).toBe(false)
  })
})
