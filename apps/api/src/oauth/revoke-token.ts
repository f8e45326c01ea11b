import { Injectable } from '@nestjs/common'
import type { Instant } from '@tessera/core'
import type { oauth2 } from '@tessera/dialects'
import type { Origin } from '@tessera/persistence'
import { AuthenticateClient } from '../clients/authenticate-client.js'
import { ShownRefreshTokens } from '../imported-tokens/shown-refresh-tokens.js'
import { Sessions } from '../sessions/sessions.js'
import { ShownAccessTokens } from './shown-access-tokens.js'

export type RevocationAnswer =
  /** `sessionId`: the session that is over now; null when the token is none of ours, or dead. */
  | { readonly outcome: 'revoked'; readonly sessionId: string | null }
  | { readonly outcome: 'refused'; readonly refusal: oauth2.RevocationRefusal }
  /** The token's minting key is not loaded here: trouble of ours. */
  | { readonly outcome: 'key_not_loaded' }

/**
 * Revokes a token for the client that it was issued to: ends its session (RFC 7009), as a logout by its user. Any refresh token of the
 * session does, however old, and any access token of it that has not expired.
 */
@Injectable()
export class RevokeToken {
  constructor(
    private readonly clients: AuthenticateClient,
    private readonly shownTokens: ShownRefreshTokens,
    private readonly accessTokens: ShownAccessTokens,
    private readonly sessions: Sessions,
  ) {}

  async revoke({ token, client: said }: oauth2.RevocationSaid, origin: Origin): Promise<RevocationAnswer> {
    const client = await this.clients.authenticate(said.clientId, said.clientSecret)
    if (!client) return refused('client_unauthenticated')
    const place = this.shownTokens.readOurs(token)
    if (place === 'key_not_loaded') return { outcome: place }
    return place === 'not_minted_here' ? this.revokeOther(token, client.id, origin) : this.endSession(place.sessionId, client.id, origin)
  }

  /** An access token of ours, or a refresh token of another system whose user moved in. */
  private async revokeOther(token: string, clientId: string, origin: Origin): Promise<RevocationAnswer> {
    const claims = await this.accessTokens.read(token)
    if (!claims) return this.revokeImported(token, clientId, origin)
    if (claims.sid !== undefined) return this.endSession(claims.sid, clientId, origin, claims.exp * 1000)
    return refused(claims.client_id === clientId ? 'without_session' : 'wrong_client')
  }

  private async revokeImported(token: string, clientId: string, origin: Origin): Promise<RevocationAnswer> {
    const imported = await this.shownTokens.toEnd(token, origin, clientId)
    if (!imported) return { outcome: 'revoked', sessionId: null }
    // It waits still: so it was found to be another client's.
    return imported.waiting ? refused('wrong_client') : this.endSession(imported.place.sessionId, clientId, origin)
  }

  /** @param expiresAt of the token, by the database's clock: the verification before lets every time pass */
  private async endSession(id: string, clientId: string, origin: Origin, expiresAt: Instant = Infinity): Promise<RevocationAnswer> {
    const read = await this.sessions.read(id)
    if (!read || expiresAt <= read.now) return { outcome: 'revoked', sessionId: null }
    if (read.known.session.clientId !== clientId) return refused('wrong_client')
    await this.sessions.end({ id, reason: 'logout', by: 'owner', origin })
    return { outcome: 'revoked', sessionId: id }
  }
}

function refused(refusal: oauth2.RevocationRefusal): RevocationAnswer {
  return { outcome: 'refused', refusal }
}
