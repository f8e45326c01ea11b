import type { Pool, PoolClient } from 'pg'
import type { Ground } from '../ground.js'
import type { Reach } from '../sessions/index.js'
import { clock } from '../sessions/sql.js'
import { joinNames, receiverColumns, type StoredReceiver } from './stored-receiver.js'

const text = `
  SELECT ${receiverColumns('$3')} FROM (SELECT ${clock('$2')} AS now) n, receivers r ${joinNames}
  WHERE r.id = $1 AND ($3::int IS NULL OR r.company_id = $3)`

/** One receiver; null when there is none within reach. Those of everybody's events are within nobody's reach who is bound to a company. */
export function findReceiver({ pool, clockOffset }: Ground, id: string, reach: Reach): Promise<StoredReceiver | null> {
  return receiverOn(pool, clockOffset(), id, reach)
}

/** The same, as a transaction sees it. */
export async function receiverOn(connection: Pool | PoolClient, offset: number, id: string, reach: Reach): Promise<StoredReceiver | null> {
  const { rows } = await connection.query<StoredReceiver>(text, [id, offset, reach.companyId ?? null])
  return rows[0] ?? null
}
