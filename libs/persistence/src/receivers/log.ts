import type { Instant } from '@tessera/core'
import type { PoolClient } from 'pg'
import type { Origin } from '../sessions/index.js'

/** Who does something to a receiver, and from where. */
export interface ReceiverActor {
  readonly by: string
  readonly origin: Origin
}

export interface ReceiverEvent {
  readonly kind:
    'receiver_created' | 'receiver_changed' | 'receiver_removed' | 'receiver_secret_rotated' | 'receiver_tested' | 'receiver_told_again'
  readonly companyId: number | null
  /** Never a secret. */
  readonly details: Readonly<Record<string, unknown>>
}

/** Logs what was done to a receiver, in the transaction that does it. @param actor null: a rule did it */
export async function logReceiver(
  transaction: PoolClient,
  at: Instant,
  { kind, companyId, details }: ReceiverEvent,
  actor: ReceiverActor | null,
): Promise<void> {
  await transaction.query(
    `INSERT INTO events (at, kind, company_id, by, ip, user_agent, details) VALUES (to_timestamp($1::float8 / 1000), $2, $3, $4, $5, $6, $7)`,
    [at, kind, companyId, actor?.by ?? null, actor?.origin.ip ?? null, actor?.origin.userAgent ?? null, details],
  )
}
