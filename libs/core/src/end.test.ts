import { describe, expect, it } from 'vitest'
import { absoluteEndOf, accessTokenLifetimeOf, decideEnd, endOf, idleEndOf, type Watermark } from './index.js'
import { aSession, day, noon, policy, second } from '../testing/given.js'

const watermark: Watermark = { scope: 'user', subject: 'user-1', at: noon + day, reason: 'password_changed', by: 'user-1', except: null }
const revoked = aSession({ revokedAt: noon + 2 * day, revokedReason: 'revoked_by_admin', revokedBy: 'user-9' })
const idleAt = noon + policy.idleTimeout * second

describe('the end of a session', () => {
  it('is not there while nothing has ended it', () => {
    expect(endOf(aSession(), policy, [], idleAt - 1)).toBeNull()
  })

  it('comes with a revocation, and says who and why', () => {
    const end = { state: 'ended', at: noon + 2 * day, reason: 'revoked_by_admin', by: 'user-9' }
    expect(endOf(revoked, policy, [], noon + 3 * day)).toEqual(end)
  })

  it('comes with a watermark that covers it, and says who set it and why', () => {
    const end = { state: 'ended', at: noon + day, reason: 'password_changed', by: 'user-1' }
    expect(endOf(aSession(), policy, [watermark], noon + day)).toEqual(end)
  })

  it('is not touched by a watermark of others', () => {
    expect(endOf(aSession(), policy, [{ ...watermark, subject: 'user-2' }], noon + day)).toBeNull()
  })

  it('has the reason of the earliest watermark that covers it, in whatever order they are read', () => {
    const later: Watermark = { ...watermark, at: noon + 2 * day, reason: 'user_disabled' }
    const reason = { reason: 'password_changed' }
    expect(endOf(aSession(), policy, [later, watermark], noon + 3 * day)).toMatchObject(reason)
    expect(endOf(aSession(), policy, [watermark, later], noon + 3 * day)).toMatchObject(reason)
  })

  it('comes by idling', () => {
    expect(endOf(aSession(), policy, [], idleAt)).toEqual({ state: 'expired', at: idleAt, limit: 'idle' })
  })

  it('comes with the absolute lifetime, however busy the session is', () => {
    const startedAt = noon - policy.absoluteLifetime * second
    expect(endOf(aSession({ startedAt }), policy, [], noon)).toEqual({ state: 'expired', at: noon, limit: 'absolute' })
  })

  it('is the earliest of all that could have ended it', () => {
    const long = noon + 400 * day
    expect(endOf(revoked, policy, [watermark], long)).toMatchObject({ reason: 'password_changed' })
    expect(endOf(revoked, policy, [{ ...watermark, at: noon + 3 * day }], long)).toMatchObject({ reason: 'revoked_by_admin' })
    expect(endOf({ ...revoked, revokedAt: idleAt + 1 }, policy, [], long)).toMatchObject({ state: 'expired', limit: 'idle' })
    expect(endOf(aSession(), { ...policy, absoluteLifetime: 13 * 24 * 60 * 60 }, [], long)).toMatchObject({ limit: 'absolute' })
  })

  it('at one instant is a revocation before a watermark, and either before an expiry', () => {
    const then = { ...revoked, revokedAt: idleAt }
    expect(endOf(then, policy, [{ ...watermark, at: idleAt }], idleAt)).toMatchObject({ reason: 'revoked_by_admin' })
    expect(endOf(aSession(), policy, [{ ...watermark, at: idleAt }], idleAt)).toMatchObject({ reason: 'password_changed' })
    expect(endOf(then, policy, [], idleAt)).toMatchObject({ state: 'ended' })
  })

  it('by an administrator stays theirs when the policy is tightened afterwards', () => {
    const tightened = { ...policy, absoluteLifetime: 60, idleTimeout: 60 }
    const end = { state: 'ended', at: noon + 2 * day, reason: 'revoked_by_admin', by: 'user-9' }
    expect(endOf(revoked, tightened, [], noon + 3 * day)).toEqual(end)
  })

  it('obeys the stricter of the stamp and the current policy', () => {
    const stamped = aSession({ idleTimeout: 100, absoluteLifetime: 5000 })
    expect(idleEndOf(stamped, policy)).toBe(noon + 100 * second)
    expect(absoluteEndOf(stamped, policy)).toBe(stamped.startedAt + 5000 * second)
    const strict = { ...policy, idleTimeout: 50, absoluteLifetime: 4000 }
    expect(idleEndOf(stamped, strict)).toBe(noon + 50 * second)
    expect(absoluteEndOf(stamped, strict)).toBe(stamped.startedAt + 4000 * second)
  })
})

describe('an access token', () => {
  it('lives as the policy says, and never so long that its session is idle before it expires', () => {
    expect(accessTokenLifetimeOf(aSession(), { ...policy, accessTokenLifetime: 900 })).toBe(900)
    expect(accessTokenLifetimeOf(aSession(), { ...policy, accessTokenLifetime: 900, idleTimeout: 601 })).toBe(300)
    expect(accessTokenLifetimeOf(aSession({ idleTimeout: 601 }), { ...policy, accessTokenLifetime: 900 })).toBe(300)
  })

  it('lives for twice the retry window all the same', () => {
    expect(accessTokenLifetimeOf(aSession(), { ...policy, accessTokenLifetime: 900, idleTimeout: 30, retryWindow: 10 })).toBe(20)
  })
})

describe('ending a session', () => {
  it('marks it with time, reason and actor, and logs the same', () => {
    const session = aSession()
    expect(decideEnd(session, [], 'revoked_by_admin', 'user-9', noon)).toEqual({
      outcome: 'ended',
      session: { ...session, revokedAt: noon, revokedReason: 'revoked_by_admin', revokedBy: 'user-9' },
      events: [{ kind: 'session_ended', at: noon, reason: 'revoked_by_admin', by: 'user-9', presented: null }],
    })
  })

  it('leaves a revoked session its first reason', () => {
    expect(decideEnd(revoked, [], 'logout', null, noon)).toEqual({ outcome: 'already_ended', session: revoked, events: [] })
  })

  it('leaves a session that a watermark covers the reason of the watermark', () => {
    const session = aSession()
    expect(decideEnd(session, [watermark], 'logout', null, noon)).toEqual({ outcome: 'already_ended', session, events: [] })
  })

  it('is not stopped by watermarks of others', () => {
    expect(decideEnd(aSession(), [{ ...watermark, subject: 'user-2' }], 'logout', null, noon).outcome).toBe('ended')
  })

  it('revokes an expired session all the same, so that a loosened policy does not bring it back', () => {
    const stamped = aSession({ idleTimeout: 100 })
    const longAfter = noon + 2 * day
    expect(decideEnd(stamped, [], 'logout', 'user-1', longAfter)).toMatchObject({ outcome: 'ended', session: { revokedAt: longAfter } })
  })
})
