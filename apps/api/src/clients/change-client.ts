import { Injectable } from '@nestjs/common'
import type { FieldFault } from '@tessera/contract'
import type { ClientDetail, ClientState, Origin, StoredClient } from '@tessera/persistence'
import { Configuration } from '../configuration.js'
import type { Caller } from '../http/caller.js'
import { Clients } from './clients.js'
import { faultsOfClient } from './faults.js'

export type ChangedClient =
  | { readonly outcome: 'changed'; readonly client: ClientDetail }
  | { readonly outcome: 'refused'; readonly refusal: 'client_unknown' }
  | { readonly outcome: 'refused'; readonly refusal: 'faulty'; readonly faults: readonly FieldFault[] }

/** Changes, disables or enables a client. */
@Injectable()
export class ChangeClient {
  constructor(
    private readonly clients: Clients,
    private readonly configuration: Configuration,
  ) {}

  async change(id: string, changes: Partial<ClientState>, by: Caller, origin: Origin): Promise<ChangedClient> {
    const judge = (client: StoredClient) => {
      const from = { ...client, disabled: client.disabledAt !== null }
      const { id: _id, confidential: _confidential, disabledAt: _disabledAt, createdAt: _createdAt, ...to } = { ...from, ...changes }
      const faults = this.faultsOf(from, { ...from, ...to })
      return faults.length > 0 ? { refusal: faults } : { to }
    }
    const changed = await this.clients.change(id, judge, { by: by.userId, origin })
    if (changed === null) return { outcome: 'refused', refusal: 'client_unknown' }
    return changed.outcome === 'changed' ? changed : { outcome: 'refused', refusal: 'faulty', faults: changed.refusal }
  }

  /**
   * Only what the change brings with it: where the platform's settings have made a client faulty in the meantime, it can be disabled all
   * the same.
   */
  private faultsOf(from: StoredClient & ClientState, to: StoredClient & ClientState): readonly FieldFault[] {
    const { policy } = this.configuration
    const before = faultsOfClient(from, policy).map(({ field, fault }) => `${field} ${fault}`)
    return faultsOfClient(to, policy).filter(({ field, fault }) => !before.includes(`${field} ${fault}`))
  }
}
