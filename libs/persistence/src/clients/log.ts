import type { EndReason, Instant } from '@tessera/core'
import type { PoolClient } from 'pg'
import type { Origin } from '../sessions/rows.js'

/** Who changes a client, and from where. */
export interface Actor {
  readonly by: string
  readonly origin: Origin
}

export interface ClientEvent {
  readonly kind: 'client_changed' | 'client_disabled' | 'client_enabled' | 'client_secret_rotated' | 'watermark_set'
  readonly reason?: EndReason
  /** What changed. Never a secret, nor its hash. */
  readonly details?: object
}

/** Logs what was done to a client, in the transaction that does it. */
export async function logged(
  transaction: PoolClient,
  clientId: string,
  at: Instant,
  { kind, reason, details }: ClientEvent,
  { by, origin }: Actor,
): Promise<void> {
  await transaction.query(
    `INSERT INTO events (at, kind, client_id, reason, by, ip, user_agent, details)
     VALUES (to_timestamp($1::float8 / 1000), $2, $3, $4, $5, $6, $7, $8)`,
    [at, kind, clientId, reason ?? null, by, origin.ip, origin.userAgent, details ?? null],
  )
}
