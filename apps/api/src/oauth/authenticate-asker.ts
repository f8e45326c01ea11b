import { Injectable } from '@nestjs/common'
import type { oauth2 } from '@tessera/dialects'
import { ApiKeys } from '../api-keys/api-keys.js'
import { digestOf } from '../api-keys/api-key.js'
import { LastUsed } from '../api-keys/last-used.js'
import { AuthenticateClient } from '../clients/authenticate-client.js'

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
    private readonly apiKeys: ApiKeys,
    private readonly lastUsed: LastUsed,
  ) {}

  async authenticate({ client, apiKey }: oauth2.IntrospectionSaid): Promise<Asker | oauth2.IntrospectionRefusal> {
    if (apiKey !== undefined) return this.companyOf(apiKey)
    const found = await this.clients.authenticate(client.clientId, client.clientSecret)
    // Anybody could be a public client, and try out tokens.
    return found?.confidential ? { clientId: found.id } : 'client_unauthenticated'
  }

  private async companyOf(text: string): Promise<Asker | oauth2.IntrospectionRefusal> {
    const digest = digestOf(text)
    const bearer = digest && (await this.apiKeys.authenticate(digest))
    if (!bearer || 'refusal' in bearer) return 'api_key_refused'
    if (!bearer.scopes.includes('introspect')) return 'api_key_insufficient'
    this.lastUsed.note(digest.prefix)
    return { companyId: bearer.companyId }
  }
}
