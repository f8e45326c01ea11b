import type { Seconds } from '@tessera/core'
import { untilSettled } from '../contention.js'
import type { Origin, Reach } from '../sessions/index.js'
import { clock } from '../sessions/sql.js'
import { inTransaction } from '../transaction.js'
import { uuidv7 } from '../uuidv7.js'
import type { Ground } from '../ground.js'
import { apiKeyColumns, type ApiKeyScope, isLive, type StoredApiKey } from './stored-api-key.js'

export interface NewApiKey {
  /** Whom it shall speak for; it belongs to their company. */
  readonly userId: string
  readonly name: string
  readonly scopes: readonly ApiKeyScope[]
  /** Null: it does not expire. */
  readonly expiresIn: Seconds | null
  /** The visible part. */
  readonly prefix: string
  /** SHA-256 of the whole. */
  readonly hash: Buffer
  readonly by: string
  readonly origin: Origin
}

export type ApiKeyCreation =
  | { readonly outcome: 'created'; readonly apiKey: StoredApiKey }
  | { readonly outcome: 'refused'; readonly refusal: 'user_unknown' | 'too_many_api_keys' }

/** Live keys that one user may have. */
export const mostLiveKeys = 50

/** Of those who make keys for one user at once, each waits here for the one before: or the count would miss keys not committed yet. */
const lockUser = `
  SELECT u.company_id AS "companyId" FROM users u WHERE u.id = $1 AND u.disabled_at IS NULL AND u.deleted_at IS NULL FOR NO KEY UPDATE`

const countLive = `
  SELECT count(*)::int AS live FROM api_keys k, (SELECT ${clock('$2')} AS now) n WHERE k.user_id = $1 AND ${isLive}`

const insert = `
  WITH n AS MATERIALIZED (SELECT ${clock('$1')} AS now),
  k AS (
    INSERT INTO api_keys (id, company_id, user_id, name, prefix, hash, scopes, created_at, expires_at)
    SELECT ${uuidv7('n.now')}, $2, $3, $4, $5, $6, $7, n.now, n.now + make_interval(secs => $8) FROM n
    RETURNING *
  ), logged AS (
    INSERT INTO events (at, kind, user_id, company_id, by, ip, user_agent, details)
    SELECT k.created_at, 'api_key_created', k.user_id, k.company_id, $9, $10, $11,
      jsonb_build_object('id', k.id, 'prefix', k.prefix, 'name', k.name, 'scopes', k.scopes, 'expires_at', k.expires_at)
    FROM k
  )
  SELECT ${apiKeyColumns('NULL')} FROM n, k JOIN users u ON u.id = k.user_id JOIN companies o ON o.id = k.company_id`

/**
 * Creates a key for an active user within reach, and logs it.
 *
 * @throws ContentionFault when others held the user's row until the deadline; nothing was created then
 */
export async function createApiKey(ground: Ground, key: NewApiKey, reach: Reach = {}): Promise<ApiKeyCreation> {
  const { userId, name, scopes, expiresIn, prefix, hash, by, origin } = key
  return untilSettled(() =>
    inTransaction(ground.pool, async (transaction): Promise<ApiKeyCreation> => {
      const { rows: users } = await transaction.query<{ companyId: number }>(lockUser, [userId])
      const [user] = users
      const isWithin = user && (reach.companyId ?? user.companyId) === user.companyId && (reach.userId ?? userId) === userId
      if (!isWithin) return { outcome: 'refused', refusal: 'user_unknown' }
      const { rows: counts } = await transaction.query<{ live: number }>(countLive, [userId, ground.clockOffset()])
      if ((counts[0]?.live ?? 0) >= mostLiveKeys) return { outcome: 'refused', refusal: 'too_many_api_keys' }
      const { rows } = await transaction.query<StoredApiKey>(insert, [
        ...[ground.clockOffset(), user.companyId, userId, name, prefix, hash, scopes, expiresIn],
        ...[by, origin.ip, origin.userAgent],
      ])
      const [apiKey] = rows
      if (!apiKey) throw new Error('the API key was not written')
      return { outcome: 'created', apiKey }
    }),
  )
}
