import { Injectable } from '@nestjs/common'
import type { oauth2 } from '@tessera/dialects'
import { AuthenticateClient } from '../clients/authenticate-client.js'
import { ApiKeyDirectory } from '../http/caller.js'

/** Who asks about tokens. */
export type Asker =
  | { readonly clientId: string; readonly companyId?: never }
  /** The holder of an API key, who is told of their company's tokens alone. */
  | { readonly companyId: number; readonly clientId?: never }

/** Finds out who asks about tokens, and whether they may (RFC 7662 §2.1). */
@Injectable()
export class AuthenticateAsker {
  constructor(
    private readonly clients: AuthenticateClient,
    private readonly apiKeys: ApiKeyDirectory,
  ) {}

  async authenticate({ client, apiKey }: oauth2.IntrospectionSaid): Promise<Asker | oauth2.IntrospectionRefusal> {
    if (apiKey !== undefined) return this.companyOf(apiKey)
    const found = await this.clients.authenticate(client.clientId, client.clientSecret)
    // Anybody could be a public client, and try out tokens.
    return found?.confidential ? { clientId: found.id } : 'client_unauthenticated'
  }

  private async companyOf(key: string): Promise<Asker | oauth2.IntrospectionRefusal> {
    const bearer = await this.apiKeys.find(key, 'introspect')
    if (!('refusal' in bearer)) return { companyId: bearer.companyId }
    return bearer.refusal === 'api_key_scope_missing' ? 'api_key_insufficient' : 'api_key_refused'
  }
}
