import type { Seconds } from '@tessera/core'
import type { Ground } from '../ground.js'
import { clock } from '../sessions/sql.js'
import { inTransaction } from '../transaction.js'
import type { DueDelivery, HeldReceiver } from './claim.js'
import { logReceiver } from './log.js'
import { isWaiting } from './stored-receiver.js'

/** What became of an attempt. `status` is the answer's; a `fault` is a word of ours, never the receiver's. */
export type DeliveryOutcome =
  | { readonly outcome: 'delivered'; readonly status: number }
  | { readonly outcome: 'later'; readonly after: Seconds; readonly status: number | null; readonly fault: string }
  | { readonly outcome: 'given_up'; readonly status: number | null; readonly fault: string }

/** Only while it is this process's attempt: one whose hold ran out may have been in another's hands. */
const settled = `
  UPDATE deliveries d SET attempts = d.attempts + 1, last_status = $4, last_fault = $5,
    delivered_at = CASE WHEN $6 = 'delivered' THEN n.now END, failed_at = CASE WHEN $6 = 'given_up' THEN n.now END,
    due_at = CASE WHEN $6 = 'later' THEN n.now + make_interval(secs => $7::float8) ELSE d.due_at END
  FROM (SELECT ${clock('$1')} AS now) n WHERE d.id = $2 AND d.attempts = $3 AND ${isWaiting}`

/** Writes what became of a delivery that is in hand. */
export async function settleDelivery(
  { pool, clockOffset }: Ground,
  { id, attempts }: Pick<DueDelivery, 'id' | 'attempts'>,
  what: DeliveryOutcome,
): Promise<void> {
  const fault = what.outcome === 'delivered' ? null : what.fault
  const after = what.outcome === 'later' ? what.after : null
  const values = [clockOffset(), id, attempts, what.status, fault, what.outcome, after]
  await pool.query({ name: 'settle-delivery', text: settled, values })
}

/** How it went with a receiver that was in hand. */
export interface ReceiverOutcome {
  /** Whether anything arrived. */
  readonly delivered: boolean
  /** Whether anything did not. */
  readonly failed: boolean
  /** It could not be reached, or was unwell: seconds that it is left alone. */
  readonly restsFor: Seconds | null
  /** Its address said that it is there no more, for good (HTTP 410): it is paused. */
  readonly gone: boolean
}

const released = `
  UPDATE receivers r SET held_until = n.now,
    last_delivered_at = CASE WHEN $4 THEN n.now ELSE r.last_delivered_at END,
    failing_since = CASE WHEN $5 THEN coalesce(r.failing_since, n.now) WHEN $4 THEN NULL ELSE r.failing_since END,
    failures = CASE WHEN $6::float8 IS NOT NULL THEN r.failures + 1 WHEN $4 OR $5 THEN 0 ELSE r.failures END,
    retry_at = CASE WHEN $6::float8 IS NOT NULL THEN n.now + make_interval(secs => $6::float8) WHEN $4 OR $5 THEN NULL ELSE r.retry_at END,
    paused_at = CASE WHEN $7 THEN coalesce(r.paused_at, n.now) ELSE r.paused_at END
  FROM (SELECT ${clock('$1')} AS now) n WHERE r.id = $2 AND r.held_until = to_timestamp($3::float8 / 1000)
  RETURNING n.now, r.name, r.paused_at = n.now AND $7 AS paused`

/** Gives a receiver back, and says how it went: any process may take it in hand again. One that is gone is paused, and that is logged. */
export async function releaseReceiver(
  { pool, clockOffset }: Ground,
  { id, companyId, heldUntil }: Pick<HeldReceiver, 'id' | 'companyId' | 'heldUntil'>,
  { delivered, failed, restsFor, gone }: ReceiverOutcome,
): Promise<void> {
  const values = [clockOffset(), id, heldUntil, delivered, failed, restsFor, gone]
  await inTransaction(pool, async (transaction) => {
    const { rows } = await transaction.query<{ now: number; name: string; paused: boolean }>(released, values)
    const [row] = rows
    if (!row?.paused) return
    const details = { id, name: row.name, from: { paused: false }, to: { paused: true }, fault: 'gone' }
    await logReceiver(transaction, row.now, { kind: 'receiver_changed', companyId, details }, null)
  })
}
