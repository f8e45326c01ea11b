import { decideEnd, type EndDecision, type EndReason } from '@tessera/core'
import { untilSettled } from '../contention.js'
import { eventsFrom, eventsJson, type Remark } from './events.js'
import type { Ground } from './ground.js'
import { readSession } from './read.js'
import type { Origin } from './rows.js'

/** Whose sessions a caller may see or end. An empty reach is everybody's. */
export interface Reach {
  readonly userId?: string
  readonly companyId?: number
}

export interface Ending extends Remark {
  readonly id: string
  readonly reason: EndReason
  /** The user who ends it, `owner` for the session's own; null when a rule does. */
  readonly by: string | null
  readonly origin: Origin
}

/** A revocation goes before any rotation: it does not ask where in its line the session is, only that nobody ended it before. */
const text = `
  WITH ended AS (
    UPDATE sessions s SET revoked_at = to_timestamp($2::float8 / 1000), revoked_reason = $3::end_reason, revoked_by = $4
    WHERE s.id = $1 AND s.revoked_at IS NULL
    RETURNING s.id, s.user_id, s.client_id, s.company_id
  ), logged AS (${eventsFrom('ended', '$5')})
  SELECT count(*)::int AS written FROM ended`

/**
 * Ends one session, and logs it in the same statement. It is committed when this returns, and final.
 *
 * @returns null when there is no such session within reach
 * @throws ContentionFault when the row stayed contended until the deadline; nothing was changed then
 */
export async function endSession(ground: Ground, ending: Ending, reach: Reach = {}): Promise<EndDecision | null> {
  return untilSettled(async () => {
    const read = await readSession(ground, ending.id)
    if (!read || !isWithin(reach, read.known.session)) return null
    const by = ending.by === 'owner' ? read.known.session.userId : ending.by
    const decision = decideEnd(read.known.session, read.known.watermarks, ending.reason, by, read.now)
    if (decision.outcome === 'already_ended') return decision
    const { revokedAt, revokedReason, revokedBy } = decision.session
    const { rows } = await ground.pool.query<{ written: number }>({
      name: 'end-session',
      text,
      values: [ending.id, revokedAt, revokedReason, revokedBy, eventsJson(decision.events, ending.origin, ending)],
    })
    return rows[0]?.written === 1 ? decision : undefined
  })
}

function isWithin(reach: Reach, session: { userId: string; companyId: number }): boolean {
  return (reach.userId ?? session.userId) === session.userId && (reach.companyId ?? session.companyId) === session.companyId
}
