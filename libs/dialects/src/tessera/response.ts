import type { TokenResponse } from '@tessera/contract'
import type { HandedOut } from '../dialect.js'

/** The tokens in our own wire format (RFC 6749 §5.1, with the session's id). */
export function tokenResponse(handedOut: HandedOut): TokenResponse {
  return {
    access_token: handedOut.accessToken,
    token_type: handedOut.tokenType,
    expires_in: handedOut.accessTokenExpiresIn,
    refresh_token: handedOut.refreshToken,
    refresh_token_expires_in: handedOut.refreshTokenExpiresIn,
    scope: handedOut.scope,
    session_id: handedOut.sessionId,
  }
}
