import { accessTokenCeiling, type Instant } from '@tessera/core'

/** A public signing key as JWKS shows it (RFC 7517, RFC 7518 §6.2). */
export interface PublicSigningKey {
  readonly kty: 'EC'
  readonly crv: 'P-256'
  readonly x: string
  readonly y: string
  readonly kid: string
  readonly use: 'sig'
  readonly alg: 'ES256'
}

export interface NewSigningKey {
  readonly kid: string
  readonly publicJwk: PublicSigningKey
  /** Sealed by whoever makes it: nothing here can open it. */
  readonly encryptedPrivateKey: Uint8Array
}

/** A key that JWKS publishes. */
export interface PublishedSigningKey extends NewSigningKey {
  /** From when on it signs. */
  readonly activatesAt: Instant
}

export type SigningKeyState = 'next' | 'active' | 'retiring' | 'retired' | 'withdrawn'

/** A key as it may be seen, without its private half. */
export interface ListedSigningKey {
  readonly kid: string
  readonly state: SigningKeyState
  readonly createdAt: Instant
  readonly activatesAt: Instant
  /** When the next one takes over, or took over; null while none is there. */
  readonly retiredAt: Instant | null
  /** When it leaves JWKS, or left it; null while no next one is there. */
  readonly publishedUntil: Instant | null
  readonly withdrawnAt: Instant | null
}

/** Seconds that a key is published after it has signed its last token: half as long again as the longest token lives, for clocks that differ. */
const publishedAfter = accessTokenCeiling * 1.5

const lastPublished = `k.retired_at + interval '${publishedAfter} seconds'`

/** Whether JWKS has key `k` at `n.now`. */
export const isPublished = `(k.withdrawn_at IS NULL AND (k.retired_at IS NULL OR ${lastPublished} > n.now))`

/** Whether key `k` is the one that signs at `n.now`. */
export const signs = `(k.withdrawn_at IS NULL AND k.activates_at <= n.now AND (k.retired_at IS NULL OR k.retired_at > n.now))`

/** The columns of a `ListedSigningKey`, of key `k` at `n.now`. */
export const listedColumns = `k.kid, CASE WHEN k.withdrawn_at IS NOT NULL THEN 'withdrawn' WHEN k.activates_at > n.now THEN 'next'
    WHEN ${signs} THEN 'active' WHEN ${isPublished} THEN 'retiring' ELSE 'retired' END AS state,
  k.created_at AS "createdAt", k.activates_at AS "activatesAt", k.retired_at AS "retiredAt",
  least(k.withdrawn_at, ${lastPublished}) AS "publishedUntil", k.withdrawn_at AS "withdrawnAt"`
