import { Injectable } from '@nestjs/common'
import { absoluteEndOf, idleEndOf, successorOf } from '@tessera/core'
import type { HandedOut } from '@tessera/dialects'
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

  /** @param narrowed the scope of this access token alone (RFC 6749 §6); null for all that the session was granted */
  of({ session, holder, policy, now }: Started, narrowed: readonly string[] | null = null): HandedOut {
    const { userId, id: sessionId, clientId, companyId, startedAt, dpopThumbprint } = session
    const { roles, audience, email, deviceId } = holder
    const endsAt = absoluteEndOf(session, policy)
    const scope = narrowed?.join(' ') ?? holder.scope
    const accessToken = this.accessTokens.sign(
      {
        ...{ subject: userId, clientId, scope, audience, lifetime: policy.accessTokenLifetime, dpopThumbprint },
        session: { id: sessionId, startedAt, endsAt, roles, companyId },
      },
      now,
    )
    const refreshTokenExpiresAt = Math.min(endsAt, idleEndOf(session, policy))
    return {
      accessToken: accessToken.token,
      tokenType: dpopThumbprint === null ? 'Bearer' : 'DPoP',
      accessTokenExpiresAt: accessToken.expiresAt,
      accessTokenExpiresIn: accessToken.expiresIn,
      refreshToken: this.refreshTokens.mint(successorOf(session), session.issuedAt),
      refreshTokenExpiresAt,
      refreshTokenExpiresIn: Math.max(0, Math.floor((refreshTokenExpiresAt - now) / 1000)),
      ...{ scope, sessionId, deviceId, companyId, user: { id: userId, email } },
    }
  }
}
