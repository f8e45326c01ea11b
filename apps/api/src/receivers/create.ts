import { Injectable } from '@nestjs/common'
import type { FieldFault } from '@tessera/contract'
import type { Origin, ReceiverForm, StoredReceiver } from '@tessera/persistence'
import type { Caller } from '../http/caller.js'
import { ReceiverAddresses } from './addresses.js'
import { faultsOfFields, faultsOfUrl, type SaidOfReceiver } from './faults.js'
import { Receivers } from './receivers.js'
import { ReceiverSeal } from './receiver-seal.js'
import { newWebhookSecret } from './webhook-secret.js'

export interface ReceiverWanted extends SaidOfReceiver {
  readonly name: string
  readonly form: ReceiverForm
  /** Null: everybody's events; undefined: those of the company of whoever registers it. */
  readonly companyId: number | null | undefined
}

export type ReceiverMade =
  /** `secret` is shown this once; null for all but webhooks. */
  | { readonly outcome: 'made'; readonly receiver: StoredReceiver; readonly secret: string | null }
  | { readonly outcome: 'refused'; readonly refusal: 'company_unknown' | 'too_many_receivers' | 'not_everybodys' }
  | { readonly outcome: 'refused'; readonly refusal: 'faulty'; readonly faults: readonly FieldFault[] }

/** Registers an address that is told what happens, within what an administrator's role and company allow. */
@Injectable()
export class CreateReceiver {
  constructor(
    private readonly receivers: Receivers,
    private readonly addresses: ReceiverAddresses,
    private readonly seal: ReceiverSeal,
  ) {}

  async create({ form, name, companyId = undefined, ...said }: ReceiverWanted, by: Caller, origin: Origin): Promise<ReceiverMade> {
    const whose = companyId === undefined ? by.companyId : companyId
    if (by.companyBound && whose === null) return { outcome: 'refused', refusal: 'not_everybodys' }
    if (by.companyBound && whose !== by.companyId) return { outcome: 'refused', refusal: 'company_unknown' }
    const faults = [...faultsOfFields(form, said, true), ...(await faultsOfUrl(this.addresses, said.url))]
    if (faults.length > 0) return { outcome: 'refused', refusal: 'faulty', faults }
    const { url = null, kinds = [], audience = null, authorization = null } = said
    const secret = form === 'webhook' ? newWebhookSecret() : null
    const creation = await this.receivers.create(
      { form, name, companyId: whose, url, kinds: [...new Set(kinds)], audience },
      (id) => ({
        secret: secret === null ? null : this.seal.seal('secret', id, secret),
        authorization: authorization === null ? null : this.seal.seal('authorization', id, authorization),
      }),
      { by: by.userId, origin },
    )
    return creation.outcome === 'created' ? { outcome: 'made', receiver: creation.receiver, secret } : creation
  }
}
