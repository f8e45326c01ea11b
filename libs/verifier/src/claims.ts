import type { JWTPayload } from 'jose'

/** What every access token of Tessera says (RFC 9068 §2.2). */
interface TokenClaims {
  readonly iss: string
  /** Who it speaks for: the user's id; in a client's own token, the client's. */
  readonly sub: string
  readonly aud: string | readonly string[]
  /** Seconds since 1970, as `iat`. */
  readonly exp: number
  readonly iat: number
  readonly jti: string
  readonly client_id: string
  /** Separated by spaces (RFC 6749 §3.3). */
  readonly scope: string
  /** The key that the token is bound to (RFC 9449 §6.1): of no use without a proof of it. */
  readonly cnf?: { readonly jkt: string }
}

/** The access token of a user's session, with four claims of ours. */
export interface SessionTokenClaims extends TokenClaims {
  /** The session's id: what a revocation names. */
  readonly sid: string
  /** The user's roles when the token was signed. Where a role decides, ask the platform for the present ones. */
  readonly roles: readonly string[]
  readonly company_id: number
  /** Milliseconds since 1970: a watermark ends the sessions that started at or before it. */
  readonly session_started_at: number
}

/** The access token of a client that speaks for itself (RFC 6749 §4.4): its `sub` is its `client_id`, and it has no session. */
export interface ClientTokenClaims extends TokenClaims {
  readonly sid?: never
  readonly roles?: never
  readonly company_id?: never
  readonly session_started_at?: never
}

/** What an access token says. `claims.sid === undefined` tells a client's own from a session's: ask it before you take `sub` for a user. */
export type AccessTokenClaims = SessionTokenClaims | ClientTokenClaims

export const requiredClaims = [
  'iss',
  'sub',
  'aud',
  'exp',
  'iat',
  'jti',
  'client_id',
  'scope',
] as const satisfies readonly (keyof TokenClaims)[]

const sessionClaims = ['sid', 'roles', 'company_id', 'session_started_at'] as const satisfies readonly (keyof SessionTokenClaims)[]

/** Whether a payload, whose registered claims jose has checked, is an access token's. */
export function areAccessTokenClaims(payload: JWTPayload): payload is JWTPayload & AccessTokenClaims {
  const texts = ['sub', 'jti', 'client_id', 'scope'].every((name) => typeof payload[name] === 'string')
  if (!texts || !isBinding(payload['cnf'])) return false
  // A token of one kind that has lost a claim must not pass as one of the other.
  if (sessionClaims.every((name) => payload[name] === undefined)) return payload.sub === payload['client_id']
  const { sid, roles } = payload
  const numbers = ['company_id', 'session_started_at'].every((name) => Number.isSafeInteger(payload[name]))
  return typeof sid === 'string' && numbers && Array.isArray(roles) && roles.every((role) => typeof role === 'string')
}

/** A confirmation of another method (RFC 7800 §3.1) is one that nobody here can check: it must not pass as none. */
function isBinding(cnf: unknown): boolean {
  if (cnf === undefined) return true
  if (typeof cnf !== 'object' || cnf === null || Object.keys(cnf).join() !== 'jkt') return false
  const { jkt } = cnf as { jkt: unknown }
  return typeof jkt === 'string' && /^[\w-]{43}$/.test(jkt)
}
