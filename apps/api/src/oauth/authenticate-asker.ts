import { Injectable } from '@nestjs/common'
import { viewers } from '@tessera/contract'
import type { oauth2 } from '@tessera/dialects'
import { AuthenticateClient } from '../clients/authenticate-client.js'
import { Configuration } from '../configuration.js'
import { ApiKeyDirectory } from '../http/caller.js'
import { rolesThatCount } from '../second-factors/required.js'

/** Who asks about tokens. */
export type Asker =
  | { readonly clientId: string; readonly apiKey?: never }
  /** The holder of an API key, who is told of their company's tokens alone. */
  | { readonly apiKey: { readonly companyId: number; readonly userId: string; readonly seesSessions: boolean }; readonly clientId?: never }

/** Finds out who asks about tokens, and whether they may (RFC 7662 §2.1). */
@Injectable()
export class AuthenticateAsker {
  constructor(
    private readonly clients: AuthenticateClient,
    private readonly apiKeys: ApiKeyDirectory,
    private readonly configuration: Configuration,
  ) {}

  async authenticate({ client, apiKey }: oauth2.IntrospectionSaid): Promise<Asker | oauth2.IntrospectionRefusal> {
    if (apiKey !== undefined) return this.companyOf(apiKey)
    const found = await this.clients.authenticate(client.clientId, client.clientSecret)
    // Anybody could be a public client, and try out tokens.
    return found?.confidential ? { clientId: found.id } : 'client_unauthenticated'
  }

  private async companyOf(key: string): Promise<Asker | oauth2.IntrospectionRefusal> {
    const bearer = await this.apiKeys.find(key, 'introspect')
    if (!('refusal' in bearer)) {
      const { companyId, userId } = bearer
      const roles = rolesThatCount(bearer, this.configuration.accounts)
      return { apiKey: { companyId, userId, seesSessions: viewers.some((role) => roles.includes(role)) } }
    }
    return bearer.refusal === 'api_key_scope_missing' ? 'api_key_insufficient' : 'api_key_refused'
  }
}
