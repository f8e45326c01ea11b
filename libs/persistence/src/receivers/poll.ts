import type { LogEntry } from '../events/entry.js'
import { untilSettled } from '../contention.js'
import type { Ground } from '../ground.js'
import { clock } from '../sessions/sql.js'
import { type DueDelivery, withEntries } from './claim.js'
import { isWaiting } from './stored-receiver.js'

/** What a receiver says of what it got before. */
export interface Acknowledged {
  /** Deliveries that it has. */
  readonly taken: readonly number[]
  /** Deliveries that it cannot take, and why, in a word. */
  readonly refused: ReadonlyMap<number, string>
}

const settled = `
  WITH n AS MATERIALIZED (SELECT ${clock('$1')} AS now),
  s AS (
    UPDATE deliveries d SET delivered_at = CASE WHEN w.fault IS NULL THEN n.now END, failed_at = CASE WHEN w.fault IS NOT NULL THEN n.now END,
      last_fault = w.fault
    FROM n, unnest($3::bigint[], $4::text[]) AS w (id, fault) WHERE d.id = w.id AND d.receiver_id = $2 AND ${isWaiting}
    RETURNING w.fault
  )
  UPDATE receivers r SET last_delivered_at = CASE WHEN a.taken THEN n.now ELSE r.last_delivered_at END,
    failing_since = CASE WHEN a.refused THEN coalesce(r.failing_since, n.now) ELSE NULL END
  FROM n, (SELECT bool_or(fault IS NULL) AS taken, bool_or(fault IS NOT NULL) AS refused FROM s) a WHERE r.id = $2 AND a.taken IS NOT NULL`

const page = `
  UPDATE deliveries d SET attempts = d.attempts + 1
  FROM (
    SELECT d.id FROM deliveries d JOIN receivers r ON r.id = d.receiver_id
    WHERE d.receiver_id = $1 AND ${isWaiting} AND r.paused_at IS NULL ORDER BY d.due_at, d.id LIMIT $2
  ) w
  WHERE d.id = w.id AND ${isWaiting}
  RETURNING d.id, d.attempts - 1 AS attempts, d.queued_at AS "queuedAt", d.event_id AS "eventId"`

const waits = `
  SELECT count(*)::int AS waiting FROM (
    SELECT FROM deliveries d JOIN receivers r ON r.id = d.receiver_id WHERE d.receiver_id = $1 AND ${isWaiting} AND r.paused_at IS NULL LIMIT $2
  ) w`

const forgotten = `UPDATE deliveries d SET failed_at = ${clock('$1')}, last_fault = 'forgotten' WHERE d.id = ANY ($2) AND ${isWaiting}`

/** Writes what a receiver says of what it got. What is not its own, or over already, is left as it is. */
export async function acknowledge({ pool, clockOffset }: Ground, receiverId: string, { taken, refused }: Acknowledged): Promise<void> {
  const ids = [...taken.filter((id) => !refused.has(id)), ...refused.keys()]
  if (ids.length === 0) return
  const values = [clockOffset(), receiverId, ids, ids.map((id) => refused.get(id) ?? null)]
  await untilSettled(async () => (await pool.query({ name: 'acknowledge-deliveries', text: settled, values })).rowCount)
}

export interface PolledPage {
  /** Oldest first. They stay until they are acknowledged: asked again, they are here again. */
  readonly deliveries: readonly (DueDelivery & { readonly entry: LogEntry | null })[]
  readonly more: boolean
}

/** What waits for a receiver that asks, `limit` of it at most; nothing while it is paused. What was forgotten since is given up. */
export async function pollDeliveries(ground: Ground, receiverId: string, companyId: number | null, limit: number): Promise<PolledPage> {
  const { pool, clockOffset } = ground
  const { rows: counts } = await pool.query<{ waiting: number }>({ name: 'waiting-for-poll', text: waits, values: [receiverId, limit + 1] })
  const waiting = counts[0]?.waiting ?? 0
  if (waiting === 0 || limit === 0) return { deliveries: [], more: waiting > 0 }
  const rows = await untilSettled(
    async () => (await pool.query<Omit<DueDelivery, 'entry'>>({ name: 'poll-deliveries', text: page, values: [receiverId, limit] })).rows,
  )
  const found = await withEntries(
    ground,
    [...rows].sort((one, other) => one.id - other.id),
    companyId,
  )
  const isForgotten = ({ eventId, entry }: DueDelivery) => eventId !== null && entry === null
  const lost = found.filter(isForgotten).map(({ id }) => id)
  if (lost.length > 0) await pool.query(forgotten, [clockOffset(), lost])
  return { deliveries: found.filter((delivery) => !isForgotten(delivery)), more: waiting > limit }
}
