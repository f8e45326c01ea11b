import { describe, expect, it } from 'vitest'
import {
  decideRefresh,
  type ClientRules,
  type RefreshAttempt,
  type Refusal,
  type Session,
  type SessionInContext,
  type Watermark,
} from './index.js'
import { aPublicClient, aSession, inContext, noon, policy, presenting, second } from '../testing/given.js'

const platformWatermark: Watermark = { scope: 'platform', subject: null, at: noon, reason: 'revoked_by_admin', by: 'user-9', except: null }
const idle = noon + policy.idleTimeout * second

const windowEnd = noon + policy.retryWindow * second
const bound = { dpopThumbprint: 'key-1' }
const provedBy = (thumbprint: string) => ({ dpop: { thumbprint, madeAfter: windowEnd } })
const withClient = (rules: Partial<ClientRules>) => ({ client: { ...aPublicClient, ...rules } })
const confidential = withClient({ confidential: true })

interface Situation {
  readonly session?: Partial<Session>
  readonly around?: Partial<SessionInContext>
  readonly attempt?: Partial<RefreshAttempt>
  readonly now?: number
}

/** What a token earns that would be reuse, if it came as far as the rotation table. */
function earned({ session, around, attempt, now }: Situation = {}): Refusal | 'nothing refused' {
  const decision = decideRefresh(presenting(5, 0, attempt), inContext(aSession(session), around), policy, now ?? noon)
  return decision.outcome === 'refused' ? decision.refusal : 'nothing refused'
}

