import { Injectable } from '@nestjs/common'
import type { FoundClient } from '@tessera/persistence'
import { clientSecretHash } from './client-secret.js'
import { Clients } from './clients.js'

/** Finds out which client a request comes from (RFC 6749 §2.3, §3.2.1). */
@Injectable()
export class AuthenticateClient {
  constructor(private readonly clients: Clients) {}

  /**
   * The client that is named: a confidential one by its secret, a public one by its id alone, so that anybody may have named it. Null when
   * there is none, it is disabled, or the secret is wrong, missing, or shown for a client that has none.
   */
  async authenticate(clientId: string, secret: string | null): Promise<FoundClient | null> {
    if (secret !== null) return this.clients.authenticate(clientId, clientSecretHash(secret))
    const client = await this.clients.find(clientId)
    return client && !client.confidential && client.disabledAt === null ? client : null
  }
}
