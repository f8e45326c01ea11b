import type { Instant } from '@tessera/core'
import { entriesOf, type LogEntry } from '../events/entry.js'
import type { Ground } from '../ground.js'
import { holdIsOver } from '../hold-is-over.js'
import { clock } from '../sessions/sql.js'
import { type AddressedReceiver, addressedColumns } from './addressed.js'
import { isWaiting } from './stored-receiver.js'

/** Seconds that a process has for what it takes in hand of one receiver. */
export const holdSeconds = 60
/** Deliveries that are taken in hand at once. */
export const deliveriesAtOnce = 20
/** Longer than any receiver is left alone: one that ends later is from before the clock was set back. */
const longestRest = '2 hours'

/** Something that a receiver is to be told. */
export interface DueDelivery {
  readonly id: number
  /** How often it was tried before. */
  readonly attempts: number
  readonly queuedAt: Instant
  /** Null for a test. */
  readonly eventId: number | null
  /** As an administrator of the receiver's company sees it; null for a test, and when it was forgotten since. */
  readonly entry: LogEntry | null
}

/** A receiver that is this process's to send to, until it says how that went or the hold runs out. */
export interface HeldReceiver extends AddressedReceiver {
  readonly heldUntil: Instant
  /** How often in a row it could not be reached, or was unwell. */
  readonly failures: number
  /** What is due, in the order of sending; one, to begin with, when it was unwell before. */
  readonly deliveries: readonly DueDelivery[]
}

/**
 * Of those that something is due for, one whose company has the fewest in hand, so that no company waits for all that another registered; and of those,
 * whoever was longest in nobody's hands. One of them has no more of a process's time than any other.
 */
const claim = `
  WITH n AS MATERIALIZED (SELECT ${clock('$1')} AS now)
  UPDATE receivers r SET held_until = n.now + interval '${holdSeconds} seconds' FROM n
  WHERE r.id = (
    SELECT w.id FROM n, receivers w
    WHERE w.form <> 'set_poll' AND w.paused_at IS NULL AND ${holdIsOver('w.held_until', holdSeconds)} AND (w.retry_at IS NULL OR w.retry_at <= n.now OR w.retry_at > n.now + interval '${longestRest}')
      AND EXISTS (SELECT FROM deliveries d WHERE d.receiver_id = w.id AND ${isWaiting} AND d.due_at <= n.now)
    ORDER BY (SELECT count(*) FROM receivers o WHERE o.company_id IS NOT DISTINCT FROM w.company_id AND o.held_until > n.now),
      w.held_until NULLS FIRST LIMIT 1 FOR UPDATE SKIP LOCKED
  )
  RETURNING ${addressedColumns}, r.failures, r.held_until AS "heldUntil"`

const due = `
  SELECT d.id, d.attempts, d.queued_at AS "queuedAt", d.event_id AS "eventId" FROM deliveries d
  WHERE d.receiver_id = $1 AND ${isWaiting} AND d.due_at <= ${clock('$2')} ORDER BY d.due_at, d.id LIMIT $3`

/** Takes a receiver in hand that something is due for; null when there is none. Never one that a living process has. */
export async function claimReceiver(ground: Ground): Promise<HeldReceiver | null> {
  const { pool, clockOffset } = ground
  const { rows } = await pool.query<Omit<HeldReceiver, 'deliveries'>>({ name: 'claim-receiver', text: claim, values: [clockOffset()] })
  const [receiver] = rows
  if (!receiver) return null
  // A statement of its own: it sees what whoever had it before has delivered.
  const values = [receiver.id, clockOffset(), receiver.failures > 0 ? 1 : deliveriesAtOnce]
  const { rows: deliveries } = await pool.query<Omit<DueDelivery, 'entry'>>({ name: 'due-deliveries', text: due, values })
  return { ...receiver, deliveries: await withEntries(ground, deliveries, receiver.companyId) }
}

const entries = entriesOf('SELECT * FROM events WHERE id = ANY ($1::bigint[])', '$2')

/** Deliveries with what they tell of. */
export async function withEntries<T extends { readonly eventId: number | null }>(
  { pool }: Ground,
  deliveries: readonly T[],
  companyId: number | null,
): Promise<readonly (T & { readonly entry: LogEntry | null })[]> {
  const ids = deliveries.flatMap(({ eventId }) => (eventId === null ? [] : [eventId]))
  const { rows } = await pool.query<LogEntry>({ name: 'entries-delivered', text: entries, values: [ids, companyId] })
  const found = new Map(rows.map((entry) => [entry.id, entry]))
  return deliveries.map((delivery) => ({ ...delivery, entry: delivery.eventId === null ? null : (found.get(delivery.eventId) ?? null) }))
}
