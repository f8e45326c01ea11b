import { randomUUID } from 'node:crypto'
import type { Role } from '@tessera/contract'
import type { Instant, Seconds } from '@tessera/core'
import type { Json } from '../custom-claims/claim-source.js'
import type { SigningKeys } from '../signing-keys/signing-keys.js'
import { signedJwt } from './signed-jwt.js'

/** What an access token is to say. */
export interface AccessTokenGrant {
  /** The user; or the client itself (RFC 6749 §4.4), when there is no session. */
  readonly subject: string
  readonly clientId: string
  readonly scope: string
  /** The client's audience; null for the issuer itself. */
  readonly audience: string | null
  /** The longest it may live: the policy's. */
  readonly lifetime: Seconds
  /** RFC 9449 §6.1: of the key that whoever shows the token has to prove; null for a bearer token. */
  readonly dpopThumbprint: string | null
  /** The session that it is of; null for a token of the client's own. */
  readonly session: {
    readonly id: string
    readonly startedAt: Instant
    /** The token never outlives this: the session's absolute end. */
    readonly endsAt: Instant
    readonly roles: readonly Role[]
    readonly companyId: number
  } | null
}

export interface SignedAccessToken {
  readonly token: string
  readonly expiresAt: Instant
  /** How long it lives from `now`. */
  readonly expiresIn: Seconds
}

/** Access tokens: JWTs of RFC 9068, signed with ES256 under the active signing key. */
export class AccessTokens {
  constructor(
    private readonly signingKeys: Pick<SigningKeys, 'activeAt'>,
    private readonly issuer: string,
  ) {}

  /**
   * Signs. A token never outlives its session, so one that is handed out in the session's last second is over at once.
   *
   * @param now the database's time
   * @param custom what it says beside that; none of it is a name of ours
   */
  sign(grant: AccessTokenGrant, now: Instant, custom: Readonly<Record<string, Json>> = {}): SignedAccessToken {
    const { subject, clientId, scope, audience, lifetime, dpopThumbprint, session } = grant
    const iat = Math.floor(now / 1000)
    // Both are floored: `exp` is never after the session's end.
    const left = session === null ? lifetime : Math.floor(session.endsAt / 1000) - iat
    const expiresIn = Math.max(0, Math.min(lifetime, left))
    const exp = iat + expiresIn
    const claims = {
      ...custom,
      iss: this.issuer,
      sub: subject,
      aud: audience ?? this.issuer,
      exp,
      iat,
      jti: randomUUID(),
      client_id: clientId,
      scope,
      // What is undefined is not in the token.
      sid: session?.id,
      roles: session?.roles,
      company_id: session?.companyId,
      session_started_at: session?.startedAt,
      cnf: dpopThumbprint === null ? undefined : { jkt: dpopThumbprint },
    }
    return { token: signedJwt('at+jwt', claims, this.signingKeys.activeAt(now)), expiresAt: exp * 1000, expiresIn }
  }
}
