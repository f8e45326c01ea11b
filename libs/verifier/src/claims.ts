import type { JWTPayload } from 'jose'

/** What an access token of Tessera says (RFC 9068 §2.2, and four claims of ours). */
export interface AccessTokenClaims {
  readonly iss: string
  /** The user's id. */
  readonly sub: string
  readonly aud: string | readonly string[]
  /** Seconds since 1970, as `iat`. */
  readonly exp: number
  readonly iat: number
  readonly jti: string
  readonly client_id: string
  /** Separated by spaces (RFC 6749 §3.3). */
  readonly scope: string
  /** The session's id: what a revocation names. */
  readonly sid: string
  /** The user's roles when the token was signed. Where a role decides, ask the platform for the present ones. */
  readonly roles: readonly string[]
  readonly company_id: number
  /** Milliseconds since 1970: a watermark ends the sessions that started at or before it. */
  readonly session_started_at: number
}

export const requiredClaims = [
  'iss',
  'sub',
  'aud',
  'exp',
  'iat',
  'jti',
  'client_id',
  'scope',
  'sid',
  'roles',
  'company_id',
  'session_started_at',
] as const satisfies readonly (keyof AccessTokenClaims)[]

/** Whether a payload, whose registered claims jose has checked, is an access token's. */
export function areAccessTokenClaims(payload: JWTPayload): payload is JWTPayload & AccessTokenClaims {
  const texts = ['sub', 'jti', 'client_id', 'scope', 'sid'].every((name) => typeof payload[name] === 'string')
  const numbers = ['company_id', 'session_started_at'].every((name) => Number.isSafeInteger(payload[name]))
  const { roles } = payload
  return texts && numbers && Array.isArray(roles) && roles.every((role) => typeof role === 'string')
}
