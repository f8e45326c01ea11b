import type { Database } from '../database.js'
import type { Ground } from '../ground.js'
import { type FactorChange, removeSecondFactor, renewRecoveryCodes } from './change.js'
import { findSecondFactor } from './find.js'
import { type Confirmation, confirmSecondFactor, setUpSecondFactor } from './set-up.js'

export type { StoredSecondFactor } from './find.js'

/** Second factors and recovery codes. A login uses them up itself (`sessions/start.ts`). */
export type SecondFactorStore = ReturnType<typeof secondFactorStore>

/** @param clockOffset milliseconds, for tests: moves the database's clock, which is the only one that counts */
export function secondFactorStore({ pool }: Pick<Database, 'pool'>, clockOffset: () => number = () => 0) {
  const ground: Ground = { pool, clockOffset }
  return {
    find: (userId: string) => findSecondFactor(ground, userId),
    setUp: (userId: string, encryptedSecret: Uint8Array) => setUpSecondFactor(ground, userId, encryptedSecret),
    confirm: (confirmation: Confirmation) => confirmSecondFactor(ground, confirmation),
    remove: (change: FactorChange) => removeSecondFactor(ground, change),
    renewRecoveryCodes: (change: FactorChange, hashes: readonly Uint8Array[]) => renewRecoveryCodes(ground, change, hashes),
  }
}
