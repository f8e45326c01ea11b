import type { Instant } from '@tessera/core'
import type { Role } from '../sessions/index.js'

/** An account, without its password's hash. */
export interface StoredUser {
  readonly id: string
  readonly email: string
  readonly name: string | null
  readonly roles: readonly Role[]
  readonly companyId: number
  readonly emailVerifiedAt: Instant | null
  /** When the second factor was confirmed; null while logins need none. */
  readonly secondFactorAt: Instant | null
  readonly createdAt: Instant
}

/** What a login is checked against. */
export interface LoginCandidate extends StoredUser {
  /** Null when no password opens the account. */
  readonly passwordHash: string | null
  /** Whether it may log in at all. */
  readonly active: boolean
}

export type UserState = 'active' | 'unverified' | 'invited' | 'disabled' | 'deleted'

/** An account as administrators see it. */
export interface AdministeredUser extends Omit<StoredUser, 'email'> {
  /** Null when the account was deleted. */
  readonly email: string | null
  readonly state: UserState
  readonly companyName: string
  readonly disabledAt: Instant | null
  readonly deletedAt: Instant | null
  /** Of the newest session: its login, or its last refresh. */
  readonly lastSeenAt: Instant | null
}

/** The columns of a `StoredUser`. Of row `u`, as all here. */
export const userColumns = `u.id, u.email, u.name, u.roles::text[] AS roles, u.company_id AS "companyId", u.email_verified_at AS "emailVerifiedAt",
  u.second_factor_at AS "secondFactorAt", u.created_at AS "createdAt"`

/** The state of an account, in the order in which one hides the other. Invited: a link is out, and no password was ever set. */
export const userState = `CASE
    WHEN u.deleted_at IS NOT NULL THEN 'deleted' WHEN u.disabled_at IS NOT NULL THEN 'disabled' WHEN u.email_verified_at IS NOT NULL THEN 'active'
    WHEN u.password_hash IS NULL AND EXISTS (SELECT FROM one_time_codes i WHERE i.user_id = u.id AND i.purpose = 'invitation' AND i.used_at IS NULL) THEN 'invited'
    ELSE 'unverified' END`

/** Beside any condition on a role: with it, the indexes on the few who have one are enough. */
export const hasRoles = `u.roles <> '{}'`

/** The columns of an `AdministeredUser`; over `administeredJoins`. */
export const administeredColumns = `u.id, CASE WHEN u.deleted_at IS NULL THEN u.email END AS email, u.name, u.roles::text[] AS roles,
  u.company_id AS "companyId", o.name AS "companyName", u.email_verified_at AS "emailVerifiedAt", u.second_factor_at AS "secondFactorAt",
  u.disabled_at AS "disabledAt", u.deleted_at AS "deletedAt", u.created_at AS "createdAt", ${userState} AS state, l.seen AS "lastSeenAt"`

export const administeredJoins = `JOIN companies o ON o.id = u.company_id
  LEFT JOIN LATERAL (SELECT s.issued_at AS seen FROM sessions s WHERE s.user_id = u.id ORDER BY s.id DESC LIMIT 1) l ON true`
