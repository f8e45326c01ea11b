import type { Refusal } from '@tessera/core'
import type { WireAnswer } from '@tessera/dialects'
import { dpopChallenge, type DpopError } from '../dpop/dpop-problem.js'

/**
 * The refusal that a proof earns which is not taken (RFC 9449): the formats have words for refusals. No document knows of proofs; a
 * client that sends one reads the challenge beside the words.
 */
export const refusalOfProof = {
  invalid_dpop_proof: 'proof_missing',
  use_dpop_nonce: 'proof_stale',
} as const satisfies Record<DpopError, Refusal>

/** The challenge that goes with a refusal, if a proof would have helped (RFC 9449 §7.1). */
export function challengeOf(refusal: Refusal): DpopError | null {
  if (refusal === 'proof_missing') return 'invalid_dpop_proof'
  return refusal === 'proof_stale' ? 'use_dpop_nonce' : null
}

/** A format's answer with that challenge. */
export function challenged(answer: WireAnswer, error: DpopError | null): WireAnswer {
  return error === null ? answer : { ...answer, headers: { ...answer.headers, 'www-authenticate': dpopChallenge(error) } }
}
