import { Injectable } from '@nestjs/common'
import type { Origin } from '@tessera/persistence'
import { ShownRefreshTokens } from '../imported-tokens/shown-refresh-tokens.js'
import { Sessions } from './sessions.js'

/** Ends the session of any refresh token that we minted, however old it is, or that moved in with its user. Any other token has no session to end. */
@Injectable()
export class LogOut {
  constructor(
    private readonly sessions: Sessions,
    private readonly shownTokens: ShownRefreshTokens,
  ) {}

  /** @returns the session that the token named, whether or not it was alive; null when the token is not ours */
  async logOut(refreshToken: string, origin: Origin): Promise<{ readonly sessionId: string } | 'key_not_loaded' | null> {
    const ours = this.shownTokens.readOurs(refreshToken)
    if (ours === 'key_not_loaded') return ours
    const token = ours === 'not_minted_here' ? (await this.shownTokens.toEnd(refreshToken, origin))?.place : ours
    if (!token) return null
    await this.sessions.end({ id: token.sessionId, reason: 'logout', by: 'owner', origin })
    return { sessionId: token.sessionId }
  }
}
