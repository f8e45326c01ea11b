import { describe, expect, it } from 'vitest'
import { decideRefresh, type RefreshAttempt, type Refusal, type Session, type SessionInContext, type Watermark } from './index.js'
import { aSession, inContext, noon, policy, presenting, second } from '../testing/given.js'

const platformWatermark: Watermark = { scope: 'platform', subject: null, at: noon, reason: 'revoked_by_admin', by: 'user-9', except: null }
const idle = noon + policy.idleTimeout * second

/** What a token earns that would be reuse, if it came as far as the rotation table. */
function earned({
  session,
  around,
  attempt,
  now,
}: {
  session?: Partial<Session>
  around?: Partial<SessionInContext>
  attempt?: Partial<RefreshAttempt>
  now?: number
} = {}): Refusal | 'nothing refused' {
  const decision = decideRefresh(presenting(5, 0, attempt), inContext(aSession(session), around), policy, now ?? noon)
  return decision.outcome === 'refused' ? decision.refusal : 'nothing refused'
}

describe('before the rotation table', () => {
  it('refuses a session that nobody knows any more', () => {
    expect(decideRefresh(presenting(1, 0), null, policy, noon)).toEqual({ outcome: 'refused', refusal: 'session_unknown', events: [] })
  })

  it('refuses a bound session without a proof, or with the proof of another key', () => {
    expect(earned({ session: { dpopThumbprint: 'key-1' } })).toBe('proof_missing')
    expect(earned({ session: { dpopThumbprint: 'key-1' }, attempt: { dpopThumbprint: 'key-2' } })).toBe('proof_missing')
  })

  it('lets a proof of the right key pass, and a proof that nobody asked for', () => {
    expect(earned({ session: { dpopThumbprint: 'key-1' }, attempt: { dpopThumbprint: 'key-1' } })).toBe('reuse_detected')
    expect(earned({ attempt: { dpopThumbprint: 'key-1' } })).toBe('reuse_detected')
  })

  it('refuses another client', () => {
    expect(earned({ attempt: { clientId: 'client-2' } })).toBe('wrong_client')
  })

  it('lets the session’s own client pass', () => {
    expect(earned({ attempt: { clientId: 'client-1' } })).toBe('reuse_detected')
  })

  it('refuses a confidential client that did not authenticate, named or not', () => {
    expect(earned({ around: { clientIsConfidential: true } })).toBe('client_unauthenticated')
    expect(earned({ around: { clientIsConfidential: true }, attempt: { clientId: 'client-1' } })).toBe('client_unauthenticated')
  })

  it('lets a confidential client pass that authenticated', () => {
    const attempt = { clientId: 'client-1', clientAuthenticated: true }
    expect(earned({ around: { clientIsConfidential: true }, attempt })).toBe('reuse_detected')
  })

  it('refuses the session of a user who is gone', () => {
    expect(earned({ around: { user: 'gone' } })).toBe('user_gone')
  })

  it('refuses a revoked session', () => {
    expect(earned({ session: { revokedAt: noon, revokedReason: 'logout' } })).toBe('session_ended')
  })

  it('refuses a session that a watermark covers', () => {
    expect(earned({ around: { watermarks: [platformWatermark] } })).toBe('session_ended')
  })

  it('refuses a session past its absolute lifetime, and not a millisecond before', () => {
    const startedAt = noon - policy.absoluteLifetime * second
    expect(earned({ session: { startedAt } })).toBe('session_outlived')
    expect(earned({ session: { startedAt: startedAt + 1 } })).toBe('reuse_detected')
  })

  it('refuses a session that was idle too long, and not a millisecond before', () => {
    expect(earned({ now: idle })).toBe('session_idle')
    expect(earned({ now: idle - 1 })).toBe('reuse_detected')
  })

  it('refuses the session of a disabled user', () => {
    expect(earned({ around: { user: 'disabled' } })).toBe('user_disabled')
  })

  it('judges in one order: proof, client, authentication, user gone, end, user disabled', () => {
    const bound = { dpopThumbprint: 'key-1' }
    const ended = { revokedAt: noon, revokedReason: 'logout' } as const
    const stranger = { clientId: 'client-2' }
    const gone = { user: 'gone', clientIsConfidential: true } as const
    expect(earned({ session: { ...bound, ...ended }, attempt: stranger, around: gone })).toBe('proof_missing')
    expect(earned({ session: ended, attempt: stranger, around: gone })).toBe('wrong_client')
    expect(earned({ session: ended, around: gone })).toBe('client_unauthenticated')
    expect(earned({ session: ended, around: { user: 'gone' } })).toBe('user_gone')
    expect(earned({ session: ended, around: { user: 'disabled' } })).toBe('session_ended')
    expect(earned({ now: idle, around: { user: 'disabled' } })).toBe('session_idle')
  })
})
