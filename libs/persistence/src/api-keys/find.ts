import type { Ground } from '../ground.js'
import type { Reach } from '../sessions/index.js'
import { clock } from '../sessions/sql.js'
import { apiKeyColumns, type StoredApiKey } from './stored-api-key.js'

const text = `
  SELECT ${apiKeyColumns('$4')} FROM (SELECT ${clock('$2')} AS now) n, api_keys k JOIN users u ON u.id = k.user_id JOIN companies o ON o.id = k.company_id
  WHERE k.id = $1 AND k.user_id = coalesce($3::uuid, k.user_id) AND k.company_id = coalesce($4::int, k.company_id)`

/** One key; null when there is none within reach. */
export async function findApiKey({ pool, clockOffset }: Ground, id: string, reach: Reach): Promise<StoredApiKey | null> {
  const { rows } = await pool.query<StoredApiKey>(text, [id, clockOffset(), reach.userId ?? null, reach.companyId ?? null])
  return rows[0] ?? null
}
