import type { Instant } from '@tessera/core'
import type { WireAnswer } from '../dialect.js'

/** What an access token says of itself: its claims, by their names. */
export interface IntrospectedClaims {
  readonly iss: string
  readonly sub: string
  readonly aud: string | readonly string[]
  readonly exp: number
  readonly iat: number
  readonly jti: string
  readonly client_id: string
  readonly scope: string
  readonly sid?: string
  readonly roles?: readonly string[]
  readonly company_id?: number
  readonly session_started_at?: number
  readonly cnf?: { readonly jkt: string }
  /** What the platform's owner has added. */
  readonly [custom: string]: unknown
}

/** A refresh token that would be taken now. */
export interface IntrospectedRefreshToken {
  readonly issuer: string
  readonly clientId: string
  readonly userId: string
  readonly sessionId: string
  readonly companyId: number
  readonly scope: string
  readonly dpopThumbprint: string | null
  readonly issuedAt: Instant
  readonly expiresAt: Instant
}

/** All that is said of a token that is dead, unknown, or none of the caller's business (RFC 7662 §2.2). */
export const inactive: WireAnswer = { status: 200, body: { active: false } }

/**
 * What is said of an access token that is good now (RFC 7662 §2.2). `token_use`, a word of ours, keeps a resource server from taking a
 * refresh token for an access token: both can be introspected.
 */
export function activeAccessToken(claims: IntrospectedClaims): WireAnswer {
  const { iss, sub, aud, exp, iat, jti, client_id, scope, sid, roles, company_id, session_started_at: _inside, cnf, ...custom } = claims
  const ofSession = sid === undefined ? {} : { sid, roles, company_id }
  const token = { token_use: 'access_token', token_type: cnf ? 'DPoP' : 'Bearer', ...(cnf && { cnf }) }
  return { status: 200, body: { ...custom, active: true, ...token, scope, client_id, sub, iss, aud, exp, iat, jti, ...ofSession } }
}

/** What is said of a refresh token. `exp` is when its session ends if nobody refreshes it. */
export function activeRefreshToken(token: IntrospectedRefreshToken): WireAnswer {
  const { issuer, clientId, userId, sessionId, companyId, scope, dpopThumbprint, issuedAt, expiresAt } = token
  return {
    status: 200,
    body: {
      active: true,
      token_use: 'refresh_token',
      ...(dpopThumbprint !== null && { cnf: { jkt: dpopThumbprint } }),
      ...{ scope, client_id: clientId, sub: userId, iss: issuer, exp: inSeconds(expiresAt), iat: inSeconds(issuedAt) },
      ...{ sid: sessionId, company_id: companyId },
    },
  }
}

function inSeconds(instant: Instant): number {
  return Math.floor(instant / 1000)
}
