import type { Instant, Policy, ReusePolicy, Seconds, Session } from '@tessera/core'

/** As the database's enum has them. */
export type Role = 'owner' | 'admin' | 'support' | 'auditor'

/** Whom a session's access tokens speak for, and what they may do. */
export interface Holder {
  readonly email: string
  readonly roles: readonly Role[]
  /** Whether their logins need a second factor. */
  readonly hasSecondFactor: boolean
  readonly scope: string
  /** The user's company now; the session's own is the one it started in. */
  readonly holderCompanyId: number
  /** The client's own name for the device. */
  readonly deviceId: string | null
  /** The client's `aud`; null for the issuer. */
  readonly audience: string | null
}

/** Where a request came from, as the event log keeps it. */
export interface Origin {
  readonly ip: string | null
  readonly userAgent: string | null
}

/** Where a login came from, and what that says: the list is filtered by it. */
export interface LoginOrigin extends Origin {
  /** Where the address is registered: ISO 3166-1 alpha-2. */
  readonly country: string | null
  /** The names of the browser and the system, without their versions. */
  readonly browser: string | null
  readonly system: string | null
}

/** A client's own policy; null where the platform's default holds. */
export interface PolicyRow {
  readonly accessTokenLifetime: Seconds | null
  readonly policyIdleTimeout: Seconds | null
  readonly policyAbsoluteLifetime: Seconds | null
  readonly retryWindow: Seconds | null
  readonly policyReusePolicy: ReusePolicy | null
}

/** A session's row together with its user's and its client's columns. */
export type SessionRow = Session & Holder & PolicyRow & { readonly now: Instant }

/** The client's policy, with the platform's defaults where it says nothing. */
export function policyOf(row: PolicyRow, defaults: Policy): Policy {
  return {
    accessTokenLifetime: row.accessTokenLifetime ?? defaults.accessTokenLifetime,
    idleTimeout: row.policyIdleTimeout ?? defaults.idleTimeout,
    absoluteLifetime: row.policyAbsoluteLifetime ?? defaults.absoluteLifetime,
    retryWindow: row.retryWindow ?? defaults.retryWindow,
    reusePolicy: row.policyReusePolicy ?? defaults.reusePolicy,
  }
}

/** Written out: a spread would make V8 treat each session as a dictionary. */
export function sessionOf(row: SessionRow): Session {
  return {
    id: row.id,
    userId: row.userId,
    clientId: row.clientId,
    companyId: row.companyId,
    startedAt: row.startedAt,
    generation: row.generation,
    branch: row.branch,
    previousBranch: row.previousBranch,
    issuedBranch: row.issuedBranch,
    issuedAt: row.issuedAt,
    idleTimeout: row.idleTimeout,
    absoluteLifetime: row.absoluteLifetime,
    reusePolicy: row.reusePolicy,
    dpopThumbprint: row.dpopThumbprint,
    revokedAt: row.revokedAt,
    revokedReason: row.revokedReason,
    revokedBy: row.revokedBy,
  }
}

export function holderOf({ email, roles, hasSecondFactor, scope, holderCompanyId, deviceId, audience }: SessionRow): Holder {
  return { email, roles, hasSecondFactor, scope, holderCompanyId, deviceId, audience }
}
