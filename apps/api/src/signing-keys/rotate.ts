import { Injectable } from '@nestjs/common'
import type { ListedSigningKey, Origin } from '@tessera/persistence'
import type { Caller } from '../http/caller.js'
import { notice } from './notice.js'
import { SigningKeys } from './signing-keys.js'
import { StoredSigningKeys } from './stored-signing-keys.js'

/** Makes a key that takes over when every verifier can know it, or at once; one that waits already is answered instead. */
@Injectable()
export class RotateSigningKey {
  constructor(
    private readonly stored: StoredSigningKeys,
    private readonly signingKeys: SigningKeys,
  ) {}

  async rotate(atOnce: boolean, by: Caller, origin: Origin): Promise<ListedSigningKey> {
    const make = () => this.signingKeys.make()
    const key = await this.stored.rotate({ notice: atOnce ? 0 : notice, make, by: by.userId, origin })
    await known(this.signingKeys)
    return key
  }
}

/** The change is committed: if the database is away by now, this process learns of it when it is back. */
export function known(signingKeys: SigningKeys): Promise<void> {
  return signingKeys.lookAgain().catch(() => undefined)
}
