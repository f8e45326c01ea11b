import type { AccessTokenClaims } from '../claims.js'

/** What to do with access tokens while it is not known what was revoked: answer 503, or let them in as if nothing had been. */
export type WhenStale = 'refuse' | 'accept'

/** How the feed is read: as it happens, or, where no stream gets through, by asking again and again. */
export type Via = 'stream' | 'poll'

/** Why a token that verifies is not let in all the same. */
export type RevocationRefusal = 'revoked' | 'company_not_followed' | 'revocations_unknown'

/** What is known of revocations, as `resourceServer` asks for it. */
export interface Revocations {
  readonly whenStale: WhenStale
  /** Null: let it in. */
  refusalOf(claims: AccessTokenClaims): RevocationRefusal | null
}
