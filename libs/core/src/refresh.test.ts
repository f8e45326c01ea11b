import { describe, expect, it } from 'vitest'
import { decideRefresh, successorOf, type Policy, type Session } from './index.js'
import { aSession, inContext, noon, policy, presenting, second } from '../testing/given.js'

const windowEnd = noon + policy.retryWindow * second

function decide(generation: number, branch: number, session: Session, now: number, current: Policy = policy) {
  return decideRefresh(presenting(generation, branch), inContext(session), current, now)
}

describe('a successor used for the first time', () => {
  it('moves the session on to its generation and branch, and issues the first branch of the next', () => {
    const session = aSession({ issuedBranch: 3 })
    const later = noon + 600 * second
    expect(decide(6, 3, session, later)).toEqual({
      outcome: 'rotated',
      session: { ...session, generation: 6, branch: 3, previousBranch: 2, issuedBranch: 0, issuedAt: later },
      events: [],
    })
  })

  it('rotates inside the retry window just as later', () => {
    expect(decide(6, 0, aSession(), noon)).toMatchObject({ outcome: 'rotated', session: { generation: 6, branch: 0, issuedAt: noon } })
  })

  it('may be any of the successors that were issued', () => {
    expect(decide(6, 1, aSession({ issuedBranch: 3 }), noon)).toMatchObject({ outcome: 'rotated', session: { generation: 6, branch: 1 } })
  })

  it('rotates also when the store lost the commits that led to it', () => {
    const decision = decide(9, 4, aSession(), noon)
    expect(decision).toMatchObject({ outcome: 'rotated', session: { generation: 9, branch: 4, previousBranch: 2, issuedBranch: 0 } })
  })

  it('stamps the lifetimes of the current policy on the session', () => {
    const longer = { ...policy, idleTimeout: policy.idleTimeout * 2, absoluteLifetime: policy.absoluteLifetime * 2 }
    expect(decide(6, 0, aSession(), noon, longer)).toMatchObject({
      session: { idleTimeout: longer.idleTimeout, absoluteLifetime: longer.absoluteLifetime },
    })
  })

  it('rotates under the strict policy, too', () => {
    expect(decide(6, 0, aSession({ reusePolicy: 'strict' }), noon).outcome).toBe('rotated')
  })
})

describe('the same token again, inside the retry window', () => {
  it('earns the same successor and leaves the session as it is', () => {
    const session = aSession({ issuedBranch: 3 })
    const decision = decide(5, 2, session, windowEnd - 1)
    expect(decision).toEqual({ outcome: 'retried', session, events: [] })
    expect(successorOf(decision.session!)).toEqual({ sessionId: session.id, generation: 6, branch: 3 })
  })

  it('does not reopen the retry window by being retried', () => {
    const retried = decide(5, 2, aSession(), windowEnd - 1)
    expect(decide(5, 2, retried.session!, windowEnd).outcome).toBe('rotated')
  })

  it('is measured by the current policy', () => {
    expect(decide(5, 2, aSession(), windowEnd, { ...policy, retryWindow: 11 }).outcome).toBe('retried')
    expect(decide(5, 2, aSession(), windowEnd - 1, { ...policy, retryWindow: 9 }).outcome).toBe('rotated')
  })

  it('is a retry under the strict policy, too', () => {
    expect(decide(5, 2, aSession({ reusePolicy: 'strict' }), windowEnd - 1).outcome).toBe('retried')
  })
})

describe('the same token again, after the retry window', () => {
  it('earns a successor on a new branch, and the event log says so', () => {
    const session = aSession()
    expect(decide(5, 2, session, windowEnd)).toEqual({
      outcome: 'rotated',
      session: { ...session, issuedBranch: 1, issuedAt: windowEnd },
      events: [{ kind: 'session_branched', at: windowEnd, presented: { generation: 5, branch: 2 }, issued: { generation: 6, branch: 1 } }],
    })
  })

  it('opens a retry window for the new branch', () => {
    const branched = decide(5, 2, aSession(), windowEnd)
    expect(decide(5, 2, branched.session!, windowEnd + 10 * second - 1)).toEqual({
      outcome: 'retried',
      session: branched.session,
      events: [],
    })
  })

  it('is logged only for the first new branch of a generation, so that a client that never rotates does not fill the log', () => {
    expect(decide(5, 2, aSession({ issuedBranch: 1 }), windowEnd)).toMatchObject({ session: { issuedBranch: 2 }, events: [] })
  })

  it('stamps the lifetimes of the current policy on the session', () => {
    const shorter = { ...policy, idleTimeout: 1000, absoluteLifetime: 10_000 }
    expect(decide(5, 2, aSession(), windowEnd, shorter)).toMatchObject({ session: { idleTimeout: 1000, absoluteLifetime: 10_000 } })
  })

  it('is reuse in a session that started under the strict policy, whatever the policy is now', () => {
    expect(decide(5, 2, aSession({ reusePolicy: 'strict' }), windowEnd)).toMatchObject({ outcome: 'refused', refusal: 'reuse_detected' })
  })

  it('is no reuse in a session that started under until_used, even if the policy is strict now', () => {
    expect(decide(5, 2, aSession(), windowEnd, { ...policy, reusePolicy: 'strict' }).outcome).toBe('rotated')
  })
})

describe('the predecessor, one generation behind', () => {
  it('earns the current successor inside the retry window, when it is the one that was proved', () => {
    const session = aSession({ issuedBranch: 3 })
    expect(decide(4, 1, session, windowEnd - 1)).toEqual({ outcome: 'retried', session, events: [] })
  })

  it('is reuse once the retry window is over', () => {
    expect(decide(4, 1, aSession(), windowEnd)).toMatchObject({ outcome: 'refused', refusal: 'reuse_detected' })
  })

  it('is reuse at once on any other branch', () => {
    expect(decide(4, 0, aSession(), noon)).toMatchObject({ outcome: 'refused', refusal: 'reuse_detected' })
  })
})

describe('reuse', () => {
  const ended = { revokedAt: noon, revokedReason: 'reuse_detected', revokedBy: null } as const

  it('ends the session, and the event names the token that gave it away', () => {
    const session = aSession()
    expect(decide(5, 1, session, noon)).toEqual({
      outcome: 'refused',
      refusal: 'reuse_detected',
      session: { ...session, ...ended },
      events: [{ kind: 'session_ended', at: noon, reason: 'reuse_detected', by: null, presented: { generation: 5, branch: 1 } }],
    })
  })

  it('is another branch of the proved generation, even inside the retry window', () => {
    expect(decide(5, 3, aSession(), noon)).toMatchObject({ refusal: 'reuse_detected', session: ended })
  })

  it('is anything two generations behind, even on the branch proved before', () => {
    expect(decide(3, 1, aSession(), noon)).toMatchObject({ refusal: 'reuse_detected', session: ended })
  })

  it('is the first token of all, once the session has moved on', () => {
    expect(decide(1, 0, aSession(), noon)).toMatchObject({ refusal: 'reuse_detected', session: ended })
  })
})
