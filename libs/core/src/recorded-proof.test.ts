import { describe, expect, it } from 'vitest'
import { decideRefresh, type Policy, type Session } from './index.js'
import { aSession, inContext, noon, policy, presenting, second } from '../testing/given.js'

const windowEnd = noon + policy.retryWindow * second
const later = noon + 600 * second
const bound = (differences: Partial<Session> = {}) => aSession({ dpopThumbprint: 'key-1', ...differences })
const challenged = { outcome: 'refused', refusal: 'proof_stale', events: [] }

/** A token beside a proof of the session's key that was made after that instant. */
function decide(generation: number, branch: number, madeAfter: number, now: number, session = bound(), current: Policy = policy) {
  const attempt = presenting(generation, branch, { dpop: { thumbprint: 'key-1', madeAfter } })
  return decideRefresh(attempt, inContext(session), current, now)
}

describe('a bound session', () => {
  it('rotates for the first use of a successor with any valid proof, however old', () => {
    expect(decide(6, 0, noon - 60 * second, later)).toMatchObject({ outcome: 'rotated', session: { generation: 6, issuedAt: later } })
  })

  it('needs no new proof for a retry inside the window: the same request, sent again by the network, earns the same answer', () => {
    expect(decide(5, 2, noon - second, windowEnd - 1)).toEqual({ outcome: 'retried', session: bound(), events: [] })
    expect(decide(4, 1, noon - second, windowEnd - 1)).toEqual({ outcome: 'retried', session: bound(), events: [] })
  })
})

describe('a proof that may be recorded', () => {
  it('is one made before the session’s last hand-out: it earns no new branch, and changes nothing', () => {
    expect(decide(5, 2, noon - second, later)).toEqual(challenged)
    expect(decide(5, 2, noon, later)).toEqual(challenged)
  })

  it('is also one made inside the retry window: a retry may have carried it', () => {
    const retry = decide(5, 2, windowEnd - 1, windowEnd - 1)
    expect(retry.outcome).toBe('retried')
    expect(decide(5, 2, windowEnd - 1, later)).toEqual(challenged)
  })

  it.each([
    ['the predecessor after the window', 4, 1],
    ['another branch', 5, 0],
    ['the first token of all', 1, 0],
  ])('does not end a session, beside %s', (_, generation, branch) => {
    expect(decide(generation, branch, windowEnd - 1, later)).toEqual(challenged)
  })

  it('does not end a session under the strict policy', () => {
    expect(decide(5, 2, windowEnd - 1, later, bound({ reusePolicy: 'strict' }))).toEqual(challenged)
  })

  it('is told by the retry window of the current policy', () => {
    const wider = { ...policy, retryWindow: 11 }
    expect(decide(5, 2, windowEnd, later, bound(), wider)).toEqual(challenged)
    expect(decide(5, 2, windowEnd + second, later, bound(), wider).outcome).toBe('rotated')
  })

  it('is nothing to a session that is not bound: no key of its own made it', () => {
    expect(decide(5, 2, noon - second, later, aSession()).outcome).toBe('rotated')
    expect(decide(5, 0, noon - second, later, aSession())).toMatchObject({ refusal: 'reuse_detected' })
  })
})

describe('a proof made after the retry window', () => {
  it('earns the same token a successor on a new branch', () => {
    expect(decide(5, 2, windowEnd, later)).toMatchObject({
      outcome: 'rotated',
      session: { generation: 5, issuedBranch: 1, issuedAt: later },
      events: [{ kind: 'session_branched' }],
    })
  })

  it('is one that answers a challenge at the first moment that there is one', () => {
    expect(decide(5, 2, noon, windowEnd)).toEqual(challenged)
    expect(decide(5, 2, windowEnd, windowEnd).outcome).toBe('rotated')
  })

  it('ends the session beside a token that only a second holder of the key can still present', () => {
    expect(decide(5, 0, windowEnd, later)).toMatchObject({ refusal: 'reuse_detected', session: { revokedAt: later } })
    expect(decide(4, 1, windowEnd, later)).toMatchObject({ refusal: 'reuse_detected', session: { revokedAt: later } })
    expect(decide(5, 2, windowEnd, later, bound({ reusePolicy: 'strict' }))).toMatchObject({ refusal: 'reuse_detected' })
  })

  it('is a recorded one again, once it has earned the branch', () => {
    const branched = decide(5, 2, windowEnd, later).session!
    expect(decide(5, 2, windowEnd, later + policy.retryWindow * second, branched)).toEqual(challenged)
    expect(decide(5, 0, windowEnd, later, branched)).toEqual(challenged)
  })
})
