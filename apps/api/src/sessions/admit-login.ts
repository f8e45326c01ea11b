import { Injectable } from '@nestjs/common'
import type { LoginRefusal } from '@tessera/dialects'
import { builtInClient, type ShownApiKey, type StoredClient } from '@tessera/persistence'
import { digestOf } from '../api-keys/api-key.js'
import { AuthenticateClient } from '../clients/authenticate-client.js'
import { ApiKeyDirectory } from '../http/caller.js'
import type { LoginAttempt } from './log-in.js'

/** Through what a login comes, and what that demands of it. */
export type Admission =
  | {
      readonly client: StoredClient
      /** The API key that the login came with, whose company the user must belong to; null where none is asked for. */
      readonly apiKey: { readonly shown: ShownApiKey; readonly companyId: number } | null
      readonly refusal?: never
    }
  | { readonly refusal: LoginRefusal }

/** Looks at what a login came through, before it is asked who logs in: its client and, in a wire format that asks for one, its API key. */
@Injectable()
export class AdmitLogin {
  constructor(
    private readonly clients: AuthenticateClient,
    private readonly apiKeys: ApiKeyDirectory,
  ) {}

  async admit({ clientId, clientSecret, apiKey, dialect, dpopThumbprint }: LoginAttempt): Promise<Admission> {
    const client = await this.clients.authenticate(clientId ?? builtInClient, clientSecret)
    if (!client?.grants.includes('refresh_token')) return { refusal: 'client_unusable' }
    if (dialect !== null && client.dialects !== null && !client.dialects.includes(dialect.name)) return { refusal: 'client_unusable' }
    if (client.dpopRequired && dpopThumbprint === null) return { refusal: 'proof_missing' }
    if (apiKey === null) return { client, apiKey: null }
    const shown = digestOf(apiKey)
    if (!shown) return { refusal: 'api_key_refused' }
    const bearer = await this.apiKeys.find(apiKey, 'tokens')
    return 'refusal' in bearer ? { refusal: 'api_key_refused' } : { client, apiKey: { shown, companyId: bearer.companyId } }
  }
}
