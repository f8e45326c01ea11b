import type { Role } from '@tessera/contract'

export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json }

/** What an access token is about that is to be signed. */
export interface TokenSubject {
  /** The user; or the client itself (RFC 6749 §4.4), when there is no session. */
  readonly subject: string
  readonly clientId: string
  readonly scope: string
  /** The session that it is of; null for a token of the client's own. */
  readonly session: { readonly id: string; readonly companyId: number; readonly roles: readonly Role[] } | null
}

/**
 * Adds claims to access tokens (docs/guides/extending.md). It is asked whenever one is signed: at each login and each refresh, and for each token
 * of a client's own.
 */
export interface ClaimSource {
  /** All that it may add. A name of your own domain, such as `https://acme.example/plan`, meets no other (RFC 7519 §4.2). */
  readonly names: readonly string[]
  /**
   * @param signal aborted when it is no longer waited for: after a second, for all sources together
   * @returns of the claims under `names` those that this token has
   * @throws when nothing is known. No token is given then: the caller is told to ask again, and keeps its refresh token
   */
  claimsOf(about: TokenSubject, signal: AbortSignal): Readonly<Record<string, Json>> | Promise<Readonly<Record<string, Json>>>
}
