import { Injectable } from '@nestjs/common'
import type { Origin } from '@tessera/persistence'
import { RefreshTokens } from '../tokens/refresh-token.js'
import { Sessions } from './sessions.js'

/** Ends the session of any refresh token that we minted, however old it is. A token that is not ours has no session to end. */
@Injectable()
export class LogOut {
  constructor(
    private readonly sessions: Sessions,
    private readonly refreshTokens: RefreshTokens,
  ) {}

  /** @returns the session that the token named, whether or not it was alive; null when the token is not ours */
  async logOut(refreshToken: string, origin: Origin): Promise<{ readonly sessionId: string } | 'key_not_loaded' | null> {
    const token = this.refreshTokens.read(refreshToken)
    if (token === 'key_not_loaded') return token
    if (token === 'not_minted_here') return null
    await this.sessions.end({ id: token.sessionId, reason: 'logout', by: 'owner', origin })
    return { sessionId: token.sessionId }
  }
}
