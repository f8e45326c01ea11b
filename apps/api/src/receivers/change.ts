import { Injectable } from '@nestjs/common'
import type { FieldFault } from '@tessera/contract'
import type { Origin, StoredReceiver } from '@tessera/persistence'
import { type Caller, reachOf } from '../http/caller.js'
import { ReceiverAddresses } from './addresses.js'
import { faultsOfFields, faultsOfMove, faultsOfUrl, type SaidOfReceiver } from './faults.js'
import { Receivers } from './receivers.js'
import { ReceiverSeal } from './receiver-seal.js'

export interface ReceiverChanges extends SaidOfReceiver {
  readonly name?: string | undefined
  readonly paused?: boolean | undefined
}

export type ReceiverChanged =
  | { readonly outcome: 'changed'; readonly receiver: StoredReceiver }
  | { readonly outcome: 'refused'; readonly refusal: 'receiver_unknown' }
  | { readonly outcome: 'refused'; readonly refusal: 'faulty'; readonly faults: readonly FieldFault[] }

/** Changes a receiver, pauses it, or lets it go on. */
@Injectable()
export class ChangeReceiver {
  constructor(
    private readonly receivers: Receivers,
    private readonly addresses: ReceiverAddresses,
    private readonly seal: ReceiverSeal,
  ) {}

  async change(id: string, { name, paused, ...said }: ReceiverChanges, by: Caller, origin: Origin): Promise<ReceiverChanged> {
    const faulty = await faultsOfUrl(this.addresses, said.url)
    const { url, kinds, audience, authorization } = said
    const changed = await this.receivers.change<readonly FieldFault[]>(
      id,
      (before) => {
        const faults = [...faultsOfFields(before.form, said, false), ...faulty, ...faultsOfMove(before, said)]
        if (faults.length > 0) return { refusal: faults }
        const to = {
          name: name ?? before.name,
          url: url ?? before.url,
          kinds: kinds ? [...new Set(kinds)] : (before.kinds ?? []),
          audience: audience ?? before.audience,
          paused: paused ?? before.pausedAt !== null,
          authorization: typeof authorization === 'string' ? this.seal.seal('authorization', id, authorization) : authorization,
        }
        return { to }
      },
      reachOf(by),
      { by: by.userId, origin },
    )
    if (changed === null) return { outcome: 'refused', refusal: 'receiver_unknown' }
    return changed.outcome === 'changed' ? changed : { outcome: 'refused', refusal: 'faulty', faults: changed.refusal }
  }
}
