import { Injectable } from '@nestjs/common'
import type { LoginRefusal } from '@tessera/dialects'
import { builtInClient, type StoredClient } from '@tessera/persistence'
import { ApiKeys } from '../api-keys/api-keys.js'
import { digestOf } from '../api-keys/api-key.js'
import { LastUsed } from '../api-keys/last-used.js'
import { clientSecretHash } from '../clients/client-secret.js'
import { Clients } from '../clients/clients.js'
import type { LoginAttempt } from './log-in.js'

/** Through what a login comes, and what that demands of it. */
export type Admission =
  | {
      readonly client: StoredClient
      /** The company that the user must belong to; null for any. */
      readonly companyId: number | null
      readonly refusal?: never
    }
  | { readonly refusal: LoginRefusal }

/** Looks at what a login came through, before it is asked who logs in: its client and, in a wire format that asks for one, its API key. */
@Injectable()
export class AdmitLogin {
  constructor(
    private readonly clients: Clients,
    private readonly apiKeys: ApiKeys,
    private readonly lastUsed: LastUsed,
  ) {}

  async admit({ clientId, clientSecret, apiKey, dialect, dpopThumbprint }: LoginAttempt): Promise<Admission> {
    const client = await this.clients.find(clientId ?? builtInClient)
    if (!client || client.disabledAt || !client.grants.includes('refresh_token')) return { refusal: 'client_unusable' }
    if (dialect !== null && client.dialects !== null && !client.dialects.includes(dialect.name)) return { refusal: 'client_unusable' }
    if (!(await this.isProved(client, clientSecret))) return { refusal: 'client_unusable' }
    if (client.dpopRequired && dpopThumbprint === null) return { refusal: 'proof_missing' }
    if (apiKey === null) return { client, companyId: null }
    const key = await this.apiKeyOf(apiKey)
    return key === null ? { refusal: 'api_key_refused' } : { client, companyId: key.companyId }
  }

  /** A public client has no secret: one that shows a secret is not the client that it says. */
  private async isProved({ id, confidential }: StoredClient, secret: string | null): Promise<boolean> {
    if (secret === null) return !confidential
    return (await this.clients.authenticate(id, clientSecretHash(secret))) !== null
  }

  private async apiKeyOf(text: string): Promise<{ readonly companyId: number } | null> {
    const digest = digestOf(text)
    const key = digest && (await this.apiKeys.authenticate(digest))
    if (!digest || !key || 'refusal' in key || !key.scopes.includes('tokens')) return null
    this.lastUsed.note(digest.prefix)
    return key
  }
}
