import type { EndReason, Instant } from '@tessera/core'
import type { LogEntry } from '@tessera/persistence'
import { time } from '../http/time.js'

/** CAEP 1.0 §3.1. */
export const sessionRevoked = 'https://schemas.openid.net/secevent/caep/event-type/session-revoked'
/** Shared Signals Framework 1.0 §8.1.4: what a receiver is tested with. */
export const verification = 'https://schemas.openid.net/secevent/ssf/event-type/verification'

/** What a security event token says beside who says it, to whom and when (RFC 8417 §2.2). */
export interface SecurityEvent {
  /** RFC 9493; Shared Signals has the complex ones. */
  readonly sub_id: object
  /** The same for everything that tells of one event of the log. */
  readonly txn?: string
  readonly events: Readonly<Record<string, object>>
}

/** Who sets a reason going, in CAEP's words, and what an administrator is told of it. Total: a new reason does not compile without. */
const reasons = {
  logout: ['user', 'The user signed out'],
  revoked_by_user: ['user', 'The user ended the session from another one'],
  revoked_by_admin: ['admin', 'An administrator ended the session'],
  reuse_detected: ['policy', 'A refresh token was used by two parties'],
  password_changed: ['user', 'The password was changed'],
  user_disabled: ['admin', 'The account was disabled'],
  user_deleted: ['admin', 'The account was deleted'],
  client_disabled: ['admin', 'The client was disabled'],
  limit_exceeded: ['policy', 'A newer session took its place'],
} as const satisfies Record<EndReason, readonly ['user' | 'admin' | 'policy' | 'system', string]>

/**
 * A revocation as CAEP `session-revoked`. Its subject is the session with its user, client and company; or what a watermark covers: with no session
 * named, it is every session of whom and what is named, that had begun by `revoked_at`, but for `except_session_id`.
 *
 * @param companyId the company that the receiver is bound to: of a wider revocation it is told that company's part
 */
export function revocationEvent(entry: LogEntry, issuer: string, companyId: number | null): SecurityEvent {
  const reason = entry.reason ?? 'revoked_by_admin'
  const [initiating_entity, words] = reasons[reason]
  const except = entry.details?.['except']
  return {
    sub_id: entry.kind === 'session_ended' ? sessionOf(entry, issuer) : coveredBy(entry, issuer, companyId),
    txn: String(entry.id),
    events: {
      [sessionRevoked]: {
        event_timestamp: secondsOf(entry.at),
        initiating_entity,
        reason_admin: { en: words },
        ...{ reason, revoked_at: time(entry.at) },
        ...(typeof except === 'string' && { except_session_id: except }),
      },
    },
  }
}

/** What a receiver is tested with: it means nothing but that tokens arrive. */
export function verificationEvent(receiverId: string): SecurityEvent {
  return { sub_id: opaque(receiverId), events: { [verification]: {} } }
}

function sessionOf({ sessionId, user, clientId, company }: LogEntry, issuer: string): object {
  return {
    format: 'complex',
    ...(sessionId !== null && { session: opaque(sessionId) }),
    ...(user && { user: { format: 'iss_sub', iss: issuer, sub: user.id } }),
    ...(clientId !== null && { application: opaque(clientId) }),
    ...(company && { tenant: opaque(String(company.id)) }),
  }
}

/** The subject of a watermark: `user:<id>`, `company:<id>`, `client:<id>` or `platform`, as the log has it. */
function coveredBy({ details }: LogEntry, issuer: string, companyId: number | null): object {
  const marked = String(details?.['subject'])
  const [scope, id] = [marked.replace(/:.*$/s, ''), marked.slice(marked.indexOf(':') + 1)]
  const tenant = scope === 'company' ? id : companyId === null ? null : String(companyId)
  // Nobody's session is left: there is no narrower subject than the issuer itself.
  if (scope === 'platform' && tenant === null) return { format: 'uri', uri: issuer }
  return {
    format: 'complex',
    ...(scope === 'user' && { user: { format: 'iss_sub', iss: issuer, sub: id } }),
    ...(scope === 'client' && { application: opaque(id) }),
    ...(tenant !== null && { tenant: opaque(tenant) }),
  }
}

const opaque = (id: string) => ({ format: 'opaque', id })

const secondsOf = (at: Instant): number => Math.floor(at / 1000)
