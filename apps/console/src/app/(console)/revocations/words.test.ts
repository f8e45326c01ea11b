import { describe, expect, it } from 'vitest'
import type { Known } from '../sessions/filter-words'
import { sessionsAddress, targetWords, type Aim } from './words'

const known: Known = {
  users: [{ id: 'u1', email: 'ada@example.com' }],
  clients: [{ id: 'web', name: 'Web' }],
  companies: { items: [{ id: 7, name: 'Orchard' }], all: true },
}
const filtered = (filter: Aim['filter']): Aim => ({ everything: null, filter })
const scoped = (scope: 'user' | 'company' | 'client' | 'platform', id: string | null): Aim => ({ everything: { scope, id }, filter: null })

describe('what a revocation is about, in a line', () => {
  it('is its filters as the list says them: by names, in words, and at the hour of whoever looks', () => {
    const words = (filter: Aim['filter'], zone?: string) => targetWords(filtered(filter), known, zone)
    expect(words({ started_after: '2026-11-20T15:00:00.000Z' }, 'Europe/Rome')).toBe('Sessions with started after 2026-11-20 16:00')
    expect(words({ state: 'active', user_id: 'u1', client_id: 'web', company_id: 7, country: 'IT', dialect: 'genlogs' })).toBe(
      'Sessions with state active, user ada@example.com, client Web, company Orchard, country at login Italy, format GenLogs',
    )
    expect(words({ client_id: 'shop', q: 'a phone', state: undefined })).toBe('Sessions with client shop, search a phone')
    expect(words({})).toBe('All live sessions')
    expect(words(null)).toBe('Selected sessions')
  })

  it('names whose everything it is', () => {
    const words = (aim: Aim) => targetWords(aim, known, 'UTC')
    expect(words(scoped('user', 'u1'))).toBe('Everything of the user ada@example.com')
    expect(words(scoped('company', '7'))).toBe('Everything of the company Orchard')
    expect(words(scoped('client', 'shop'))).toBe('Everything of the client shop')
    expect(words(scoped('platform', null))).toBe('Everything of the platform')
  })
})

describe('where the list shows what a revocation is about', () => {
  const before = (aim: Aim) => sessionsAddress({ ...aim, state: 'waiting' })
  const after = (aim: Aim) => sessionsAddress({ ...aim, state: 'done' })

  it('is its filter, and afterwards those that were revoked', () => {
    expect(before(filtered({ state: 'active', q: 'a b' }))).toBe('/sessions?q=a+b&state=active')
    expect(after(filtered({ state: 'active', q: 'a b' }))).toBe('/sessions?q=a+b&reason=revoked_by_admin')
    expect(after(scoped('company', '7'))).toBe('/sessions?company_id=7&reason=revoked_by_admin')
  })

  it('is nowhere when no filter of the list says it', () => {
    for (const aim of [filtered(null), scoped('platform', null), filtered({ email: 'ada@' })]) expect(after(aim)).toBeNull()
  })
})
