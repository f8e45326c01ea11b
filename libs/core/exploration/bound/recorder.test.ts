import { describe, expect, it } from 'vitest'
import { explore } from '../explore.js'
import { further } from '../further.js'
import { brisk, patient, type Premise } from '../premises.js'
import { keyOf } from './key.js'
import { movesIn, type Setting } from './moves.js'
import { asDesigned, withAnyProof, withProofsForAnyToken, withProofSinceHandOut, type BoundRule } from './rules.js'
import { newBoundWorld, type BoundWorld } from './world.js'

const ends = ({ session }: BoundWorld) => session.revokedAt !== null
const harms = (world: BoundWorld) => ends(world) || world.clientWasRefused !== null || world.repetitionChangedIt

/** Looks for a way in which somebody without the key, who records every request of the honest client, brings that about. */
function look(isViolation: (world: BoundWorld) => boolean, rule: BoundRule, premise: Premise, does: Partial<Setting> = {}) {
  const movesOf = movesIn({ rule, premise, mixing: false, misleading: false, branches: 3 + further, ...does })
  return explore({ start: newBoundWorld(), movesOf, keyOf, isViolation, depth: 100 })
}

const clients = [
  { client: 'patient', premise: patient },
  { client: 'brisk', premise: brisk },
]

describe('a recorder of whole requests, who does not have the key', () => {
  it.each(clients)(
    'neither ends a session nor changes it by a repetition, nor is a $client client refused but by a challenge that it can meet',
    ({ premise }) => {
      const findings = look(harms, withProofsForAnyToken, premise)
      expect(findings.trace).toBeNull()
      expect(findings.closed).toBe(true)
      expect(findings.worlds).toBeGreaterThan(5_000)
    },
    600_000,
  )

  it('would end the session if any valid proof would do', () => {
    expect(look(ends, withAnyProof, patient).trace).toEqual([
      'the client presents A',
      'the server judges A: rotated, B',
      'the client receives B',
      'the client presents B',
      '60 s pass',
      'the recorder presents A: rotated, B′',
      'the server judges B: rotated, C',
      '60 s pass',
      'the recorder presents A: reuse_detected',
    ])
  })

  it('would branch the session if any proof made after the hand-out would do: a retry may have carried it', () => {
    expect(look(harms, withProofSinceHandOut, patient).trace).toEqual([
      'the client presents A',
      'the server judges A: rotated, B',
      '4 s pass',
      'the client gets a new nonce',
      'the client presents A',
      'the server judges A: retried, B',
      '60 s pass',
      'the recorder presents A: rotated, B′',
    ])
  })
})

describe('a recorder who mixes, and puts recorded proofs beside tokens from answers', () => {
  it.each(clients)(
    'does no more harm than one of whole requests, to a $client client, where a proof is good beside the token that its nonce is for',
    ({ premise }) => {
      const findings = look(harms, asDesigned, premise, { mixing: true })
      expect(findings.trace).toBeNull()
      expect(findings.closed).toBe(true)
      expect(findings.worlds).toBeGreaterThan(5_000)
    },
    600_000,
  )

  it('could make an honest client end its own session if a proof were good beside any token', () => {
    expect(look(ends, withProofsForAnyToken, patient, { mixing: true }).trace).toEqual([
      'the client presents A',
      'the server judges A: rotated, B',
      'the recorder presents B: rotated, C',
      '60 s pass',
      'the client gets a new nonce',
      'the client presents A',
      'the server judges A: reuse_detected',
    ])
  })

  it('still can if it also changes answers, and has the client make a proof with the nonce of a token that it never got', () => {
    expect(look(ends, asDesigned, patient, { mixing: true, misleading: true }).trace).toEqual([
      'the client presents A',
      'the server judges A: rotated, B',
      'the client’s A or its answer is lost',
      'the client is given a nonce for B',
      'the client presents A',
      'the recorder presents B: rotated, C',
      '60 s pass',
      'the client gets a new nonce',
      'the client presents A',
      'the server judges A: reuse_detected',
    ])
  })
})
