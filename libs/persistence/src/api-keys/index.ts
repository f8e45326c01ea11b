import type { Database } from '../database.js'
import type { Reach, ShownApiKey } from '../sessions/index.js'
import { authenticateApiKey } from './authenticate.js'
import { createApiKey, type NewApiKey } from './create.js'
import type { Ground } from '../ground.js'
import { findApiKey } from './find.js'
import { type ApiKeyQuery, listApiKeys } from './list.js'
import { type ApiKeyRevocation, revokeApiKey } from './revoke.js'
import { standingOfApiKeys } from './standing.js'
import { type ApiKeyUse, touchApiKeys } from './touch.js'

export type { ApiKeyBearer, ApiKeyRefusal } from './authenticate.js'
export { type ApiKeyCreation, mostLiveKeys, type NewApiKey } from './create.js'
export type { ApiKeyPage, ApiKeyQuery } from './list.js'
export type { ApiKeyRevocation } from './revoke.js'
export type { ApiKeyHold, ApiKeyScope, ApiKeyState, StoredApiKey } from './stored-api-key.js'
export type { ApiKeyUse } from './touch.js'

/** The verbs of the API keys' store. Each is one file beside this one, with its promise. */
export type ApiKeyStore = ReturnType<typeof apiKeyStore>

/** @param clockOffset milliseconds, for tests: moves the database's clock, which is the only one that counts */
export function apiKeyStore({ pool }: Pick<Database, 'pool'>, clockOffset: () => number = () => 0) {
  const ground: Ground = { pool, clockOffset }
  return {
    create: (key: NewApiKey, reach?: Reach) => createApiKey(ground, key, reach),
    find: (id: string, reach: Reach) => findApiKey(ground, id, reach),
    list: (query: ApiKeyQuery) => listApiKeys(ground, query),
    revoke: (revocation: ApiKeyRevocation, reach: Reach) => revokeApiKey(ground, revocation, reach),
    authenticate: (shown: ShownApiKey) => authenticateApiKey(ground, shown),
    standing: (ids: readonly string[]) => standingOfApiKeys(ground, ids),
    touch: (uses: readonly ApiKeyUse[]) => touchApiKeys(ground, uses),
  }
}
