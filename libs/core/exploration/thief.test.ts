import { describe, expect, it } from 'vitest'
import { explore } from './explore.js'
import { further } from './further.js'
import { keyOf } from './key.js'
import { movesIn } from './moves.js'
import { patient } from './premises.js'
import { asDesigned, strict, withSlidingWindow, type Rule } from './rules.js'
import { bothMovedOn } from './theft.js'
import { newWorld } from './world.js'

/** Looks for a way in which owner and thief both go on; they refresh further apart than the retry window. */
function coexistenceUnder(rule: Rule, { times, losses, branches }: { times: number; losses: number; branches: number }) {
  return explore({
    start: newWorld(losses),
    movesOf: movesIn({ rule, premise: patient, thief: true, branches: branches + further }),
    keyOf,
    isViolation: bothMovedOn(times),
    depth: 100,
  })
}

describe('a thief who copied a token', () => {
  it('is found at the latest when owner and thief have both used what they were given', () => {
    const findings = coexistenceUnder(asDesigned, { times: 1, losses: 0, branches: 3 })
    expect(findings.trace).toBeNull()
    expect(findings.closed).toBe(true)
    expect(findings.worlds).toBeGreaterThan(10_000)
  }, 600_000)

  it('is found no later under the strict policy', () => {
    expect(coexistenceUnder(strict, { times: 1, losses: 0, branches: 3 })).toMatchObject({ trace: null, closed: true })
  })

  it('is found at the third use at the latest when the store forgets a commit: the loss can make the fork’s two lines one', () => {
    const findings = coexistenceUnder(asDesigned, { times: 3, losses: 1, branches: 2 })
    expect(findings).toMatchObject({ trace: null, closed: true })
  }, 600_000)

  it('can be found later than at the first use, then: nothing in C says whether it came after B or B′', () => {
    expect(coexistenceUnder(asDesigned, { times: 2, losses: 1, branches: 2 }).trace).toEqual([
      'the client presents A',
      '60 s pass',
      'a thief copies A',
      'the thief presents A, the server judges A: rotated, B',
      'the thief presents B, the server judges B: rotated, C',
      'the store forgets its last commit',
      '60 s pass',
      'the server judges A: rotated, B′',
      'the client receives B′',
      'the client presents B′',
      'the server judges B′: rotated, C',
      'the client receives C',
      'the client presents C',
      'the server judges C: rotated, D',
      '60 s pass',
      'the thief presents C, the server judges C: rotated, D′',
      'the thief presents D′, the server judges D′: rotated, E',
    ])
  }, 600_000)

  it('would not be found if the retry window slid: a retry keeps the predecessor alive for the other one', () => {
    expect(coexistenceUnder(withSlidingWindow, { times: 1, losses: 0, branches: 3 }).trace).toEqual([
      'the client presents A',
      '60 s pass',
      'a thief copies A',
      'the thief presents A, the server judges A: rotated, B',
      'the thief presents B, the server judges B: rotated, C, and the answer is lost',
      '4 s pass',
      '4 s pass',
      'the thief presents B, the server judges B: retried, C',
      '4 s pass',
      'the server judges A: retried, C',
      'the client receives C',
      'the client presents C',
      'the server judges C: rotated, D',
    ])
  })
})
