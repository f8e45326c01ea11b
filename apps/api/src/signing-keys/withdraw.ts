import { Injectable } from '@nestjs/common'
import type { Origin, WithdrawnSigningKey } from '@tessera/persistence'
import type { Caller } from '../http/caller.js'
import { known } from './rotate.js'
import { SigningKeys } from './signing-keys.js'
import { StoredSigningKeys } from './stored-signing-keys.js'

/**
 * Takes a key out of JWKS. This process refuses its tokens when the answer is given; every other one `lookEvery` later at most, and a resource
 * server when its copy of JWKS is renewed.
 */
@Injectable()
export class WithdrawSigningKey {
  constructor(
    private readonly stored: StoredSigningKeys,
    private readonly signingKeys: SigningKeys,
  ) {}

  async withdraw(kid: string, by: Caller, origin: Origin): Promise<WithdrawnSigningKey> {
    const withdrawn = await this.stored.withdraw({ kid, by: by.userId, origin })
    if (withdrawn.outcome === 'withdrawn') await known(this.signingKeys)
    return withdrawn
  }
}
