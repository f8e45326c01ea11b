import type { LoginResponse, User } from '@tessera/contract'

/** What a session holds: the newest token response, and when it arrived. */
export interface Tokens extends LoginResponse {
  /**
   * Milliseconds since 1970 by this machine's clock. Lifetimes are counted from here: the token's own `exp` is the server's
   * clock, which may differ from ours by any amount.
   */
  readonly received_at: number
}

/** Who is logged in, without the tokens. */
export interface CurrentSession {
  readonly sessionId: string
  /** As it was at login; `routes.me` tells what it is now. */
  readonly user: User
  readonly scope: string
  /** When the session expires if it is not refreshed, by this machine's clock. */
  readonly expiresAt: Date
}

/** The most milliseconds before its end that an access token is replaced. */
const longestMargin = 60_000

/** The most milliseconds by which the clocks of processes that share a store are taken to differ. */
export const clockDifference = 60_000

/** Whether the access token can still be used. A clock that was set back by more than that proves nothing, so then it cannot. */
export function lives(tokens: Tokens, now: number): boolean {
  return now >= tokens.received_at - clockDifference && now < endOf(tokens)
}

/** Whether it is time to refresh: in the last fifth of the access token's life, and in its last minute at most. */
export function isDue(tokens: Tokens, now: number): boolean {
  const margin = Math.min(longestMargin, (tokens.expires_in * 1000) / 5)
  return !lives(tokens, now) || now >= endOf(tokens) - margin
}

export function currentOf(tokens: Tokens): CurrentSession {
  return {
    sessionId: tokens.session_id,
    user: tokens.user,
    scope: tokens.scope,
    expiresAt: new Date(tokens.received_at + tokens.refresh_token_expires_in * 1000),
  }
}

function endOf(tokens: Tokens): number {
  return tokens.received_at + tokens.expires_in * 1000
}
