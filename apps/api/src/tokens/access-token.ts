import { randomUUID } from 'node:crypto'
import { JwtService } from '@nestjs/jwt'
import type { Role } from '@tessera/contract'
import type { Instant, Seconds } from '@tessera/core'
import type { SigningKeys } from '../signing-keys/signing-keys.js'

/** What an access token is to say. */
export interface AccessTokenGrant {
  readonly userId: string
  readonly sessionId: string
  readonly clientId: string
  readonly scope: string
  readonly roles: readonly Role[]
  readonly companyId: number
  readonly sessionStartedAt: Instant
  /** The client's audience; null for the issuer itself. */
  readonly audience: string | null
  /** The longest it may live: the policy's. */
  readonly lifetime: Seconds
  /** It never outlives this: the session's absolute end. */
  readonly sessionEndsAt: Instant
}

export interface SignedAccessToken {
  readonly token: string
  /** How long it lives from `now`. */
  readonly expiresIn: Seconds
}

/** Access tokens: JWTs of RFC 9068, signed with ES256 under the active signing key. */
export class AccessTokens {
  private readonly jwt = new JwtService({})

  constructor(
    private readonly signingKeys: SigningKeys,
    private readonly issuer: string,
  ) {}

  /**
   * Signs. A token never outlives its session, so one that is handed out in the session's last second is over at once.
   *
   * @param now the database's time
   */
  sign(grant: AccessTokenGrant, now: Instant): SignedAccessToken {
    const iat = Math.floor(now / 1000)
    // Both are floored: `exp` is never after the session's end.
    const expiresIn = Math.max(0, Math.min(grant.lifetime, Math.floor(grant.sessionEndsAt / 1000) - iat))
    const { kid, privateKey } = this.signingKeys.active
    const claims = {
      iss: this.issuer,
      sub: grant.userId,
      aud: grant.audience ?? this.issuer,
      exp: iat + expiresIn,
      iat,
      jti: randomUUID(),
      client_id: grant.clientId,
      scope: grant.scope,
      sid: grant.sessionId,
      roles: grant.roles,
      company_id: grant.companyId,
      session_started_at: grant.sessionStartedAt,
    }
    // A KeyObject: a PEM string would be parsed at each signature, for ten times the cost of the signature.
    return { token: this.jwt.sign(claims, { algorithm: 'ES256', privateKey, header: { alg: 'ES256', typ: 'at+jwt', kid } }), expiresIn }
  }
}
