import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decideEnd, decideRefresh, endOf, refusals, successorOf, type Refusal, type Session, type SessionInContext } from './index.js'
import { someAttempt, somePolicy, someRevokedSession, someSession, someTime, someWatermark, somethingAround } from '../testing/arbitrary.js'
import { inContext, presenting, second } from '../testing/given.js'

fc.configureGlobal({ numRuns: 500 })

const anySession = fc.oneof({ weight: 4, arbitrary: someSession }, someRevokedSession)
const anyContext = anySession.chain(somethingAround)
const watermarks = fc.array(someWatermark, { maxLength: 3 })

/** The session as the store has it after the decision. */
function after(decision: ReturnType<typeof decideRefresh>, before: Session): Session {
  return decision.session ?? before
}

/** A session that would be judged by the rotation table now, whatever is presented. */
function isOpen({ session, user, client, watermarks: all }: SessionInContext, policy: Parameters<typeof endOf>[1], now: number) {
  return user === 'active' && !client.confidential && client.mayRefresh && endOf(session, policy, all, now) === null
}

/** The refusals that depend on which token was presented. */
const ofTheTable: readonly Refusal[] = ['proof_stale', 'reuse_detected']

describe('whatever is presented', () => {
  it('is generated so that it comes by every refusal of a session that is known', () => {
    const situations = fc.sample(fc.tuple(someAttempt, anyContext, somePolicy, someTime), { numRuns: 10_000, seed: 1 })
    const earned = new Set(situations.map((situation) => decideRefresh(...situation)).map((it) => it.outcome === 'refused' && it.refusal))
    earned.delete(false)
    expect([...earned].sort()).toEqual(refusals.filter((it) => it !== 'not_minted_here' && it !== 'session_unknown').sort())
  })

  it('no refusal but reuse_detected ever carries a session or an event, and that one always does', () => {
    fc.assert(
      fc.property(someAttempt, anyContext, somePolicy, someTime, (attempt, known, policy, now) => {
        const decision = decideRefresh(attempt, known, policy, now)
        fc.pre(decision.outcome === 'refused')
        const isReuse = decision.refusal === 'reuse_detected'
        expect([decision.session !== undefined, decision.events.length]).toEqual([isReuse, isReuse ? 1 : 0])
      }),
    )
  })

  it('what is judged before the table refuses every token alike, so that no token can end a session there', () => {
    fc.assert(
      fc.property(someAttempt, someAttempt, anyContext, somePolicy, someTime, (one, other, known, policy, now) => {
        const decision = decideRefresh(one, known, policy, now)
        fc.pre(decision.outcome === 'refused' && !ofTheTable.includes(decision.refusal))
        expect(decideRefresh({ ...one, token: other.token }, known, policy, now)).toEqual(decision)
      }),
    )
  })

  it('the generation never goes back, and a session once ended is never served', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(someAttempt, fc.nat(30_000)), { maxLength: 12 }),
        someSession,
        somePolicy,
        someTime,
        (line, first, policy, start) => {
          let session: Session = { ...first, dpopThumbprint: null }
          let now = start
          for (const [attempt, wait] of line) {
            now += wait
            const decision = decideRefresh(attempt, inContext(session), policy, now)
            if (session.revokedAt !== null) expect(decision.outcome).toBe('refused')
            const next = after(decision, session)
            expect(next.generation).toBeGreaterThanOrEqual(session.generation)
            expect(next.issuedAt).toBeGreaterThanOrEqual(session.issuedAt)
            session = next
          }
        },
      ),
    )
  })

  it('only place, time, stamps and end of a session ever change', () => {
    fc.assert(
      fc.property(someAttempt, anyContext, somePolicy, someTime, (attempt, known, policy, now) => {
        const { id, userId, clientId, companyId, startedAt, reusePolicy, dpopThumbprint } = known.session
        const kept = { id, userId, clientId, companyId, startedAt, reusePolicy, dpopThumbprint }
        expect(after(decideRefresh(attempt, known, policy, now), known.session)).toMatchObject(kept)
      }),
    )
  })
})

describe('a revoked session', () => {
  it('is never rotated or retried, even by its own successor', () => {
    fc.assert(
      fc.property(someRevokedSession, somePolicy, someTime, (session, policy, now) => {
        const { generation, branch } = successorOf(session)
        expect(decideRefresh(presenting(generation, branch), inContext(session), policy, now).outcome).toBe('refused')
      }),
    )
  })

  it('is not ended twice', () => {
    fc.assert(
      fc.property(anySession, watermarks, someTime, someTime, (session, all, one, other) => {
        const first = decideEnd(session, all, 'logout', null, one)
        expect(decideEnd(first.session, all, 'revoked_by_admin', 'user-2', other)).toEqual({
          outcome: 'already_ended',
          session: first.session,
          events: [],
        })
      }),
    )
  })
})

