import type { Instant } from '@tessera/core'
import type { Pool, PoolClient } from 'pg'
import type { Ground } from '../ground.js'
import { Statement } from '../statement.js'
import { isWaiting } from './stored-receiver.js'

export type DeliveryState = 'waiting' | 'delivered' | 'failed'

/** One entry of the log on its way to one receiver, as it may be seen. */
export interface StoredDelivery {
  readonly id: number
  /** Null for a test, and when it was forgotten since. */
  readonly event: { readonly id: number; readonly kind: string; readonly at: Instant } | null
  readonly state: DeliveryState
  readonly queuedAt: Instant
  readonly attempts: number
  /** When it is tried next; null when it is over. */
  readonly dueAt: Instant | null
  readonly deliveredAt: Instant | null
  readonly failedAt: Instant | null
  readonly lastStatus: number | null
  readonly lastFault: string | null
}

export interface DeliveryQuery {
  readonly receiverId: string
  readonly state?: DeliveryState | undefined
  readonly limit: number
  /** The `next` of the page before: a delivery's id. */
  readonly after?: number | undefined
}

export interface DeliveryPage {
  readonly items: readonly StoredDelivery[]
  /** Where to go on; null at the end. */
  readonly next: number | null
  readonly count: number
  readonly countCapped: boolean
}

const countCap = 1000

const conditions: Readonly<Record<DeliveryState, string>> = {
  waiting: isWaiting,
  delivered: 'd.delivered_at IS NOT NULL',
  failed: 'd.failed_at IS NOT NULL',
}

interface DeliveryRow extends Omit<StoredDelivery, 'event'> {
  readonly eventId: number | null
  readonly eventKind: string | null
  readonly eventAt: Instant | null
}

const columns = `d.id, d.queued_at AS "queuedAt", d.attempts, d.delivered_at AS "deliveredAt", d.failed_at AS "failedAt",
  CASE WHEN d.delivered_at IS NOT NULL THEN 'delivered' WHEN d.failed_at IS NOT NULL THEN 'failed' ELSE 'waiting' END AS state,
  CASE WHEN ${isWaiting} THEN d.due_at END AS "dueAt", d.last_status AS "lastStatus", d.last_fault AS "lastFault",
  e.id AS "eventId", e.kind AS "eventKind", e.at AS "eventAt"`

/** The deliveries of a receiver, newest first, by keyset. Whether the receiver is within reach, the caller has looked. */
export async function listDeliveries(ground: Ground, query: DeliveryQuery): Promise<DeliveryPage> {
  const [items, counted] = await Promise.all([page(ground, query), count(ground, query)])
  const kept = items.slice(0, query.limit)
  return {
    items: kept,
    next: items.length > query.limit ? (kept.at(-1)?.id ?? null) : null,
    count: Math.min(counted, countCap),
    countCapped: counted > countCap,
  }
}

/** One delivery, as a transaction sees it. */
export async function deliveryOn(connection: Pool | PoolClient, id: number): Promise<StoredDelivery | null> {
  const text = `SELECT ${columns} FROM deliveries d LEFT JOIN events e ON e.id = d.event_id WHERE d.id = $1`
  const { rows } = await connection.query<DeliveryRow>(text, [id])
  return rows[0] ? deliveryOf(rows[0]) : null
}

async function page(ground: Ground, query: DeliveryQuery): Promise<readonly StoredDelivery[]> {
  const statement = new Statement()
  const text = `
    SELECT ${columns} FROM deliveries d LEFT JOIN events e ON e.id = d.event_id
    WHERE ${filters(statement, query)} ${query.after === undefined ? '' : `AND d.id < ${statement.value(query.after)}::bigint`}
    ORDER BY d.id DESC LIMIT ${statement.value(query.limit + 1)}`
  const { rows } = await ground.pool.query<DeliveryRow>(text, statement.values)
  return rows.map(deliveryOf)
}

async function count(ground: Ground, query: DeliveryQuery): Promise<number> {
  const statement = new Statement()
  const text = `SELECT count(*)::int AS count FROM (SELECT FROM deliveries d WHERE ${filters(statement, query)} LIMIT ${countCap + 1}) m`
  const { rows } = await ground.pool.query<{ count: number }>(text, statement.values)
  return rows[0]?.count ?? 0
}

function filters(statement: Statement, { receiverId, state }: DeliveryQuery): string {
  return `d.receiver_id = ${statement.value(receiverId)}::uuid${state ? ` AND ${conditions[state]}` : ''}`
}

function deliveryOf({ eventId, eventKind, eventAt, ...delivery }: DeliveryRow): StoredDelivery {
  const event = eventId === null || eventKind === null || eventAt === null ? null : { id: eventId, kind: eventKind, at: eventAt }
  return { ...delivery, event }
}
