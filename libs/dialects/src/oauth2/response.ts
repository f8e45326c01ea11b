import type { Seconds } from '@tessera/core'
import type { HandedOut, WireAnswer } from '../dialect.js'

/** RFC 6749 §5.1 asks for it beside the `Cache-Control` that every answer has. */
const headers = { pragma: 'no-cache' } as const

/** The answer to a refresh (RFC 6749 §5.1). The scope is always said: it is the one that was asked for, and may be less than was granted. */
export function refreshed({ accessToken, tokenType, accessTokenExpiresIn, refreshToken, scope }: HandedOut): WireAnswer {
  return {
    status: 200,
    headers,
    body: { access_token: accessToken, token_type: tokenType, expires_in: accessTokenExpiresIn, refresh_token: refreshToken, scope },
  }
}

/** The access token that a client got for itself. */
export interface ClientToken {
  readonly accessToken: string
  /** RFC 9449 §5: `DPoP` when the token is bound to a key. */
  readonly tokenType: 'Bearer' | 'DPoP'
  readonly expiresIn: Seconds
  readonly scope: string
}

/**
 * The answer to a revocation. Clients pass its content over (RFC 7009 §2.2), but not all: `simple-oauth2` takes an answer that is no JSON for a
 * failure.
 */
export const revoked: WireAnswer = { status: 200, body: {} }

/** The answer to client credentials: there is no refresh token (RFC 6749 §4.4.3). */
export function granted({ accessToken, tokenType, expiresIn, scope }: ClientToken): WireAnswer {
  return { status: 200, headers, body: { access_token: accessToken, token_type: tokenType, expires_in: expiresIn, scope } }
}
