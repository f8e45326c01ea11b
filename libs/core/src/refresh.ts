import { endOf } from './end.js'
import type { SessionEvent } from './event.js'
import type { Policy } from './policy.js'
import type { Refusal } from './refusal.js'
import type { Instant, PresentedRefreshToken, Session } from './session.js'
import type { Watermark } from './watermark.js'

/** One attempt to refresh: the token, and who says to be presenting it. */
export interface RefreshAttempt {
  readonly token: PresentedRefreshToken
  /** The client that the request names (RFC 6749 §6); null where the endpoint does not ask for one. */
  readonly clientId: string | null
  /** Whether that client proved its identity (RFC 6749 §2.3). */
  readonly clientAuthenticated: boolean
  /** RFC 9449: thumbprint of the key that the request proved; null without a valid proof. */
  readonly dpopThumbprint: string | null
}

/** A session, and what the verdict depends on around it. All of it is read at one instant. */
export interface SessionInContext {
  readonly session: Session
  readonly user: 'active' | 'disabled' | 'gone'
  readonly clientIsConfidential: boolean
  readonly watermarks: readonly Watermark[]
}

/** `rotated` and a `refused` with a session are to be written; the others change nothing. */
export type RefreshDecision =
  | { readonly outcome: 'rotated'; readonly session: Session; readonly events: readonly SessionEvent[] }
  | { readonly outcome: 'retried'; readonly session: Session; readonly events: readonly [] }
  | { readonly outcome: 'refused'; readonly refusal: Refusal; readonly session?: Session; readonly events: readonly SessionEvent[] }

/**
 * Decides what a presented refresh token earns (RFC 6749 §6, RFC 9700 §4.14).
 *
 * The same token again may be an honest retry: the answer that carried its successor was lost. Inside the retry window it earns
 * that same successor. Later it earns a successor on a new branch, so that if two parties ever use both, the fork shows and the
 * session ends for both: we cannot tell which of them is the thief.
 *
 * A refusal consumes nothing and ends nothing, except `reuse_detected`: there the decision carries the ended session, which must
 * be *committed* before the refusal is answered.
 *
 * @param attempt a token whose MAC was verified; forged ones never come this far
 * @param known the session as stored; null when there is none (retention removed it)
 * @param policy the client's current policy
 * @param now the database's time, in milliseconds
 */
export function decideRefresh(attempt: RefreshAttempt, known: SessionInContext | null, policy: Policy, now: Instant): RefreshDecision {
  if (known === null) return refused('session_unknown')
  const owed = debtOf(attempt, known, policy, now)
  if (owed !== null) return refused(owed)

  const { session } = known
  const { generation, branch } = attempt.token
  const insideRetryWindow = now < session.issuedAt + policy.retryWindow * 1000

  if (generation > session.generation) {
    return rotated(policy, { ...session, generation, branch, previousBranch: session.branch, issuedBranch: 0, issuedAt: now })
  }
  if (generation === session.generation && branch === session.branch) {
    if (insideRetryWindow) return retried(session)
    if (session.reusePolicy === 'strict') return reuse(attempt, session, now)
    const next = { ...session, issuedBranch: session.issuedBranch + 1, issuedAt: now }
    return rotated(policy, next, session.issuedBranch === 0 ? [branched(attempt.token, next, now)] : [])
  }
  // The predecessor again: its holder's second request was under way while the successor was used for the first time.
  if (generation === session.generation - 1 && branch === session.previousBranch && insideRetryWindow) return retried(session)
  return reuse(attempt, session, now)
}

/** What is judged before the rotation table, in this order, and consumes nothing: so a thief's failed attempt cannot end a session. */
function debtOf(attempt: RefreshAttempt, known: SessionInContext, policy: Policy, now: Instant): Refusal | null {
  const { session } = known
  if (session.dpopThumbprint !== null && attempt.dpopThumbprint !== session.dpopThumbprint) return 'proof_missing'
  if (attempt.clientId !== null && attempt.clientId !== session.clientId) return 'wrong_client'
  if (known.clientIsConfidential && !attempt.clientAuthenticated) return 'client_unauthenticated'
  if (known.user === 'gone') return 'user_gone'
  const end = endOf(session, policy, known.watermarks, now)
  if (end?.state === 'ended') return 'session_ended'
  if (end?.state === 'expired') return end.limit === 'absolute' ? 'session_outlived' : 'session_idle'
  if (known.user === 'disabled') return 'user_disabled'
  return null
}

function rotated(policy: Policy, session: Session, events: readonly SessionEvent[] = []): RefreshDecision {
  return { outcome: 'rotated', session: { ...session, idleTimeout: policy.idleTimeout, absoluteLifetime: policy.absoluteLifetime }, events }
}

function retried(session: Session): RefreshDecision {
  return { outcome: 'retried', session, events: [] }
}

function refused(refusal: Refusal): RefreshDecision {
  return { outcome: 'refused', refusal, events: [] }
}

function reuse({ token }: RefreshAttempt, session: Session, now: Instant): RefreshDecision {
  return {
    outcome: 'refused',
    refusal: 'reuse_detected',
    session: { ...session, revokedAt: now, revokedReason: 'reuse_detected', revokedBy: null },
    events: [
      {
        kind: 'session_ended',
        at: now,
        reason: 'reuse_detected',
        by: null,
        presented: { generation: token.generation, branch: token.branch },
      },
    ],
  }
}

function branched({ generation, branch }: PresentedRefreshToken, next: Session, now: Instant): SessionEvent {
  return {
    kind: 'session_branched',
    at: now,
    presented: { generation, branch },
    issued: { generation: generation + 1, branch: next.issuedBranch },
  }
}
