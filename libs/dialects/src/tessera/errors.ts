import type { EndReason, ProblemCode } from '@tessera/contract'
import type { End, Refusal } from '@tessera/core'

/** A refusal in the words of our own wire format (`/v1`): the problem's code, what happened, and for an ended session why. */
export interface RefusalProblem {
  readonly code: ProblemCode &
    (
      | 'session_ended'
      | 'session_expired'
      | 'invalid_refresh_token'
      | 'invalid_client'
      | 'invalid_dpop_proof'
      | 'use_dpop_nonce'
      | 'invalid_scope'
    )
  readonly detail: string
  readonly reason?: EndReason
}

const notOurs = { code: 'invalid_refresh_token', detail: 'This is no refresh token of ours that can still be used. Log in again.' } as const

/**
 * Total: a new refusal does not compile until it has a word. Only the first three codes tell a client to drop its token; where the
 * token is still good, the sentence says so.
 */
export const errors = {
  not_minted_here: notOurs,
  session_unknown: notOurs,
  proof_missing: {
    code: 'invalid_dpop_proof',
    detail: 'The session is bound to a key that the request did not prove. The token is still good.',
  },
  proof_stale: {
    code: 'use_dpop_nonce',
    detail: 'The proof may be a recording. Make a new one with the nonce in this answer; the token is still good.',
  },
  api_key_refused: { code: 'invalid_client', detail: 'The API key is of no use here. The token is still good.' },
  wrong_company: { code: 'invalid_client', detail: 'The API key is of no use here. The token is still good.' },
  wrong_client: { code: 'invalid_client', detail: 'The token was issued to another client. It is still good there.' },
  client_unauthenticated: { code: 'invalid_client', detail: 'The client of this token must authenticate. The token is still good.' },
  grant_not_allowed: { code: 'invalid_client', detail: 'The client of this token may not refresh. The token is still good.' },
  dialect_not_enabled: { code: 'invalid_client', detail: 'The client of this token may not use this endpoint. The token is still good.' },
  user_gone: { code: 'session_ended', detail: 'The account was deleted.', reason: 'user_deleted' },
  user_disabled: { code: 'session_ended', detail: 'The account is disabled.', reason: 'user_disabled' },
  session_ended: { code: 'session_ended', detail: 'The session was ended. Log in again.' },
  session_outlived: { code: 'session_expired', detail: 'The session has reached its longest life. Log in again.' },
  session_idle: { code: 'session_expired', detail: 'The session was not used for too long. Log in again.' },
  scope_exceeded: { code: 'invalid_scope', detail: 'More scope was asked for than the login granted. The token is still good.' },
  reuse_detected: {
    code: 'session_ended',
    detail: 'The token was used by two parties, so one of them may have stolen it. The session was ended for both. Log in again.',
    reason: 'reuse_detected',
  },
} as const satisfies Record<Refusal, RefusalProblem>

/** The word for a refusal. @param end how the session's life was over: the reason of one that had ended before */
export function problemOfRefusal(refusal: Refusal, end: End | null): RefusalProblem {
  const problem: RefusalProblem = errors[refusal]
  return refusal === 'session_ended' && end?.state === 'ended' ? { ...problem, reason: end.reason } : problem
}
