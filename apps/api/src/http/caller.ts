import type { ApiKeyScope, EndReason, Role } from '@tessera/contract'
import type { Instant } from '@tessera/core'
import type { ApiKeyRefusal, Reach } from '@tessera/persistence'
import type { SessionTokenClaims } from '@tessera/verifier'

/** Who is calling, as the database has them at this moment. */
export interface Caller {
  readonly userId: string
  /** The session whose access token was shown; null when it was an API key. */
  readonly sessionId: string | null
  readonly clientId: string | null
  /** The API key that was shown; null when it was an access token. */
  readonly apiKeyId: string | null
  readonly roles: readonly Role[]
  /** Whether their logins need a second factor. */
  readonly hasSecondFactor: boolean
  readonly companyId: number
  /** Whether the company limits what they see: everybody but the platform's owners. */
  readonly companyBound: boolean
}

/** What a caller sees: what is of their company, and an owner everything. What is beyond it answers like what was never there. */
export function reachOf({ companyBound, companyId }: Caller): Reach {
  return companyBound ? { companyId } : {}
}

/** Who shows an access token. */
export interface SessionCaller extends Caller {
  readonly sessionId: string
  readonly clientId: string
  readonly apiKeyId: null
  /** When the access token that was shown expires, by the database's clock. */
  readonly tokenExpiresAt: Instant
}

/** Who shows an API key. */
export interface ApiKeyCaller extends Caller {
  readonly apiKeyId: string
  readonly sessionId: null
  readonly clientId: null
  /** What else the key may be used for. */
  readonly scopes: readonly ApiKeyScope[]
}

/** Why a good access token speaks for nobody any more. */
export type CallerRefusal =
  | { readonly refusal: 'session_ended'; readonly reason: EndReason }
  | { readonly refusal: 'access_token_expired' | 'session_expired' | 'session_unknown' | 'user_gone' | 'user_disabled' }

/** Asks the database who the claims of a verified access token of a session stand for. */
export abstract class CallerDirectory {
  abstract find(claims: Pick<SessionTokenClaims, 'sid' | 'sub' | 'exp'>): Promise<SessionCaller | CallerRefusal>
}

/** Why an API key may not make a call. */
export type ApiKeyCallerRefusal =
  ApiKeyRefusal | { readonly refusal: 'api_key_malformed' } | { readonly refusal: 'api_key_scope_missing'; readonly apiKeyId: string }

/** Asks the database who an API key stands for, and whether it has a scope. */
export abstract class ApiKeyDirectory {
  abstract find(key: string, scope: ApiKeyScope): Promise<ApiKeyCaller | ApiKeyCallerRefusal>
}
