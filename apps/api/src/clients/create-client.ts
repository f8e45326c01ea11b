import { Injectable } from '@nestjs/common'
import type { FieldFault } from '@tessera/contract'
import type { ClientDetail, ClientRules, Origin } from '@tessera/persistence'
import { Configuration } from '../configuration.js'
import type { Caller } from '../http/caller.js'
import { newClientId } from './client-id.js'
import { clientSecretHash, newClientSecret } from './client-secret.js'
import { Clients } from './clients.js'
import { faultsOfClient } from './faults.js'

export interface ClientWanted {
  /** Null: made from the name. */
  readonly id: string | null
  readonly confidential: boolean
  readonly rules: Partial<ClientRules> & Pick<ClientRules, 'name'>
}

export type ClientCreation =
  /** `secret` is shown once, and stored nowhere; null for a public client. */
  | { readonly outcome: 'created'; readonly client: ClientDetail; readonly secret: string | null }
  | { readonly outcome: 'refused'; readonly refusal: 'client_id_taken' }
  | { readonly outcome: 'refused'; readonly refusal: 'faulty'; readonly faults: readonly FieldFault[] }

const defaults: Omit<ClientRules, 'name'> = {
  ...{ scope: 'account', grants: ['refresh_token'], audience: null, dialects: [] },
  ...{ accessTokenLifetime: null, idleTimeout: null, absoluteLifetime: null, retryWindow: null, reusePolicy: null },
  ...{ sessionsPerUser: null, dpopRequired: false },
}

/** Creates a client; a confidential one gets its first secret. */
@Injectable()
export class CreateClient {
  constructor(
    private readonly clients: Clients,
    private readonly configuration: Configuration,
  ) {}

  async create(wanted: ClientWanted, by: Caller, origin: Origin): Promise<ClientCreation> {
    const rules = { ...defaults, ...wanted.rules }
    const client = { ...rules, id: wanted.id ?? newClientId(rules.name), confidential: wanted.confidential }
    const faults = faultsOfClient({ ...client, disabled: false }, this.configuration.policy)
    if (faults.length > 0) return { outcome: 'refused', refusal: 'faulty', faults }
    const secret = client.confidential ? newClientSecret() : null
    const secretHash = secret === null ? null : clientSecretHash(secret)
    const created = await this.clients.create({ ...client, secretHash }, { by: by.userId, origin })
    return created === 'client_id_taken' ? { outcome: 'refused', refusal: created } : { outcome: 'created', client: created, secret }
  }
}
