import type { Ground } from '../ground.js'
import { clock } from '../sessions/sql.js'
import { beginningOf, everyStep } from './kinds.js'

/** What a process counted in its memory. Company 0 is all together. */
export interface Additions {
  readonly tallies: readonly { readonly companyId: number; readonly kind: 'refresh' | 'login_failed'; readonly count: number }[]
  /** Failed logins by the network that they came from; `0.0.0.0/0` stands for all that are not told apart. */
  readonly networks: readonly { readonly companyId: number; readonly network: string; readonly count: number }[]
}

/** In the order of the key: two processes that add at once wait for each other, and never both. */
const text = `
  WITH n AS MATERIALIZED (SELECT ${clock('$1')} AS now), tallied AS (
    INSERT INTO tallies (step, company_id, at, kind, count)
    SELECT s.step, g."companyId", ${beginningOf('s.step', 'n.now')}, g.kind, g.count
    FROM n, jsonb_to_recordset($2::jsonb) AS g ("companyId" int, kind text, count bigint), ${everyStep}
    ORDER BY s.step, g."companyId", g.kind
    ON CONFLICT (step, company_id, at, kind) DO UPDATE SET count = tallies.count + excluded.count
  )
  INSERT INTO failed_logins AS f (company_id, at, network, count)
  SELECT g."companyId", ${beginningOf('60', 'n.now')}, g.network, g.count
  FROM n, jsonb_to_recordset($3::jsonb) AS g ("companyId" int, network inet, count int)
  ORDER BY g."companyId", g.network
  ON CONFLICT (company_id, at, network) DO UPDATE SET count = f.count + excluded.count`

/** Adds what was counted to the present minute and hour, by one statement. */
export async function addTallies({ pool, clockOffset }: Ground, { tallies, networks }: Additions): Promise<void> {
  await pool.query({ name: 'add-tallies', text, values: [clockOffset(), JSON.stringify(tallies), JSON.stringify(networks)] })
}
