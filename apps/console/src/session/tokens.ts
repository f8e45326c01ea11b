import type { TokenResponse } from '@tessera/contract'

/** What the sealed cookie holds. Times are milliseconds by this server's clock, counted from when the answer arrived. */
export interface Tokens {
  readonly accessToken: string
  readonly refreshToken: string
  readonly sessionId: string
  readonly receivedAt: number
  readonly accessEndsAt: number
  readonly sessionEndsAt: number
  /** Whether they came because the API refused the access token before, not because its time was up. */
  readonly insisted: boolean
}

export function tokensOf(answer: TokenResponse, receivedAt: number, insisted = false): Tokens {
  return {
    accessToken: answer.access_token,
    refreshToken: answer.refresh_token,
    sessionId: answer.session_id,
    receivedAt,
    accessEndsAt: receivedAt + answer.expires_in * 1000,
    sessionEndsAt: receivedAt + answer.refresh_token_expires_in * 1000,
    insisted,
  }
}

/** Whether the access token is past its end. */
export function isSpent(tokens: Tokens, now: number): boolean {
  return now >= tokens.accessEndsAt
}

/**
 * Whether it is time to refresh: in the last fifth of the access token's life, and in its last minute at most, so that the page
 * that is being rendered is done before the end.
 */
export function isDue(tokens: Tokens, now: number): boolean {
  const margin = Math.min(60_000, (tokens.accessEndsAt - tokens.receivedAt) / 5)
  return now >= tokens.accessEndsAt - margin
}

/** Whether these are fresh tokens for refused ones. If the API refuses these as well, asking for more would go round in circles. */
export function wasInsistedOn(tokens: Tokens, now: number): boolean {
  return tokens.insisted && now < tokens.receivedAt + 5_000
}
