import type { Pool } from 'pg'
import type { Origin } from '../sessions/index.js'
import { clock } from '../sessions/sql.js'

/** Something that was done with the log or with a list, and changed nothing else. */
export interface Deed {
  readonly kind: 'events_exported' | 'sessions_exported'
  readonly by: string
  /** Whose it is; null for the platform's. */
  readonly companyId: number | null
  readonly origin: Origin
  readonly details: Readonly<Record<string, unknown>>
}

/** Writes one entry, for what is no change of anything stored. */
export async function logDeed(pool: Pool, { kind, by, companyId, origin, details }: Deed): Promise<void> {
  await pool.query({
    name: 'log-deed',
    text: `INSERT INTO events (at, kind, company_id, by, ip, user_agent, details) VALUES (${clock('0')}, $1, $2, $3, $4, $5, $6)`,
    values: [kind, companyId, by, origin.ip, origin.userAgent, JSON.stringify(details)],
  })
}
