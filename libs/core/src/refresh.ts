import { endOf } from './end.js'
import type { SessionEvent } from './event.js'
import type { Policy } from './policy.js'
import type { Refusal } from './refusal.js'
import type { Instant, PresentedRefreshToken, Session } from './session.js'
import type { Watermark } from './watermark.js'

/** A proof of possession that was verified (RFC 9449 §4.3). */
export interface DpopProof {
  /** RFC 7638 thumbprint of the key that made it. */
  readonly thumbprint: string
  /**
   * It was made after this instant: when we handed out the nonce in it (RFC 9449 §8). By the database's clock, or earlier: a clock
   * ahead of it would make recordings look new.
   */
  readonly madeAfter: Instant
}

/** One attempt to refresh: the token, and what its request said and proved beside it. */
export interface RefreshAttempt {
  readonly token: PresentedRefreshToken
  /** The client that the request names (RFC 6749 §6); null where the endpoint does not ask for one. */
  readonly clientId: string | null
  /** Whether that client proved its identity (RFC 6749 §2.3); `failed` when it tried to, and could not. */
  readonly clientAuthentication: 'none' | 'failed' | 'proved'
  /** The documented wire format that the request came in; null for OAuth and our own, which every client may use. */
  readonly dialect: string | null
  /** The company of the API key that the request showed; null where the endpoint asks for none. */
  readonly apiKey: { readonly companyId: number } | 'refused' | null
  /** What the new access token is to be narrowed to (RFC 6749 §6); null for all that was granted. */
  readonly scope: readonly string[] | null
  /** Null without a valid proof. */
  readonly dpop: DpopProof | null
}

/** What a session's client may do. */
export interface ClientRules {
  readonly confidential: boolean
  /** Whether `refresh_token` is among its grants. */
  readonly mayRefresh: boolean
  /** The documented wire formats that it may use; null for every one. */
  readonly dialects: readonly string[] | null
}

/** A session, and what the verdict depends on around it. All of it is read at one instant. */
export interface SessionInContext {
  readonly session: Session
  readonly user: 'active' | 'disabled' | 'gone'
  readonly client: ClientRules
  /** What was granted at login, separated by spaces (RFC 6749 §3.3). */
  readonly scope: string
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
 * A session that is bound to a key (RFC 9449) ends, or goes on on a new branch, only for a proof that was made after the retry window
 * of its last hand-out. Every request that was ever answered has an older one: sent again by whoever recorded it, it earns a
 * challenge, and changes nothing.
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
  const windowEnd = session.issuedAt + policy.retryWindow * 1000

  if (generation > session.generation) {
    return rotated(policy, { ...session, generation, branch, previousBranch: session.branch, issuedBranch: 0, issuedAt: now })
  }
  const isSame = generation === session.generation && branch === session.branch
  // The predecessor again: its holder's second request was under way while the successor was used for the first time.
  const isPredecessor = generation === session.generation - 1 && branch === session.previousBranch
  if ((isSame || isPredecessor) && now < windowEnd) return retried(session)
  if (mayBeRecorded(attempt, session, windowEnd)) return refused('proof_stale')
  if (isSame && session.reusePolicy !== 'strict') {
    const next = { ...session, issuedBranch: session.issuedBranch + 1, issuedAt: now }
    return rotated(policy, next, session.issuedBranch === 0 ? [branched(attempt.token, next, now)] : [])
  }
  return reuse(attempt, session, now)
}

/** What is judged before the rotation table, in this order, and consumes nothing: so a thief's failed attempt cannot end a session. */
function debtOf(attempt: RefreshAttempt, known: SessionInContext, policy: Policy, now: Instant): Refusal | null {
  const { session, client } = known
  const { apiKey, clientId, clientAuthentication, dialect } = attempt
  if (session.dpopThumbprint !== null && !hasKey(attempt, session.dpopThumbprint, client)) return 'proof_missing'
  if (apiKey === 'refused') return 'api_key_refused'
  if (apiKey !== null && apiKey.companyId !== session.companyId) return 'wrong_company'
  if (clientId !== null && clientId !== session.clientId) return 'wrong_client'
  if (clientAuthentication === 'failed' || (client.confidential && clientAuthentication === 'none')) return 'client_unauthenticated'
  if (!client.mayRefresh) return 'grant_not_allowed'
  if (dialect !== null && client.dialects !== null && !client.dialects.includes(dialect)) return 'dialect_not_enabled'
  if (known.user === 'gone') return 'user_gone'
  const end = endOf(session, policy, known.watermarks, now)
  if (end?.state === 'ended') return 'session_ended'
  if (end?.state === 'expired') return end.limit === 'absolute' ? 'session_outlived' : 'session_idle'
  if (known.user === 'disabled') return 'user_disabled'
  const granted = known.scope.split(' ')
  if (attempt.scope?.some((word) => !granted.includes(word))) return 'scope_exceeded'
  return null
}

/**
 * Whether a key was proved that this session may have tokens for: its own. Where the client proves its identity, its refresh tokens are bound to it by that,
 * and it may come with another key (RFC 9449 §5): the access token is bound to the one that was proved.
 */
function hasKey({ dpop, clientAuthentication }: RefreshAttempt, thumbprint: string, client: ClientRules): boolean {
  return dpop !== null && (dpop.thumbprint === thumbprint || (client.confidential && clientAuthentication === 'proved'))
}

/**
 * Whether somebody who does not have the key could have sent this: the proof may have been in a request that was answered before.
 */
function mayBeRecorded({ dpop }: RefreshAttempt, session: Session, windowEnd: Instant): boolean {
  // Not the hand-out itself: a retry may carry a proof made after it, changes nothing, and can be recorded like any other request.
  return session.dpopThumbprint !== null && dpop !== null && dpop.madeAfter < windowEnd
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
