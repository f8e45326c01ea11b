import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AccessTokenClaims, ClientTokenClaims, SessionTokenClaims } from '../claims.js'
import type { Revocation } from './page.js'
import { Revoked } from './revoked.js'

const noon = Date.parse('2026-11-20T12:00:00.000Z')
const day = 24 * 60 * 60_000
const common = { iss: 'i', aud: 'a', exp: noon / 1000 + 900, iat: noon / 1000, jti: 'j', client_id: 'client-1', scope: '' }
const session: SessionTokenClaims = { ...common, sub: 'user-1', sid: 'session-1', roles: [], company_id: 7, session_started_at: noon }
const own: ClientTokenClaims = { ...common, sub: 'client-1' }

function revocation(scope: Revocation['scope'], subject: string | null, changes: Partial<Revocation> = {}): Revocation {
  return { scope, subject, at: noon, exceptSessionId: null, forgetAt: noon + day, ...changes }
}

function ends(claims: AccessTokenClaims, ...revocations: Revocation[]): boolean {
  const revoked = new Revoked()
  for (const each of revocations) revoked.add(each)
  return revoked.ends(claims)
}

describe('what was revoked', () => {
  it('ends the session that it names, whenever that had started', () => {
    expect(ends(session, revocation('session', 'session-1', { at: noon - day }))).toBe(true)
    expect(ends(session, revocation('session', 'session-2'))).toBe(false)
    expect(ends(session, revocation('session', 'user-1'))).toBe(false)
  })

  it.each([
    ['user', 'user-1'],
    ['company', '7'],
    ['client', 'client-1'],
    ['platform', null],
  ] as const)('ends what had started by the watermark of a %s, at its very instant too, and nothing later', (scope, subject) => {
    expect(ends(session, revocation(scope, subject))).toBe(true)
    expect(ends(session, revocation(scope, subject, { at: noon - 1 }))).toBe(false)
    expect(ends(session, revocation(scope, subject, { exceptSessionId: 'session-1' }))).toBe(false)
    expect(ends(session, revocation(scope, subject, { exceptSessionId: 'session-2' }))).toBe(true)
    if (subject !== null) expect(ends(session, revocation(scope, 'another'))).toBe(false)
  })

  it('ends a client’s own tokens by watermarks on the client and on the platform, in the second of which they may be younger', () => {
    for (const [scope, subject] of [
      ['client', 'client-1'],
      ['platform', null],
    ] as const) {
      expect(ends(own, revocation(scope, subject))).toBe(true)
      expect(ends(own, revocation(scope, subject, { at: noon + 999 }))).toBe(true)
      expect(ends(own, revocation(scope, subject, { at: noon - 1 }))).toBe(false)
      expect(ends(own, revocation(scope, subject, { exceptSessionId: 'session-1' }))).toBe(true)
    }
    expect(ends(own, revocation('client', 'client-2'), revocation('user', 'client-1'), revocation('session', 'client-1'))).toBe(false)
  })

  it('is what every revocation says by itself, in whatever order and however often it is told', () => {
    const scope = fc.constantFrom('session', 'user', 'company', 'client', 'platform')
    const some = fc.record({
      scope,
      subject: fc.constantFrom('session-1', 'session-2', 'user-1', '7', 'client-1'),
      at: fc.integer({ min: noon - 3, max: noon + 3 }),
      exceptSessionId: fc.constantFrom(null, 'session-1', 'session-2'),
    })
    fc.assert(
      fc.property(fc.array(some, { maxLength: 8 }), fc.constantFrom(session, own), (given, claims) => {
        const all = given.map(({ scope, subject, ...rest }) => revocation(scope, scope === 'platform' ? null : subject, rest))
        expect(ends(claims, ...all, ...all)).toBe(all.some((each) => ends(claims, each)))
      }),
    )
  })

  it('is forgotten when no access token of it can be good, and a little later, by the slower clock', () => {
    const revoked = new Revoked()
    revoked.add(revocation('session', 'session-1'))
    revoked.add(revocation('user', 'user-2', { forgetAt: noon + 2 * day }))
    expect(revoked.size).toBe(2)
    revoked.forget(noon + day + 5 * 60_000 - 1)
    expect(revoked.ends(session)).toBe(true)
    revoked.forget(noon + day + 5 * 60_000)
    expect(revoked.ends(session)).toBe(false)
    expect(revoked.size).toBe(1)
    revoked.forget(noon + 3 * day)
    expect(revoked.size).toBe(0)
  })
})
