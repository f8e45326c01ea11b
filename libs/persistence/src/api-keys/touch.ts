import { clock } from '../sessions/sql.js'
import type { Ground } from '../ground.js'

/** One use of a key. */
export interface ApiKeyUse {
  readonly prefix: string
  /** Milliseconds since: a duration, because only the database's clock counts. */
  readonly ago: number
}

/** A later use that another process has written already stays. No index stands on the column, so every one of these is a HOT update. */
const text = `
  UPDATE api_keys k SET last_used_at = used.at
  FROM (
    SELECT x.prefix, date_trunc('milliseconds', n.now - make_interval(secs => x.ago / 1000)) AS at
    FROM unnest($1::text[], $2::float8[]) AS x (prefix, ago), (SELECT ${clock('$3')} AS now) n
  ) used
  WHERE k.prefix = used.prefix AND (k.last_used_at IS NULL OR k.last_used_at < used.at)`

/** Writes when keys were last used, all in one statement. @param uses one of each prefix; one that no key has is nothing */
export async function touchApiKeys(ground: Ground, uses: readonly ApiKeyUse[]): Promise<void> {
  if (uses.length === 0) return
  const values = [uses.map(({ prefix }) => prefix), uses.map(({ ago }) => ago), ground.clockOffset()]
  await ground.pool.query({ name: 'touch-api-keys', text, values })
}
