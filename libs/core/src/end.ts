import type { SessionEvent } from './event.js'
import type { Policy, Seconds } from './policy.js'
import type { Instant, Session } from './session.js'
import { covers, type Watermark } from './watermark.js'

/** Why a session was ended before its time. The list is closed. */
export const endReasons = [
  'logout',
  'revoked_by_user',
  'revoked_by_admin',
  'reuse_detected',
  'password_changed',
  'user_disabled',
  'user_deleted',
  'client_disabled',
  'limit_exceeded',
] as const

export type EndReason = (typeof endReasons)[number]

/** How a session's life is over: ended by somebody or by a rule, or expired by itself. */
export type End =
  | { readonly state: 'ended'; readonly at: Instant; readonly reason: EndReason; readonly by: string | null }
  | { readonly state: 'expired'; readonly at: Instant; readonly limit: 'absolute' | 'idle' }

/** When the session is past its absolute lifetime: the stricter of its stamp and the current policy. */
export function absoluteEndOf(session: Session, policy: Policy): Instant {
  return session.startedAt + Math.min(session.absoluteLifetime, policy.absoluteLifetime) * 1000
}

/** When the session has been idle too long: the stricter of its stamp and the current policy. */
export function idleEndOf(session: Session, policy: Policy): Instant {
  return session.issuedAt + Math.min(session.idleTimeout, policy.idleTimeout) * 1000
}

/**
 * How long an access token of the session lives: as the policy says, but for half of the idle timeout at most. A client refreshes when its access token
 * has expired, and would find that the session had been idle for too long. Never for less than `faultsOfPolicy` asks for.
 */
export function accessTokenLifetimeOf(session: Session, policy: Policy): Seconds {
  const idle = Math.min(session.idleTimeout, policy.idleTimeout)
  return Math.min(policy.accessTokenLifetime, Math.max(2 * policy.retryWindow, Math.floor(idle / 2)))
}

/**
 * A session's end, if it has one by `now`: one computed thing. Of all that could have ended it, the earliest did; at the same
 * instant a revocation goes before a watermark, and both before an expiry.
 *
 * An end by somebody is compared with the lifetimes stamped on the session, not with the current policy: a policy that is tightened
 * afterwards must not hide who ended it, and why.
 *
 * The listing's SQL computes the same; a test holds the two equal.
 */
export function endOf(session: Session, policy: Policy, watermarks: readonly Watermark[], now: Instant): End | null {
  const ended = endedBy(session, watermarks)
  if (ended === null) {
    const expiry = expiryOf(absoluteEndOf(session, policy), idleEndOf(session, policy))
    return expiry.at <= now ? expiry : null
  }
  // Not asked whether it is past: a revocation that can be read is in force, even if `now` was read before it.
  const stamped = expiryOf(session.startedAt + session.absoluteLifetime * 1000, session.issuedAt + session.idleTimeout * 1000)
  return stamped.at < ended.at ? stamped : ended
}

function endedBy(session: Session, watermarks: readonly Watermark[]): End | null {
  const [first] = watermarks.filter((watermark) => covers(watermark, session)).sort((a, b) => a.at - b.at)
  if (session.revokedAt !== null && !(first && first.at < session.revokedAt)) {
    return { state: 'ended', at: session.revokedAt, reason: session.revokedReason as EndReason, by: session.revokedBy }
  }
  return first ? { state: 'ended', at: first.at, reason: first.reason, by: first.by } : null
}

function expiryOf(absoluteEnd: Instant, idleEnd: Instant): End {
  return absoluteEnd <= idleEnd
    ? { state: 'expired', at: absoluteEnd, limit: 'absolute' }
    : { state: 'expired', at: idleEnd, limit: 'idle' }
}

export type EndDecision =
  | { readonly outcome: 'ended'; readonly session: Session; readonly events: readonly SessionEvent[] }
  | { readonly outcome: 'already_ended'; readonly session: Session; readonly events: readonly [] }

/**
 * Decides what ending one session does: the single path to an end before its time.
 *
 * A session that was revoked, or that a watermark covers, has its end already, and keeps it: the first reason is the true one.
 * An *expired* session is revoked all the same: a loosened policy must not bring back what somebody asked to end.
 *
 * @param by the user who ends it (its owner or an administrator); null when a rule does
 */
export function decideEnd(
  session: Session,
  watermarks: readonly Watermark[],
  reason: EndReason,
  by: string | null,
  now: Instant,
): EndDecision {
  if (session.revokedAt !== null || watermarks.some((watermark) => covers(watermark, session))) {
    return { outcome: 'already_ended', session, events: [] }
  }
  return {
    outcome: 'ended',
    session: { ...session, revokedAt: now, revokedReason: reason, revokedBy: by },
    events: [{ kind: 'session_ended', at: now, reason, by, presented: null }],
  }
}
