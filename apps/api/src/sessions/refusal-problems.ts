import type { EndReason, ProblemCode } from '@tessera/contract'
import type { End, Refusal } from '@tessera/core'
import { problem, type ProblemAnswer } from '../http/problem-answer.js'

type RefreshProblem = 'session_ended' | 'session_expired' | 'invalid_refresh_token' | 'invalid_client' | 'invalid_dpop_proof'

interface PublicWord {
  readonly code: RefreshProblem & ProblemCode
  readonly detail: string
  /** The reason that `session_ended` shows; the session's own where this is left out. */
  readonly reason?: EndReason
}

const logInAgain = 'Log in again.'
const notOurs = { code: 'invalid_refresh_token', detail: `This is no refresh token of ours that can still be used. ${logInAgain}` } as const

/** Our own wire format's word for every refusal. Total: a new refusal does not compile until it has one. */
const words = {
  not_minted_here: notOurs,
  session_unknown: notOurs,
  proof_missing: {
    code: 'invalid_dpop_proof',
    detail: 'The session is bound to a key, and the request did not prove it. The token is still good.',
  },
  wrong_client: { code: 'invalid_client', detail: 'The token was issued to another client. It is still good there.' },
  client_unauthenticated: { code: 'invalid_client', detail: 'The token’s client must authenticate. The token is still good.' },
  user_gone: { code: 'session_ended', detail: 'The account was deleted.', reason: 'user_deleted' },
  user_disabled: { code: 'session_ended', detail: 'The account is disabled.', reason: 'user_disabled' },
  session_ended: { code: 'session_ended', detail: `The session was ended. ${logInAgain}` },
  session_outlived: { code: 'session_expired', detail: `The session has reached its longest life. ${logInAgain}` },
  session_idle: { code: 'session_expired', detail: `The session was not used for too long. ${logInAgain}` },
  reuse_detected: {
    code: 'session_ended',
    detail: `The token was used by two parties. The session was ended for both, because one of them stole it. ${logInAgain}`,
    reason: 'reuse_detected',
  },
} as const satisfies Record<Refusal, PublicWord>

/** The problem that answers a refusal. @param end how the session's life was over, for the reason that is shown */
export function problemOfRefusal(refusal: Refusal, end: End | null): ProblemAnswer<RefreshProblem> {
  const word: PublicWord = words[refusal]
  if (word.code !== 'session_ended') return problem(word.code, word.detail)
  const reason = word.reason ?? (end?.state === 'ended' ? end.reason : undefined)
  return problem('session_ended', word.detail, reason === undefined ? {} : { reason })
}
