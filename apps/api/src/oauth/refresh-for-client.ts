import { Injectable } from '@nestjs/common'
import type { DpopProof, Refusal } from '@tessera/core'
import type { oauth2 } from '@tessera/dialects'
import { AuthenticateClient } from '../clients/authenticate-client.js'
import { Refresh, type RefreshAnswer, type RefreshCall } from '../sessions/refresh.js'

type RefreshSaid = Extract<oauth2.TokenSaid, { grantType: 'refresh_token' }>

/** What is found out without a look at the client that the request names. */
const clientNotJudged: ReadonlySet<Refusal> = new Set(['not_minted_here', 'session_unknown', 'proof_missing', 'wrong_client'])

/**
 * Refreshes for a client that may authenticate (RFC 6749 §6). The statement that moves the session on checks the secret too; only a refusal
 * that came before it is looked at again, for a client with a wrong secret has to hear of that first.
 */
@Injectable()
export class RefreshForClient {
  constructor(
    private readonly refreshVerb: Refresh,
    private readonly clients: AuthenticateClient,
  ) {}

  async refresh({ refreshToken, scope, client }: RefreshSaid, dpop: DpopProof | null, call: RefreshCall): Promise<RefreshAnswer> {
    const answer = await this.refreshVerb.refresh({ refreshToken, ...client, apiKey: null, dialect: null, scope, dpop }, call)
    if (answer.outcome !== 'refused' || client.clientId === null || !clientNotJudged.has(answer.refusal)) return answer
    const authenticated = await this.clients.authenticate(client.clientId, client.clientSecret)
    return authenticated ? answer : { ...answer, refusal: 'client_unauthenticated' }
  }
}
