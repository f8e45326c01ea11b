import { Injectable } from '@nestjs/common'
import type { Client } from '@tessera/contract'
import type { ClientDetail } from '@tessera/persistence'
import { Configuration } from '../configuration.js'
import { time } from '../http/time.js'
import { fieldsOf } from './client-fields.js'

/** Clients as the wire has them; of their secrets, when they were made and until when they work. */
@Injectable()
export class ClientViews {
  constructor(private readonly configuration: Configuration) {}

  readonly of = (client: ClientDetail): Client => {
    const { policy } = this.configuration
    return {
      client_id: client.id,
      confidential: client.confidential,
      ...fieldsOf(client),
      defaults: {
        access_token_lifetime: policy.accessTokenLifetime,
        idle_timeout: policy.idleTimeout,
        absolute_lifetime: policy.absoluteLifetime,
        retry_window: policy.retryWindow,
        reuse_policy: policy.reusePolicy,
      },
      disabled: client.disabledAt !== null,
      created_at: time(client.createdAt),
      secrets: client.secrets.map(({ createdAt, expiresAt }) => ({
        created_at: time(createdAt),
        expires_at: expiresAt === null ? null : time(expiresAt),
      })),
    }
  }
}
