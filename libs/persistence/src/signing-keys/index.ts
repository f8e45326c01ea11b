import type { Seconds } from '@tessera/core'
import type { Database } from '../database.js'
import type { Ground } from '../ground.js'
import { listSigningKeys, publishedSigningKeys } from './list.js'
import { createFirstKey, rotateOldSigningKey, rotateSigningKey, type SigningKeyRotation } from './rotate.js'
import type { NewSigningKey } from './stored-signing-key.js'
import { withdrawSigningKey, type SigningKeyWithdrawal } from './withdraw.js'

export type { SigningKeyRotation } from './rotate.js'
export type { ListedSigningKey, NewSigningKey, PublicSigningKey, PublishedSigningKey, SigningKeyState } from './stored-signing-key.js'
export type { SigningKeyWithdrawal, WithdrawnSigningKey } from './withdraw.js'

/** The verbs of the signing keys' store. Each is in a file beside this one, with its promise. */
export type SigningKeyStore = ReturnType<typeof signingKeyStore>

/**
 * The keys that sign access tokens, their private halves encrypted.
 *
 * @param clockOffset milliseconds, for tests: moves the database's clock, which is the only one that counts
 */
export function signingKeyStore({ pool }: Pick<Database, 'pool'>, clockOffset: () => number = () => 0) {
  const ground: Ground = { pool, clockOffset }
  return {
    published: () => publishedSigningKeys(ground),
    list: () => listSigningKeys(ground),
    createFirst: (make: () => Promise<NewSigningKey>) => createFirstKey(ground, make),
    rotate: (rotation: SigningKeyRotation) => rotateSigningKey(ground, rotation),
    rotateOld: (age: Seconds, rotation: SigningKeyRotation) => rotateOldSigningKey(ground, age, rotation),
    withdraw: (withdrawal: SigningKeyWithdrawal) => withdrawSigningKey(ground, withdrawal),
  }
}
