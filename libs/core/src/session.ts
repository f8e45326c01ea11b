import type { EndReason } from './end.js'
import type { ReusePolicy, Seconds } from './policy.js'

/** Milliseconds since 1970-01-01T00:00:00Z, by the database's clock. */
export type Instant = number

/**
 * One login at one client on one device, and its line of refresh tokens (RFC 9700 calls it the grant).
 *
 * `generation` and `branch` name the last refresh token that its holder has *proved* to have, by presenting it. Its successor,
 * (generation + 1, `issuedBranch`), was handed out at `issuedAt` and is proved by nobody yet. No token is stored: a token is
 * these numbers under a MAC, and the successor can be computed again.
 */
export interface Session {
  readonly id: string
  readonly userId: string
  readonly clientId: string
  /** The company the user belonged to at login; a later move does not change it. */
  readonly companyId: number
  /** Always later than every watermark that was in force at login. */
  readonly startedAt: Instant
  readonly generation: number
  readonly branch: number
  /** The branch proved one generation before; null while nothing was proved before. */
  readonly previousBranch: number | null
  readonly issuedBranch: number
  /** When the successor was first handed out; so also when the session was last seen. */
  readonly issuedAt: Instant
  /** Stamped at login and at each refresh. The stricter of this stamp and the current policy counts. */
  readonly idleTimeout: Seconds
  /** Stamped like `idleTimeout`, and measured from `startedAt`. */
  readonly absoluteLifetime: Seconds
  /** The reuse policy that the session started under. */
  readonly reusePolicy: ReusePolicy
  /** RFC 9449 §6.1: SHA-256 thumbprint of the key that every refresh must prove; null when the session is not bound. */
  readonly dpopThumbprint: string | null
  readonly revokedAt: Instant | null
  /** Null exactly when `revokedAt` is; the store holds to it. */
  readonly revokedReason: EndReason | null
  /** The user who ended it (its owner or an administrator); null when a rule did. */
  readonly revokedBy: string | null
}

/** A refresh token of ours whose MAC was verified: which session, and where in its line. */
export interface PresentedRefreshToken {
  readonly sessionId: string
  readonly generation: number
  readonly branch: number
}

/** The refresh token that the session's last answer carried: what a retry is answered with again. */
export function successorOf(session: Session): PresentedRefreshToken {
  return { sessionId: session.id, generation: session.generation + 1, branch: session.issuedBranch }
}
