import type { Ground } from '../ground.js'
import { clock } from '../sessions/sql.js'
import { type ApiKeyBearer, type ApiKeyRefusal, bearerColumns } from './authenticate.js'

const text = `
  SELECT ${bearerColumns} FROM api_keys k JOIN users u ON u.id = k.user_id, (SELECT ${clock('$2')} AS now) n WHERE k.id = ANY ($1::uuid[])`

/** Who keys speak for at this moment that were shown before; or why nobody. A key that is gone is not among them. */
export async function standingOfApiKeys(
  ground: Ground,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ApiKeyBearer | ApiKeyRefusal>> {
  const { rows } = await ground.pool.query<ApiKeyBearer & { refusal: ApiKeyRefusal['refusal'] | null }>({
    name: 'standing-of-api-keys',
    text,
    values: [ids, ground.clockOffset()],
  })
  return new Map(rows.map(({ refusal, ...bearer }) => [bearer.id, refusal === null ? bearer : { refusal }]))
}
