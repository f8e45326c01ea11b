import { Injectable } from '@nestjs/common'
import type { DpopProof } from '@tessera/core'
import type { oauth2 } from '@tessera/dialects'
import { AuthenticateClient } from '../clients/authenticate-client.js'
import { Configuration } from '../configuration.js'
import { CustomClaims } from '../custom-claims/custom-claims.js'
import { AccessTokens } from '../tokens/access-token.js'

type ClientCredentialsSaid = Extract<oauth2.TokenSaid, { grantType: 'client_credentials' }>

export type ClientCredentialsAnswer =
  | { readonly outcome: 'granted'; readonly token: oauth2.ClientToken }
  | { readonly outcome: 'refused'; readonly refusal: oauth2.ClientCredentialsRefusal }

/** Gives a confidential client an access token of its own (RFC 6749 §4.4): without a user, a session or a refresh token. */
@Injectable()
export class GrantClientCredentials {
  constructor(
    private readonly clients: AuthenticateClient,
    private readonly accessTokens: AccessTokens,
    private readonly configuration: Configuration,
    private readonly customClaims: CustomClaims,
  ) {}

  /** @param dpop a proof binds the token to its key (RFC 9449 §5); without one it is a bearer token */
  async grant({ client: said, scope }: ClientCredentialsSaid, dpop: DpopProof | null): Promise<ClientCredentialsAnswer> {
    const client = said.clientId === null ? null : await this.clients.authenticate(said.clientId, said.clientSecret)
    if (!client) return refused('client_unauthenticated')
    if (!client.confidential || !client.grants.includes('client_credentials')) return refused('grant_not_allowed')
    if (client.dpopRequired && dpop === null) return refused('proof_missing')
    const allowed = client.scope.split(' ')
    if (scope?.some((word) => !allowed.includes(word))) return refused('scope_exceeded')
    const granted = scope?.join(' ') ?? client.scope
    const custom = await this.customClaims.of({ subject: client.id, clientId: client.id, scope: granted, session: null })
    const { token, expiresIn } = this.accessTokens.sign(
      {
        ...{ subject: client.id, clientId: client.id, scope: granted, audience: client.audience, session: null },
        lifetime: client.accessTokenLifetime ?? this.configuration.policy.accessTokenLifetime,
        dpopThumbprint: dpop?.thumbprint ?? null,
      },
      client.now,
      custom,
    )
    return { outcome: 'granted', token: { accessToken: token, tokenType: dpop ? 'DPoP' : 'Bearer', expiresIn, scope: granted } }
  }
}

function refused(refusal: oauth2.ClientCredentialsRefusal): ClientCredentialsAnswer {
  return { outcome: 'refused', refusal }
}
