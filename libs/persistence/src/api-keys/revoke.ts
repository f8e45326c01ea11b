import { untilSettled } from '../contention.js'
import type { Origin, Reach } from '../sessions/index.js'
import { clock } from '../sessions/sql.js'
import type { Ground } from '../ground.js'

export interface ApiKeyRevocation {
  readonly id: string
  readonly by: string
  readonly origin: Origin
}

const text = `
  WITH revoked AS (
    UPDATE api_keys k SET revoked_at = ${clock('$2')}, revoked_by = $3
    WHERE k.id = $1 AND k.revoked_at IS NULL AND k.user_id = coalesce($6::uuid, k.user_id) AND k.company_id = coalesce($7::int, k.company_id)
    RETURNING k.*
  ), logged AS (
    INSERT INTO events (at, kind, user_id, company_id, by, ip, user_agent, details)
    SELECT r.revoked_at, 'api_key_revoked', r.user_id, r.company_id, $3, $4, $5, jsonb_build_object('id', r.id, 'prefix', r.prefix)
    FROM revoked r
  )
  SELECT FROM api_keys k
  WHERE k.id = $1 AND k.user_id = coalesce($6::uuid, k.user_id) AND k.company_id = coalesce($7::int, k.company_id)`

/**
 * Revokes a key, and logs it in the same statement. It is committed when this returns, and final: one that was revoked before keeps its
 * first revocation.
 *
 * @returns whether there is such a key within reach
 * @throws ContentionFault when the row stayed contended until the deadline; nothing was changed then
 */
export async function revokeApiKey(ground: Ground, { id, by, origin }: ApiKeyRevocation, reach: Reach): Promise<boolean> {
  return untilSettled(async () => {
    const { rowCount } = await ground.pool.query(text, [
      ...[id, ground.clockOffset(), by, origin.ip, origin.userAgent],
      ...[reach.userId ?? null, reach.companyId ?? null],
    ])
    return rowCount === 1
  })
}
