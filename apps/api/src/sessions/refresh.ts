import { Injectable } from '@nestjs/common'
import type { TokenResponse } from '@tessera/contract'
import type { End, Refusal } from '@tessera/core'
import type { Origin } from '@tessera/persistence'
import { RefreshTokens } from '../tokens/refresh-token.js'
import { TokensHandedOut } from './handed-out.js'
import { Sessions } from './sessions.js'

/** A refresh token as a wire format brought it, and what its request said of the client. */
export interface RefreshRequest {
  readonly refreshToken: string
  readonly clientId: string | null
  readonly clientAuthenticated: boolean
  readonly dpopThumbprint: string | null
}

export type RefreshAnswer =
  | { readonly outcome: 'handed_out'; readonly tokens: TokenResponse; readonly userId: string }
  | {
      readonly outcome: 'refused'
      readonly refusal: Refusal
      readonly end: End | null
      readonly sessionId: string | null
      readonly userId: string | null
    }
  /** The token's minting key is not loaded here: trouble of ours, and the token may be good. */
  | { readonly outcome: 'key_not_loaded' }

/**
 * The one way to refresh, whatever the wire format (RFC 6749 §6): reads the token, lets the store judge it and move the session
 * on, and makes the tokens of what it came to. A forged token stops before the database.
 */
@Injectable()
export class Refresh {
  constructor(
    private readonly sessions: Sessions,
    private readonly refreshTokens: RefreshTokens,
    private readonly tokens: TokensHandedOut,
  ) {}

  async refresh({ refreshToken, ...attempt }: RefreshRequest, origin: Origin): Promise<RefreshAnswer> {
    const token = this.refreshTokens.read(refreshToken)
    if (token === 'key_not_loaded') return { outcome: token }
    if (token === 'not_minted_here') return { outcome: 'refused', refusal: token, end: null, sessionId: null, userId: null }
    const refreshed = await this.sessions.refresh({ token, ...attempt }, origin)
    if (refreshed.outcome === 'refused') return { ...refreshed, sessionId: token.sessionId }
    return { outcome: 'handed_out', tokens: this.tokens.of(refreshed), userId: refreshed.session.userId }
  }
}
