import type { HandedOut, WireAnswer } from '../dialect.js'

/** The successor under both spellings; the time is the access token's. */
export function refreshed(tokens: HandedOut): WireAnswer {
  return { status: 200, body: bodyOf(tokens) }
}

/** What a refresh answers, and the document's `loginStatus`. */
export function loggedIn(tokens: HandedOut): WireAnswer {
  return { status: 200, body: { ...bodyOf(tokens), loginStatus: 'success' } }
}

function bodyOf({ accessToken, refreshToken, accessTokenExpiresAt }: HandedOut) {
  return {
    token: accessToken,
    refreshToken,
    resfreshToken: refreshToken,
    expirationTime: new Date(accessTokenExpiresAt).toISOString(),
  }
}
