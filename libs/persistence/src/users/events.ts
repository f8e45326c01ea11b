import type { EndReason, Instant } from '@tessera/core'
import type { Pool } from 'pg'
import type { Reach } from '../sessions/index.js'

/** One entry of the event log about a user. */
export interface UserEvent {
  readonly id: number
  readonly at: Instant
  readonly kind: string
  readonly reason: EndReason | null
  readonly by: { readonly id: string; readonly email: string | null } | null
  readonly sessionId: string | null
  readonly ip: string | null
  readonly userAgent: string | null
  readonly note: string | null
  readonly details: Readonly<Record<string, unknown>> | null
}

export interface UserEventPage {
  readonly items: readonly UserEvent[]
  /** Where to go on; null at the end. */
  readonly next: number | null
  readonly count: number
  readonly countCapped: boolean
}

const countCap = 1000

/** Of somebody beyond the reader's reach only the id is shown: not their e-mail, nor from where they came. */
const text = `
  SELECT e.id, e.at, e.kind, e.reason, e.session_id AS "sessionId", e.note, e.details,
    CASE WHEN v.visible THEN host(e.ip) END AS ip, CASE WHEN v.visible THEN e.user_agent END AS "userAgent",
    CASE WHEN b.id IS NOT NULL THEN json_build_object('id', b.id, 'email', CASE WHEN v.visible AND b.deleted_at IS NULL THEN b.email END) END AS by
  FROM (SELECT * FROM events WHERE user_id = $1 AND ($3::bigint IS NULL OR id < $3) ORDER BY id DESC LIMIT $4) e
    LEFT JOIN users b ON b.id = e.by
    CROSS JOIN LATERAL (SELECT b.id IS NULL OR $2::int IS NULL OR b.company_id = $2 AS visible) v
  ORDER BY e.id DESC`

const counted = `SELECT count(*)::int AS count FROM (SELECT FROM events WHERE user_id = $1 LIMIT ${countCap + 1}) m`

/** The events about a user, newest first, by keyset. Whether the user is within reach, the caller has looked. */
export async function eventsOf(pool: Pool, userId: string, reach: Reach, limit: number, after?: number): Promise<UserEventPage> {
  const [{ rows }, { rows: counts }] = await Promise.all([
    pool.query<UserEvent>({ name: 'events-of-user', text, values: [userId, reach.companyId ?? null, after ?? null, limit + 1] }),
    pool.query<{ count: number }>({ name: 'count-events-of-user', text: counted, values: [userId] }),
  ])
  const items = rows.slice(0, limit)
  const count = counts[0]?.count ?? 0
  return {
    items,
    next: rows.length > limit ? (items.at(-1)?.id ?? null) : null,
    count: Math.min(count, countCap),
    countCapped: count > countCap,
  }
}
