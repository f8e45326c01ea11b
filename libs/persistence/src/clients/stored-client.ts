import type { Instant, ReusePolicy, Seconds } from '@tessera/core'

/** RFC 6749 §6 and §4.4: people log in and their sessions refresh; the client gets tokens of its own. */
export type ClientGrant = 'refresh_token' | 'client_credentials'

/** What an administrator decides for a client. A null lifetime or policy means the platform's default. */
export interface ClientRules {
  readonly name: string
  /** Words separated by spaces. */
  readonly scope: string
  readonly grants: readonly ClientGrant[]
  /** The `aud` of its access tokens; null for the issuer. */
  readonly audience: string | null
  /** The documented wire formats that it may use; null for every one. */
  readonly dialects: readonly string[] | null
  readonly accessTokenLifetime: Seconds | null
  readonly idleTimeout: Seconds | null
  readonly absoluteLifetime: Seconds | null
  readonly retryWindow: Seconds | null
  readonly reusePolicy: ReusePolicy | null
  /** Live sessions that one user may have here; null for any number. */
  readonly sessionsPerUser: number | null
  readonly dpopRequired: boolean
}

/** A client, as far as serving it needs it (RFC 6749 §2). */
export interface StoredClient extends ClientRules {
  readonly id: string
  readonly confidential: boolean
  readonly disabledAt: Instant | null
  readonly createdAt: Instant
}

/** What may be seen of a secret. */
export interface ListedSecret {
  readonly createdAt: Instant
  readonly expiresAt: Instant | null
}

/** A client as administrators see it. */
export interface ClientDetail extends StoredClient {
  /** Newest first. */
  readonly secrets: readonly ListedSecret[]
}

/** The columns of `clients c`: a row *is* a StoredClient. */
export const clientColumns = `
  c.id, c.name, c.confidential, c.scope, c.grants, c.audience, CASE WHEN NOT c.every_dialect THEN c.dialects END AS dialects,
  c.access_token_lifetime AS "accessTokenLifetime", c.idle_timeout AS "idleTimeout", c.absolute_lifetime AS "absoluteLifetime",
  c.retry_window AS "retryWindow", c.reuse_policy AS "reusePolicy", c.sessions_per_user AS "sessionsPerUser",
  c.dpop_required AS "dpopRequired", c.disabled_at AS "disabledAt", c.created_at AS "createdAt"`

const milliseconds = (time: string) => `(extract(epoch FROM ${time}) * 1000)::float8`

/** The secrets of `clients c` as JSON, in numbers as every time here. */
const secretsColumn = `
  coalesce((
    SELECT jsonb_agg(jsonb_build_object('createdAt', ${milliseconds('x.created_at')}, 'expiresAt', ${milliseconds('x.expires_at')}) ORDER BY x.id DESC)
    FROM client_secrets x WHERE x.client_id = c.id
  ), '[]') AS secrets`

/** The columns of a `ClientDetail`. */
export const detailColumns = `${clientColumns}, ${secretsColumn}`

/** Values for the columns that hold the rules, in the order of `rulesColumns`. */
export function rulesValues(rules: ClientRules): unknown[] {
  const { name, scope, grants, audience, dialects, accessTokenLifetime, idleTimeout, absoluteLifetime, retryWindow, reusePolicy } = rules
  return [
    ...[name, scope, grants, audience, dialects ?? [], dialects === null],
    ...[accessTokenLifetime, idleTimeout, absoluteLifetime, retryWindow, reusePolicy],
    ...[rules.sessionsPerUser, rules.dpopRequired],
  ]
}

export const rulesColumns = `name, scope, grants, audience, dialects, every_dialect,
  access_token_lifetime, idle_timeout, absolute_lifetime, retry_window, reuse_policy, sessions_per_user, dpop_required`
