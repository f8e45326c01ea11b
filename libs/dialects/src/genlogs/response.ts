import type { HandedOut, WireAnswer } from '../dialect.js'

/** The document's `AuthenticationResponse`, of a refresh and of a login alike. */
export function handedOut(tokens: HandedOut): WireAnswer {
  return {
    status: 200,
    body: {
      access_token_data: { token: tokens.accessToken, expires: timestamp(tokens.accessTokenExpiresAt) },
      refresh_token_data: { token: tokens.refreshToken, expires: timestamp(tokens.refreshTokenExpiresAt) },
      user_id: tokens.user.id,
      company_id: tokens.companyId,
    },
  }
}

/** Python's `fromisoformat` reads `Z` only since 3.11. */
function timestamp(instant: HandedOut['accessTokenExpiresAt']): string {
  return new Date(instant).toISOString().replace('Z', '+00:00')
}
