import type { Instant } from '@tessera/core'
import type { Ground } from '../sessions/ground.js'
import type { MatchingSession, SessionFilters } from '../sessions/index.js'
import { clock } from '../sessions/sql.js'
import { matchingSessions } from '../sessions/walk.js'

/** How long sessions are looked for, in milliseconds. The step that runs then is the last. */
export const searchTime = 3000

/** Which live sessions a revocation is about. */
export interface Wanted {
  readonly filters: SessionFilters
  /** Those that start later are not in it. Null: now. */
  readonly asOf: Instant | null
  /** Not more than this are looked for. */
  readonly cap: number
  /** The session that asks, when it is to be spared. */
  readonly spared: string | null
}

export interface Gathered {
  /** At most `cap`, newest first, without the one that is spared. */
  readonly sessions: readonly MatchingSession[]
  /** Whether these are all: false when there are more than `cap`, or when the time was up. */
  readonly complete: boolean
  readonly asOf: Instant
  /** Whether the one that is spared would be among them. */
  readonly hasSpared: boolean
}

/**
 * Gathers the live sessions that match, in short steps, so that no snapshot is held. One that ends meanwhile may be among them; one that starts
 * meanwhile is not.
 */
export async function gatherSessions(ground: Ground, { filters, asOf: wantedAsOf, cap, spared }: Wanted): Promise<Gathered> {
  const until = performance.now() + searchTime
  const now = await timeOf(ground)
  const asOf = Math.min(wantedAsOf ?? now, now)
  const sessions: MatchingSession[] = []
  let hasSpared = false
  const ended = filters.state !== undefined && filters.state !== 'active'
  if (ended) return { sessions, complete: true, asOf, hasSpared }
  const startedBefore = Math.min(filters.startedBefore ?? Infinity, asOf + 1)
  for await (const { rows, next } of matchingSessions(ground, { ...filters, state: 'active', startedBefore })) {
    for (const session of rows) {
      if (session.id === spared) hasSpared = true
      else sessions.push(session)
    }
    if (sessions.length > cap) return { sessions: sessions.slice(0, cap), complete: false, asOf, hasSpared }
    if (next !== null && performance.now() >= until) return { sessions, complete: false, asOf, hasSpared }
  }
  return { sessions, complete: true, asOf, hasSpared }
}

async function timeOf({ pool, clockOffset }: Ground): Promise<Instant> {
  const { rows } = await pool.query<{ now: Instant }>({ name: 'now', text: `SELECT ${clock('$1')} AS now`, values: [clockOffset()] })
  const [row] = rows
  if (!row) throw new Error('the database did not tell the time')
  return row.now
}
