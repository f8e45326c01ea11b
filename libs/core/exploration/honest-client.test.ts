import { describe, expect, it } from 'vitest'
import { explore } from './explore.js'
import { keyOf } from './key.js'
import { movesIn } from './moves.js'
import { brisk, careless, patient, type Premise } from './premises.js'
import {
  asDesigned,
  strict,
  strictWithoutRetryWindow,
  withIndependentSuccessors,
  withoutRetryWindow,
  withSlidingWindow,
  type Rule,
} from './rules.js'
import { further } from './further.js'
import { newWorld } from './world.js'

/** Looks for a way in which an honest client is refused: no thief, and worlds up to a hundred moves deep; long before, nothing new is left. */
function refusalsUnder(rule: Rule, premise: Premise, losses = 0) {
  return explore({
    start: newWorld(losses),
    movesOf: movesIn({ rule, premise, thief: false, branches: 3 + further }),
    keyOf,
    isViolation: ({ clientWasRefused }) => clientWasRefused,
    depth: 100,
  })
}

describe('an honest client, under the premise of the design', () => {
  it('is never refused, whatever is lost, delayed, repeated or forgotten', () => {
    const findings = refusalsUnder(asDesigned, patient, 2 + further)
    expect(findings.trace).toBeNull()
    expect(findings.closed).toBe(true)
    expect(findings.worlds).toBeGreaterThan(10_000)
  }, 600_000)

  it('is refused under the strict policy, when it repeats a token late: the price that RFC 9700 names', () => {
    expect(refusalsUnder(strict, patient).trace).toEqual([
      'the client presents A',
      'the client presents A',
      'the server judges A: rotated, B',
      '60 s pass',
      'the server judges A: reuse_detected',
    ])
  })

  it('would be refused if the same token again were reuse at once', () => {
    expect(refusalsUnder(strictWithoutRetryWindow, patient).trace).toEqual([
      'the client presents A',
      'the client presents A',
      'the server judges A: rotated, B',
      'the server judges A: reuse_detected',
    ])
  })

  it.each([
    ['without a retry window', withoutRetryWindow],
    ['with independent successors', withIndependentSuccessors],
    ['with a sliding window', withSlidingWindow],
  ])('would be served %s as well: what breaks these rules is a client beyond the premise, or a thief', (_, rule) => {
    expect(refusalsUnder(rule, patient)).toMatchObject({ trace: null, closed: true })
  })
})

describe('a brisk client, which uses a successor while an older request is under way', () => {
  it('is never refused, as long as its requests take no time', () => {
    expect(refusalsUnder(asDesigned, brisk)).toMatchObject({ trace: null, closed: true })
  })

  it('would be refused without a retry window', () => {
    expect(refusalsUnder(withoutRetryWindow, brisk).trace).toEqual([
      'the client presents A',
      'the client presents A',
      'the server judges A: rotated, B',
      'the client receives B',
      'the client presents B',
      'the server judges B: rotated, C',
      'the server judges A: reuse_detected',
    ])
  })

  it('would be refused if retries minted independent successors', () => {
    expect(refusalsUnder(withIndependentSuccessors, brisk).trace).toEqual([
      'the client presents A',
      'the client presents A',
      'the server judges A: rotated, B',
      'the server judges A: rotated, B′',
      'the client receives B',
      'the client presents B',
      'the client receives B′',
      'the client presents B′',
      'the server judges B: rotated, C',
      'the server judges B′: reuse_detected',
    ])
  })

  it('can be refused when the store forgets a commit: the session no longer knows which branch came before', () => {
    expect(refusalsUnder(asDesigned, brisk, 1).trace?.slice(-6)).toEqual([
      'the server judges B′: rotated, C',
      'the client receives C',
      'the client presents C',
      'the store forgets its last commit',
      'the server judges C: rotated, D',
      'the server judges B′: reuse_detected',
    ])
  })
})

describe('a careless client, which keeps no premise', () => {
  it('can be refused: a request of its own comes last, as a thief’s would', () => {
    expect(refusalsUnder(asDesigned, careless).trace).toEqual([
      'the client presents A',
      'the client presents A',
      'the server judges A: rotated, B',
      'the client receives B',
      'the client presents B',
      'the server judges B: rotated, C',
      '60 s pass',
      'the server judges A: reuse_detected',
    ])
  })
})
