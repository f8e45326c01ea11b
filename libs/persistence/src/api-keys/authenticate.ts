import type { Role, ShownApiKey } from '../sessions/index.js'
import { clock } from '../sessions/sql.js'
import type { Ground } from '../ground.js'
import { type ApiKeyHold, type ApiKeyScope, holdOf } from './stored-api-key.js'

/** Who a key speaks for now, and what it may do. It sees nothing beyond its company, whoever its user is, but revocations with `revocations:every_company`. */
export interface ApiKeyBearer {
  readonly id: string
  readonly companyId: number
  readonly userId: string
  readonly scopes: readonly ApiKeyScope[]
  /** What its user may do today. */
  readonly roles: readonly Role[]
  /** Whether logins of its user need a second factor. */
  readonly hasSecondFactor: boolean
}

/** Why a key speaks for nobody. */
export interface ApiKeyRefusal {
  readonly refusal: 'api_key_unknown' | 'api_key_revoked' | 'api_key_expired' | ApiKeyHold
}

/**
 * The columns of a bearer and of the refusal, from key `k` and its user `u` at `n.now`. What is good here is good for the statement of a refresh, too:
 * a test holds them equal.
 */
export const bearerColumns = `
  k.id, k.company_id AS "companyId", k.user_id AS "userId", k.scopes, u.roles::text[] AS roles, u.second_factor_at IS NOT NULL AS "hasSecondFactor",
    CASE
      WHEN k.revoked_at IS NOT NULL THEN 'api_key_revoked'
      WHEN k.expires_at <= n.now THEN 'api_key_expired'
      ELSE ${holdOf}
    END AS refusal`

const text = `
  SELECT ${bearerColumns} FROM api_keys k JOIN users u ON u.id = k.user_id, (SELECT ${clock('$3')} AS now) n
  WHERE k.prefix = $1 AND k.hash = $2`

/** Finds who a key speaks for at this moment; or why nobody. A wrong secret behind a known prefix is a key that is unknown. */
export async function authenticateApiKey(ground: Ground, { prefix, hash }: ShownApiKey): Promise<ApiKeyBearer | ApiKeyRefusal> {
  const { rows } = await ground.pool.query<ApiKeyBearer & { refusal: ApiKeyRefusal['refusal'] | null }>({
    name: 'authenticate-api-key',
    text,
    values: [prefix, hash, ground.clockOffset()],
  })
  const [row] = rows
  if (!row) return { refusal: 'api_key_unknown' }
  const { refusal, ...bearer } = row
  return refusal === null ? bearer : { refusal }
}
