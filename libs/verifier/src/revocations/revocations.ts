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

/** What a health check or a metric would like to know. */
export interface FeedState {
  /** Whether it is unknown, at the moment, what was revoked. */
  readonly stale: boolean
  /** For how many milliseconds it has been unknown what was revoked. Infinity: it never was known. */
  readonly staleness: number
  readonly via: Via | null
  /** Whose revocations are known: a company's, or (null) everybody's; undefined before anything is. */
  readonly companyId: number | null | undefined
  /** How many revocations are remembered. */
  readonly remembered: number
  /** Of the last attempt to read the feed; null when it succeeded. */
  readonly fault: Error | null
}

export interface FollowedRevocations extends Revocations {
  /** Its name, as the platform shows it. */
  readonly follower: string
  readonly state: FeedState
  /**
   * Resolves when everything is known that was revoked. Wait for it before you serve: until then `refuse` refuses everybody.
   *
   * @param within seconds. Default: 10.
   * @throws the fault that is in the way, when they are over
   */
  ready(within?: number): Promise<void>
  /** Stops following, and tells the platform so. From then on nothing new is known. */
  close(): Promise<void>
}
