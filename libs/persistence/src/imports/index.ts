import type { Policy } from '@tessera/core'
import type { Database } from '../database.js'
import type { Ground } from '../sessions/ground.js'
import type { LoginOrigin } from '../sessions/index.js'
import { exchange, exchangeToEnd, type ForeignAttempt } from './exchange.js'
import { importUsers, type ImportedUser } from './import-users.js'
import { readImportedToken } from './read-token.js'

export type { Exchanged, ForeignAttempt } from './exchange.js'
export { importOf } from './imported-as.js'
export { holderOfGiven, type Imported, type ImportedUser } from './import-users.js'
export type { ImportedToken } from './read-token.js'
export * from './password-hash.js'

/** The verbs of what moves in from another system. */
export type ImportedTokenStore = ReturnType<typeof importedTokenStore>

/** The live tokens that moved in, over one database. `defaults` and `clockOffset` as for the sessions that they start. */
export function importedTokenStore({ pool }: Pick<Database, 'pool'>, defaults: Policy, clockOffset: () => number = () => 0) {
  const ground: Ground = { pool, defaults, clockOffset }
  return {
    exchange: (hash: Uint8Array, attempt: ForeignAttempt, origin: LoginOrigin) => exchange(ground, hash, attempt, origin),
    exchangeToEnd: (hash: Uint8Array, origin: LoginOrigin, clientId: string | null) => exchangeToEnd(ground, hash, origin, clientId),
    read: (hash: Uint8Array) => readImportedToken(ground, hash),
  }
}

/** Writes a batch of users who move in. See `importUsers`. */
export function importStore({ pool }: Pick<Database, 'pool'>, clockOffset: () => number = () => 0) {
  return { users: (users: readonly ImportedUser[]) => importUsers({ pool, clockOffset }, users) }
}
