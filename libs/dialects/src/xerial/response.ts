import type { HandedOut, WireAnswer } from '../dialect.js'

/** Both tokens, each with the time at which it stops working. */
export function refreshed({ accessToken, accessTokenExpiresAt, refreshToken, refreshTokenExpiresAt }: HandedOut): WireAnswer {
  return {
    status: 200,
    body: {
      access: { token: accessToken, expires: new Date(accessTokenExpiresAt).toISOString() },
      refresh: { token: refreshToken, expires: new Date(refreshTokenExpiresAt).toISOString() },
    },
  }
}
