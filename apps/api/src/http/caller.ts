import type { EndReason, Role } from '@tessera/contract'
import type { SessionTokenClaims } from '@tessera/verifier'

/** Who is calling, as the database has them at this moment. */
export interface Caller {
  readonly userId: string
  /** The session whose access token was shown. */
  readonly sessionId: string
  readonly clientId: string
  readonly roles: readonly Role[]
  readonly companyId: number
  /** Whether the company limits what they see: everybody but the platform's owners. */
  readonly companyBound: boolean
}

/** Why a good access token speaks for nobody any more. */
export type CallerRefusal =
  | { readonly refusal: 'session_ended'; readonly reason: EndReason }
  | { readonly refusal: 'access_token_expired' | 'session_expired' | 'session_unknown' | 'user_gone' | 'user_disabled' }

/** Asks the database who the claims of a verified access token of a session stand for. */
export abstract class CallerDirectory {
  abstract find(claims: SessionTokenClaims): Promise<Caller | CallerRefusal>
}