describe('before the rotation table', () => {
  it('refuses a session that nobody knows any more', () => {
    expect(decideRefresh(presenting(1, 0), null, policy, noon)).toEqual({ outcome: 'refused', refusal: 'session_unknown', events: [] })
  })

  it('refuses a bound session without a proof, or with the proof of another key', () => {
    expect(earned({ session: bound })).toBe('proof_missing')
    expect(earned({ session: bound, attempt: provedBy('key-2') })).toBe('proof_missing')
  })

  it('lets a proof of any key pass where the client has proved who it is, and none where it has not', () => {
    const around = withClient({ confidential: true })
    const with2 = { ...provedBy('key-2'), clientAuthentication: 'proved' } as const
    expect(earned({ session: bound, around, attempt: with2 })).toBe('reuse_detected')
    expect(earned({ session: bound, around, attempt: { ...with2, dpop: null } })).toBe('proof_missing')
    expect(earned({ session: bound, around, attempt: { ...with2, clientAuthentication: 'failed' } })).toBe('proof_missing')
    expect(earned({ session: bound, attempt: with2 })).toBe('proof_missing')
  })

  it('lets a proof of the right key pass, and a proof that nobody asked for', () => {
    expect(earned({ session: bound, attempt: provedBy('key-1') })).toBe('reuse_detected')
    expect(earned({ attempt: provedBy('key-1') })).toBe('reuse_detected')
  })

  it('refuses an API key that may not be used here', () => {
    expect(earned({ attempt: { apiKey: 'refused' } })).toBe('api_key_refused')
  })

  it('refuses an API key of another company than the session’s, and lets one of its own pass', () => {
    expect(earned({ attempt: { apiKey: { companyId: 8 } } })).toBe('wrong_company')
    expect(earned({ attempt: { apiKey: { companyId: 7 } } })).toBe('reuse_detected')
  })

  it('refuses another client, however well it authenticated', () => {
    expect(earned({ attempt: { clientId: 'client-2' } })).toBe('wrong_client')
    expect(earned({ attempt: { clientId: 'client-2', clientAuthentication: 'proved' } })).toBe('wrong_client')
  })

  it('lets the session’s own client pass', () => {
    expect(earned({ attempt: { clientId: 'client-1' } })).toBe('reuse_detected')
  })

  it('refuses a confidential client that did not authenticate, named or not', () => {
    expect(earned({ around: confidential })).toBe('client_unauthenticated')
    expect(earned({ around: confidential, attempt: { clientId: 'client-1' } })).toBe('client_unauthenticated')
  })

  it('refuses a client that tried to authenticate and could not, also a public one', () => {
    const failed = { clientId: 'client-1', clientAuthentication: 'failed' } as const
    expect(earned({ around: confidential, attempt: failed })).toBe('client_unauthenticated')
    expect(earned({ attempt: failed })).toBe('client_unauthenticated')
  })

  it('lets a confidential client pass that authenticated', () => {
    const attempt = { clientId: 'client-1', clientAuthentication: 'proved' } as const
    expect(earned({ around: confidential, attempt })).toBe('reuse_detected')
  })

  it('refuses a client whose grants are without refresh_token', () => {
    expect(earned({ around: withClient({ mayRefresh: false }) })).toBe('grant_not_allowed')
  })

  it('refuses a wire format that the client does not have enabled', () => {
    expect(earned({ around: withClient({ dialects: ['freddy'] }), attempt: { dialect: 'xerial' } })).toBe('dialect_not_enabled')
    expect(earned({ around: withClient({ dialects: [] }), attempt: { dialect: 'xerial' } })).toBe('dialect_not_enabled')
  })

  it('lets a wire format pass that the client has enabled, or where it has every one', () => {
    expect(earned({ around: withClient({ dialects: ['freddy', 'xerial'] }), attempt: { dialect: 'xerial' } })).toBe('reuse_detected')
    expect(earned({ attempt: { dialect: 'xerial' } })).toBe('reuse_detected')
  })

  it('lets every client use OAuth and our own words, also one without any wire format', () => {
    expect(earned({ around: withClient({ dialects: [] }) })).toBe('reuse_detected')
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

  it('refuses a scope that was not granted at login, also beside one that was', () => {
    expect(earned({ attempt: { scope: ['admin'] } })).toBe('scope_exceeded')
    expect(earned({ attempt: { scope: ['account', 'admin'] } })).toBe('scope_exceeded')
  })

  it('takes scopes word by word: a part of a granted one was not granted', () => {
    expect(earned({ attempt: { scope: ['acc'] } })).toBe('scope_exceeded')
  })

  it('lets any part of what was granted pass, in any order', () => {
    const around = { scope: 'account admin' }
    expect(earned({ around, attempt: { scope: ['admin', 'account'] } })).toBe('reuse_detected')
    expect(earned({ around, attempt: { scope: ['admin'] } })).toBe('reuse_detected')
    expect(earned({ around, attempt: { scope: [] } })).toBe('reuse_detected')
  })

  it('judges in one order: each refusal, once its cause is mended, uncovers the next', () => {
    const everythingWrong = {
      session: { ...bound, revokedAt: noon, revokedReason: 'logout' },
      around: { ...withClient({ confidential: true, mayRefresh: false, dialects: [] }), user: 'gone' },
      attempt: { apiKey: 'refused', clientId: 'client-2', dialect: 'xerial', scope: ['admin'] },
    } as const
    const mended: readonly (readonly [Refusal, Situation])[] = [
      ['proof_missing', { attempt: provedBy('key-1') }],
      ['api_key_refused', { attempt: { apiKey: { companyId: 8 } } }],
      ['wrong_company', { attempt: { apiKey: { companyId: 7 } } }],
      ['wrong_client', { attempt: { clientId: 'client-1' } }],
      ['client_unauthenticated', { attempt: { clientAuthentication: 'proved' } }],
      ['grant_not_allowed', { around: withClient({ confidential: true, dialects: [] }) }],
      ['dialect_not_enabled', { around: withClient({ confidential: true }) }],
      ['user_gone', { around: { user: 'disabled' } }],
      ['session_ended', { session: { revokedAt: null, revokedReason: null }, now: idle }],
      ['session_idle', { now: windowEnd }],
      ['user_disabled', { around: { user: 'active' } }],
      ['scope_exceeded', { attempt: { scope: null } }],
    ]
    let situation: Situation = everythingWrong
    for (const [refusal, { session, around, attempt, now }] of mended) {
      expect(earned(situation)).toBe(refusal)
      situation = {
        session: { ...situation.session, ...session },
        around: { ...situation.around, ...around },
        attempt: { ...situation.attempt, ...attempt },
        now: now ?? situation.now ?? noon,
      }
    }
    expect(earned(situation)).toBe('reuse_detected')
  })
})
