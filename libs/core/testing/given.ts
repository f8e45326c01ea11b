import {
  type ClientRules,
  defaultPolicy,
  type Instant,
  type Policy,
  type RefreshAttempt,
  type Session,
  type SessionInContext,
} from '../src/index.js'

/** The tests' fixed noon. */
export const noon: Instant = Date.UTC(2026, 5, 15, 12)
export const second = 1000
export const day = 24 * 60 * 60 * second

/** Retry window 10 s, idle timeout 14 days, absolute lifetime 90 days. */
export const policy: Policy = defaultPolicy

/** A session that started an hour before noon and stands at (5, 2), proved at noon; (6, 0) is handed out. */
export function aSession(differences: Partial<Session> = {}): Session {
  return {
    id: 'session-1',
    userId: 'user-1',
    clientId: 'client-1',
    companyId: 7,
    ...firstPlace(noon),
    startedAt: noon - 60 * 60 * second,
    generation: 5,
    branch: 2,
    previousBranch: 1,
    idleTimeout: policy.idleTimeout,
    absoluteLifetime: policy.absoluteLifetime,
    reusePolicy: 'until_used',
    dpopThumbprint: null,
    revokedAt: null,
    revokedReason: null,
    revokedBy: null,
    ...differences,
  }
}

/** The token at that place in the session's line, presented by its client. */
export function presenting(generation: number, branch: number, differences: Partial<RefreshAttempt> = {}): RefreshAttempt {
  return {
    token: { sessionId: 'session-1', generation, branch },
    clientId: null,
    clientAuthentication: 'none',
    dialect: null,
    apiKey: null,
    scope: null,
    dpop: null,
    ...differences,
  }
}

/** Open to every wire format. */
export const aPublicClient: ClientRules = { confidential: false, mayRefresh: true, dialects: null }

/** The session among an active user, a public client and no watermarks. */
export function inContext(session: Session, differences: Partial<SessionInContext> = {}): SessionInContext {
  return { session, user: 'active', client: aPublicClient, scope: 'account', watermarks: [], ...differences }
}

/**
 * The place in its line of a session that starts now: nothing proved, and the first refresh token, (1, 0), handed out.
 */
export function firstPlace(
  now: Instant,
): Pick<Session, 'generation' | 'branch' | 'previousBranch' | 'issuedBranch' | 'startedAt' | 'issuedAt'> {
  return { generation: 0, branch: 0, previousBranch: null, issuedBranch: 0, startedAt: now, issuedAt: now }
}
