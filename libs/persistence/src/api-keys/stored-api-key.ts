import type { Instant } from '@tessera/core'

/** As the `scopes` column has them. */
export type ApiKeyScope = 'tokens' | 'introspect' | 'sessions:read' | 'sessions:revoke' | 'revocations:read' | 'revocations:every_company'

export type ApiKeyState = 'live' | 'revoked' | 'expired'

/** Why a live key speaks for nobody now. */
export type ApiKeyHold = 'user_moved' | 'user_gone' | 'user_disabled'

/** A key as it may be seen, with the names of what it belongs to. Its hash never leaves the database. */
export interface StoredApiKey {
  readonly id: string
  readonly name: string
  readonly prefix: string
  readonly state: ApiKeyState
  /** Null of a key that works, and of one that is not live. */
  readonly onHold: ApiKeyHold | null
  readonly scopes: readonly ApiKeyScope[]
  readonly company: { readonly id: number; readonly name: string }
  /** Named within reach only, and while they are not deleted: their e-mail is null otherwise. */
  readonly user: { readonly id: string; readonly email: string | null; readonly name: string | null }
  readonly createdAt: Instant
  readonly expiresAt: Instant | null
  readonly lastUsedAt: Instant | null
  readonly revokedAt: Instant | null
}

/** Whether key `k` is live at `n.now`. Whether it works also depends on its user. */
export const isLive = `(k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > n.now))`

/** SQL: why key `k` does not work, live as it may be, by its user `u`; NULL of one that does. Beyond its company nothing is told of them. */
export const holdOf = `CASE
    WHEN u.company_id <> k.company_id THEN 'user_moved'
    WHEN u.deleted_at IS NOT NULL THEN 'user_gone'
    WHEN u.disabled_at IS NOT NULL THEN 'user_disabled'
  END`

/**
 * The columns of a `StoredApiKey`, from key `k`, its user `u` and its company `o`, at `n.now`.
 *
 * @param company SQL: the company beyond which the reader sees nobody; NULL for whoever sees all
 */
export function apiKeyColumns(company: string): string {
  const isNamed = `u.deleted_at IS NULL AND u.company_id = coalesce(${company}::int, u.company_id)`
  return `k.id, k.name, k.prefix, k.scopes,
  CASE WHEN ${isLive} THEN 'live' WHEN k.revoked_at IS NULL THEN 'expired' ELSE 'revoked' END AS state,
  CASE WHEN ${isLive} THEN ${holdOf} END AS "onHold",
  json_build_object('id', o.id, 'name', o.name) AS company,
  json_build_object('id', u.id, 'email', CASE WHEN ${isNamed} THEN u.email END, 'name', CASE WHEN ${isNamed} THEN u.name END) AS "user",
  k.created_at AS "createdAt", k.expires_at AS "expiresAt", k.last_used_at AS "lastUsedAt", k.revoked_at AS "revokedAt"`
}
