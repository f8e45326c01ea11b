import { describe, expect, it } from 'vitest'
import { entriesFor, type Entries } from './palette-entries'
import { placesOf } from './places'

const places = placesOf(['owner'])
const lines = (groups: readonly Entries[]) =>
  groups.flatMap(({ title, entries }) =>
    entries.map(({ name, does }) => `${title}: ${name} → ${'go' in does ? does.go : `(${does.deed})`}`),
  )

describe('the palette', () => {
  it('offers every place and deed before anything is typed, and nothing to search', () => {
    expect(entriesFor('', places, true).map(({ title }) => title)).toEqual(['Go to', 'Do'])
    expect(lines(entriesFor('', places, true))).toContain('Go to: Signing keys → /signing-keys')
  })

  it('finds by the beginnings of words, in any order, and offers to search for the same', () => {
    expect(lines(entriesFor('ke sig', places, true))).toEqual([
      'Go to: Signing keys → /signing-keys',
      'Search: Search sessions for “ke sig” → /sessions?q=ke%20sig',
      'Search: Search users for “ke sig” → /users?q=ke%20sig',
    ])
    expect(lines(entriesFor('webhook', places, true))[0]).toBe('Go to: Receivers → /receivers')
    expect(lines(entriesFor('log out', places, true))[0]).toBe('Do: Sign out → (sign-out)')
  })

  it.each([
    ['ada@example.com', 'Search: Sessions of ada@example.com → /sessions?q=ada%40example.com'],
    [
      `tessera_ak_4fQ2mZ8xLp_${'s'.repeat(43)}`,
      'Search: The API key that begins with tessera_ak_4fQ2mZ8xLp → /api-keys?prefix=tessera_ak_4fQ2mZ8xLp',
    ],
    ['203.0.113.0/24', 'Search: Sessions that began at 203.0.113.0/24 → /sessions?q=203.0.113.0%2F24'],
    ['2001:db8::1', 'Search: Sessions that began at 2001:db8::1 → /sessions?q=2001%3Adb8%3A%3A1'],
    [' 0197B2C4-1000-7ABC-8DEF-0123456789AB ', 'Search: Open the session with this id → /sessions/0197b2c4-1000-7abc-8def-0123456789ab'],
  ])('knows what %s looks like, and searches for it first', (text, first) => {
    expect(lines(entriesFor(text, places, true))[0]).toBe(first)
  })

  it('offers to revoke everything to whoever may', () => {
    expect(lines(entriesFor('end every', places, true))[0]).toBe('Do: Revoke everything… → /revocations/new')
    expect(lines(entriesFor('end all', places, true))[0]).toBe('Do: Revoke everything… → /revocations/new')
    expect(lines(entriesFor('', places, false)).join()).not.toContain('Revoke everything')
  })

  it('takes no word for a network', () => {
    expect(lines(entriesFor('a:b/c', places, true))[0]).toContain('Search sessions for')
    expect(lines(entriesFor('dad', places, true))[0]).toContain('Search sessions for')
  })

  it('has only one’s own account for whoever has no role', () => {
    expect(lines(entriesFor('', [], false)).filter((line) => line.startsWith('Go to'))).toEqual([
      'Go to: Your account → /account',
      'Go to: Your password and second factor → /account/security',
      'Go to: Your sessions → /account/sessions',
      'Go to: Your API keys → /account/api-keys',
    ])
    expect(entriesFor('ada@example.com', [], false)).toEqual([])
  })
})
