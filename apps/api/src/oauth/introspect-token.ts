import { Injectable } from '@nestjs/common'
import { absoluteEndOf, decideRefresh, endOf, idleEndOf, type PresentedRefreshToken } from '@tessera/core'
import type { oauth2 } from '@tessera/dialects'
import type { SessionRead } from '@tessera/persistence'
import type { AccessTokenClaims, SessionTokenClaims } from '@tessera/verifier'
import { Clients } from '../clients/clients.js'
import { Configuration } from '../configuration.js'
import { ShownRefreshTokens } from '../imported-tokens/shown-refresh-tokens.js'
import { rolesThatCount } from '../second-factors/required.js'
import { Sessions } from '../sessions/sessions.js'
import type { Asker } from './authenticate-asker.js'
import { ShownAccessTokens } from './shown-access-tokens.js'

export type IntrospectionAnswer =
  | { readonly outcome: 'access_token'; readonly claims: oauth2.IntrospectedClaims }
  | { readonly outcome: 'refresh_token'; readonly token: Omit<oauth2.IntrospectedRefreshToken, 'issuer'> }
  /** Dead, unknown, or none of the asker's business. */
  | { readonly outcome: 'inactive' }
  /** The token's minting key is not loaded here: trouble of ours. */
  | { readonly outcome: 'key_not_loaded' }

const inactive = { outcome: 'inactive' } as const

/** Says what a token is worth at this moment, as the database has it (RFC 7662). Nothing is consumed, and nothing ends. */
@Injectable()
export class IntrospectToken {
  constructor(
    private readonly shownTokens: ShownRefreshTokens,
    private readonly accessTokens: ShownAccessTokens,
    private readonly sessions: Sessions,
    private readonly clients: Clients,
    private readonly configuration: Configuration,
  ) {}

  async introspect(token: string, asker: Asker): Promise<IntrospectionAnswer> {
    const place = this.shownTokens.readOurs(token)
    if (place === 'key_not_loaded') return { outcome: place }
    if (place !== 'not_minted_here') return this.refreshToken(place, await this.sessions.read(place.sessionId), asker)
    const claims = await this.accessTokens.read(token)
    if (!claims) return this.importedToken(token, asker)
    return claims.sid === undefined ? this.clientToken(claims, asker) : this.sessionToken(claims, asker)
  }

  /** Until it is exchanged, a token that moved in is asked what its session would be. */
  private async importedToken(token: string, asker: Asker): Promise<IntrospectionAnswer> {
    const imported = await this.shownTokens.toLookAt(token)
    if (!imported) return inactive
    const { place, waiting } = imported
    // Its client requires proofs, and no key is this token's: it cannot be exchanged.
    if (waiting && waiting.known.session.dpopThumbprint !== null) return inactive
    return this.refreshToken(place, waiting ?? (await this.sessions.read(place.sessionId)), asker)
  }

  /** Active is what would not be refused if its client presented it now, with all that the session asks for. */
  private refreshToken(place: PresentedRefreshToken, read: SessionRead | null, asker: Asker): IntrospectionAnswer {
    if (!read || !mayKnow(asker, read, 'refresh_token')) return inactive
    const { known, policy, now } = read
    const { session, scope } = known
    const { dpopThumbprint } = session
    const decision = decideRefresh(
      {
        ...{ token: place, clientId: session.clientId, clientAuthentication: 'proved', dialect: null, apiKey: null, scope: null },
        dpop: dpopThumbprint === null ? null : { thumbprint: dpopThumbprint, madeAfter: now },
      },
      known,
      policy,
      now,
    )
    if (decision.outcome === 'refused') return inactive
    const { userId, id: sessionId, clientId, companyId, issuedAt } = session
    const expiresAt = Math.min(absoluteEndOf(session, policy), idleEndOf(session, policy))
    // A client that authenticates may come with another key.
    const boundTo = known.client.confidential ? null : dpopThumbprint
    return {
      outcome: 'refresh_token',
      token: { userId, sessionId, clientId, companyId, scope, dpopThumbprint: boundTo, issuedAt, expiresAt },
    }
  }

  private async sessionToken(claims: SessionTokenClaims, asker: Asker): Promise<IntrospectionAnswer> {
    const read = await this.sessions.read(claims.sid)
    if (!read || !mayKnow(asker, read, 'access_token')) return inactive
    const { known, policy, holder, now } = read
    const isAlive = known.user === 'active' && endOf(known.session, policy, known.watermarks, now) === null
    // Only the database's clock tells; the verification before lets every time pass.
    if (!isAlive || claims.exp * 1000 <= now) return inactive
    // Today's roles, as everywhere on this platform, and not those of when the token was signed.
    return { outcome: 'access_token', claims: { ...claims, roles: rolesThatCount(holder, this.configuration.accounts) } }
  }

  private async clientToken(claims: AccessTokenClaims, asker: Asker): Promise<IntrospectionAnswer> {
    if (asker.clientId === undefined) return inactive
    const client = await this.clients.find(claims.client_id)
    if (!client || client.disabledAt !== null || claims.exp * 1000 <= client.now) return inactive
    // `iat` is in whole seconds: a token of the second in which its client was disabled may be older than that, so it counts as older.
    if (client.endedUntil !== null && claims.iat * 1000 <= client.endedUntil) return inactive
    return { outcome: 'access_token', claims: { ...claims } }
  }
}

/**
 * A client is told of every access token, which may be meant for it, and of its own refresh tokens. An API key is told of its company's access tokens, and
 * of refresh tokens where its user sees the sessions, or the session is theirs: others would learn what a refresh token that they got hold of is worth
 * without presenting it, which would find them out.
 */
function mayKnow({ clientId, apiKey }: Asker, { known: { session } }: SessionRead, kind: 'access_token' | 'refresh_token'): boolean {
  if (apiKey === undefined) return kind === 'access_token' || clientId === session.clientId
  if (apiKey.companyId !== session.companyId) return false
  return kind === 'access_token' || apiKey.seesSessions || apiKey.userId === session.userId
}
