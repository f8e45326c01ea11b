import { Injectable } from '@nestjs/common'
import { absoluteEndOf, accessTokenLifetimeOf, idleEndOf, successorOf } from '@tessera/core'
import type { HandedOut } from '@tessera/dialects'
import type { Started } from '@tessera/persistence'
import { Configuration } from '../configuration.js'
import { CustomClaims } from '../custom-claims/custom-claims.js'
import { rolesThatCount } from '../second-factors/required.js'
import { AccessTokens } from '../tokens/access-token.js'
import { RefreshTokens } from '../tokens/refresh-token.js'

/** Makes the tokens of a session that was started or refreshed (RFC 6749 §5.1). */
@Injectable()
export class TokensHandedOut {
  constructor(
    private readonly accessTokens: AccessTokens,
    private readonly refreshTokens: RefreshTokens,
    private readonly customClaims: CustomClaims,
    private readonly configuration: Configuration,
  ) {}

  /**
   * @param narrowed the scope of this access token alone (RFC 6749 §6); null for all that the session was granted
   * @param key the RFC 7638 thumbprint that the access token is bound to: of the key that a refresh has proved; null for a bearer token
   * @throws ClaimsUnavailable when nobody knows all that the access token has to say. The session has moved on all the same: the next attempt with
   *   the same refresh token is a retry
   */
  async of(started: Started, narrowed: readonly string[] | null = null, key = started.session.dpopThumbprint): Promise<HandedOut> {
    const { session, holder, policy, now } = started
    const { userId, id: sessionId, clientId, companyId, startedAt } = session
    const { audience, email, deviceId } = holder
    const roles = rolesThatCount(holder, this.configuration.accounts)
    const endsAt = absoluteEndOf(session, policy)
    const scope = narrowed?.join(' ') ?? holder.scope
    const custom = await this.customClaims.of({ subject: userId, clientId, scope, session: { id: sessionId, companyId, roles } })
    const accessToken = this.accessTokens.sign(
      {
        subject: userId,
        clientId,
        scope,
        audience,
        lifetime: accessTokenLifetimeOf(session, policy),
        dpopThumbprint: key,
        session: { id: sessionId, startedAt, endsAt, roles, companyId },
      },
      now,
      custom,
    )
    const refreshTokenExpiresAt = Math.min(endsAt, idleEndOf(session, policy))
    return {
      accessToken: accessToken.token,
      tokenType: key === null ? 'Bearer' : 'DPoP',
      accessTokenExpiresAt: accessToken.expiresAt,
      accessTokenExpiresIn: accessToken.expiresIn,
      refreshToken: this.refreshTokens.mint(successorOf(session), session.issuedAt),
      refreshTokenExpiresAt,
      refreshTokenExpiresIn: Math.max(0, Math.floor((refreshTokenExpiresAt - now) / 1000)),
      scope,
      sessionId,
      deviceId,
      companyId,
      user: { id: userId, email },
    }
  }
}
