import { dpopAlgorithms } from '@tessera/verifier'
import { problem, type ProblemAnswer } from '../http/problem-answer.js'

/** The public words for a proof that is not taken (RFC 9449 §5, §8). */
export type DpopError = 'invalid_dpop_proof' | 'use_dpop_nonce'

const details = {
  invalid_dpop_proof: 'The proof of possession is missing, or does not fit this request. Nothing was done.',
  use_dpop_nonce: 'Make a new proof with the nonce of the DPoP-Nonce header, and send the request again. Nothing was done.',
} as const satisfies Record<DpopError, string>

/** `WWW-Authenticate` of the DPoP scheme (RFC 9449 §7.1). */
export function dpopChallenge(error?: DpopError | 'invalid_token'): string {
  return `DPoP realm="tessera"${error ? `, error="${error}"` : ''}, algs="${dpopAlgorithms.join(' ')}"`
}

/** The answer to a proof that is not taken, on our own routes. */
export function dpopProblem<const Code extends DpopError>(error: Code): ProblemAnswer<Code> {
  return problem(error, details[error], { headers: { 'www-authenticate': dpopChallenge(error) } })
}
