import type { HandedOut, WireAnswer } from '../dialect.js'

/** The union of every body that the document describes: its field list, its samples and its response object. */
export function refreshed(tokens: HandedOut): WireAnswer {
  const { accessToken, refreshToken, accessTokenExpiresIn, deviceId, sessionId, user } = tokens
  return {
    status: 200,
    body: {
      token: accessToken,
      access_token: accessToken,
      refresh_token: refreshToken,
      token_type: 'bearer',
      expires_in: accessTokenExpiresIn,
      // Always a string in the response object. A client that named no device has one session for each.
      device_id: deviceId ?? sessionId,
      user: { id: user.id, email: user.email },
    },
  }
}
