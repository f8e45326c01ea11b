import { Injectable } from '@nestjs/common'
import type { TokenResponse } from '@tessera/contract'
import { absoluteEndOf, idleEndOf, successorOf } from '@tessera/core'
import type { Started } from '@tessera/persistence'
import { AccessTokens } from '../tokens/access-token.js'
import { RefreshTokens } from '../tokens/refresh-token.js'

/** Makes the tokens of a session that was started or refreshed (RFC 6749 §5.1). */
@Injectable()
export class TokensHandedOut {
  constructor(
    private readonly accessTokens: AccessTokens,
    private readonly refreshTokens: RefreshTokens,
  ) {}

  of({ session, holder, policy, now }: Started): TokenResponse {
    const sessionEndsAt = absoluteEndOf(session, policy)
    const accessToken = this.accessTokens.sign(
      {
        userId: session.userId,
        sessionId: session.id,
        clientId: session.clientId,
        scope: holder.scope,
        roles: holder.roles,
        companyId: session.companyId,
        sessionStartedAt: session.startedAt,
        audience: null,
        lifetime: policy.accessTokenLifetime,
        sessionEndsAt,
      },
      now,
    )
    const expiresAt = Math.min(sessionEndsAt, idleEndOf(session, policy))
    return {
      access_token: accessToken.token,
      token_type: 'Bearer',
      expires_in: accessToken.expiresIn,
      refresh_token: this.refreshTokens.mint(successorOf(session), session.issuedAt),
      refresh_token_expires_in: Math.max(0, Math.floor((expiresAt - now) / 1000)),
      scope: holder.scope,
      session_id: session.id,
    }
  }
}
