import type { Pool } from 'pg'
import { entriesOf, type LogEntry } from '../events/entry.js'
import type { EventPage } from '../events/list.js'
import type { Reach } from '../sessions/index.js'

const countCap = 1000

const text = entriesOf('SELECT * FROM events WHERE user_id = $1 AND ($3::bigint IS NULL OR id < $3) ORDER BY id DESC LIMIT $4', '$2')

const counted = `SELECT count(*)::int AS count FROM (SELECT FROM events WHERE user_id = $1 LIMIT ${countCap + 1}) m`

/** The events about a user, newest first, by keyset. Whether the user is within reach, the caller has looked. */
export async function eventsOf(pool: Pool, userId: string, reach: Reach, limit: number, after?: number): Promise<EventPage> {
  const [{ rows }, { rows: counts }] = await Promise.all([
    pool.query<LogEntry>({ name: 'events-of-user', text, values: [userId, reach.companyId ?? null, after ?? null, limit + 1] }),
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