describe('an open session', () => {
  const open = fc
    .tuple(someSession.chain(somethingAround), somePolicy, someTime)
    .map(([known, policy, now]) => ({ known: { ...known, session: { ...known.session, dpopThumbprint: null } }, policy, now }))
    .filter(({ known, policy, now }) => isOpen(known, policy, now))

  it('rotates for its successor, at once and again', () => {
    fc.assert(
      fc.property(open, ({ known, policy, now }) => {
        let session: Session = known.session
        for (let rotations = 0; rotations < 3; rotations++) {
          const { generation, branch } = successorOf(session)
          const decision = decideRefresh(presenting(generation, branch), { ...known, session }, policy, now)
          expect(decision).toMatchObject({ outcome: 'rotated', session: { generation, branch, previousBranch: session.branch } })
          session = after(decision, session)
        }
      }),
    )
  })

  it('returns itself for a retry, so that the retry earns the very same successor', () => {
    fc.assert(
      fc.property(open, someAttempt, fc.nat(60_000), ({ known, policy, now }, attempt, wait) => {
        const rotated = after(
          decideRefresh(presenting(known.session.generation + 1, attempt.token.branch), known, policy, now),
          known.session,
        )
        const again = decideRefresh(presenting(rotated.generation, rotated.branch), { ...known, session: rotated }, policy, now + wait)
        fc.pre(endOf(rotated, policy, known.watermarks, now + wait) === null)
        if (wait < policy.retryWindow * second) expect(again.session).toBe(rotated)
        else if (rotated.reusePolicy === 'strict') expect(again).toMatchObject({ refusal: 'reuse_detected' })
        else expect(successorOf(again.session!)).toEqual({ ...successorOf(rotated), branch: rotated.issuedBranch + 1 })
      }),
    )
  })

  it('ends when two parties each use a different successor of one token', () => {
    fc.assert(
      fc.property(open, fc.nat(3), fc.nat(3), ({ known, policy, now }, one, other) => {
        fc.pre(one !== other)
        const next = known.session.generation + 1
        const session = after(decideRefresh(presenting(next, one), known, policy, now), known.session)
        const decision = decideRefresh(presenting(next, other), { ...known, session }, policy, now)
        expect(decision).toMatchObject({ refusal: 'reuse_detected', session: { revokedAt: now, revokedReason: 'reuse_detected' } })
      }),
    )
  })
})

describe('the end of a session', () => {
  it('stays the same once it is there', () => {
    fc.assert(
      fc.property(anySession, watermarks, somePolicy, someTime, fc.nat(), (session, all, policy, now, wait) => {
        const from = Math.max(now, session.revokedAt ?? now)
        const end = endOf(session, policy, all, from)
        fc.pre(end !== null)
        expect(endOf(session, policy, all, from + wait)).toEqual(end)
      }),
    )
  })

  it('is the earliest of the ends that each cause alone would make, under the policy that was stamped', () => {
    fc.assert(
      fc.property(someRevokedSession, watermarks, somePolicy, someTime, (session, all, policy, now) => {
        const stamped = { ...policy, idleTimeout: session.idleTimeout, absoluteLifetime: session.absoluteLifetime }
        const unrevoked = { ...session, revokedAt: null, revokedReason: null, revokedBy: null }
        const alone = [
          endOf(unrevoked, stamped, [], Math.max(now, session.revokedAt!)),
          ...all.map((one) => endOf(unrevoked, stamped, [one], now)),
          { at: session.revokedAt! },
        ]
        const earliest = Math.min(...alone.map((end) => end?.at ?? Infinity))
        expect(endOf(session, stamped, all, now)?.at).toBe(earliest)
      }),
    )
  })

  it('by somebody is not hidden by a policy that was tightened afterwards', () => {
    fc.assert(
      fc.property(someRevokedSession, watermarks, somePolicy, somePolicy, someTime, (session, all, before, after, now) => {
        expect(endOf(session, after, all, now)).toEqual(endOf(session, before, all, now))
      }),
    )
  })

  it('is not put off by a policy looser than the stamps', () => {
    fc.assert(
      fc.property(anySession, watermarks, fc.nat(), fc.nat(), someTime, (session, all, idle, absolute, now) => {
        const asStamped = {
          accessTokenLifetime: 900,
          retryWindow: 10,
          reusePolicy: 'until_used' as const,
          idleTimeout: session.idleTimeout,
          absoluteLifetime: session.absoluteLifetime,
        }
        const looser = { ...asStamped, idleTimeout: session.idleTimeout + idle, absoluteLifetime: session.absoluteLifetime + absolute }
        expect(endOf(session, looser, all, now)).toEqual(endOf(session, asStamped, all, now))
      }),
    )
  })

  it('comes no later under a stricter policy', () => {
    fc.assert(
      fc.property(anySession, somePolicy, somePolicy, someTime, (session, one, other, now) => {
        const stricter = {
          ...one,
          idleTimeout: Math.min(one.idleTimeout, other.idleTimeout),
          absoluteLifetime: Math.min(one.absoluteLifetime, other.absoluteLifetime),
        }
        const end = endOf(session, one, [], now)
        fc.pre(end !== null)
        expect(endOf(session, stricter, [], now)!.at).toBeLessThanOrEqual(end.at)
      }),
    )
  })
})
