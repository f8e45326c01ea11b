import type { EndReason, Instant, Place } from '@tessera/core'
import type { Reach } from './end.js'
import type { Ground } from './ground.js'

/** One entry of a session's history, as the event log has it. */
export interface LoggedEvent {
  readonly id: number
  readonly at: Instant
  readonly kind: 'session_started' | 'session_moved' | 'session_branched' | 'session_ended'
  readonly reason: EndReason | null
  readonly by: { readonly id: string; readonly email: string | null } | null
  readonly note: string | null
  /** The API key that ended the session, in the name of the user who did. */
  readonly apiKeyId: string | null
  readonly ip: string | null
  readonly userAgent: string | null
  readonly presented: Place | null
  readonly issued: Place | null
}

/**
 * A session's events, oldest first; 500 at most, the newest of them. Of somebody beyond the reader's reach (a platform's owner, to a
 * company's administrator) only the id is shown: not their e-mail, nor from where they came.
 */
export async function historyOf(ground: Ground, sessionId: string, reach: Reach): Promise<readonly LoggedEvent[]> {
  const { rows } = await ground.pool.query<LoggedEvent>(
    `SELECT e.id, e.at, e.kind, e.reason, e.note,
       CASE WHEN v.visible THEN host(e.ip) END AS ip, CASE WHEN v.visible THEN e.user_agent END AS "userAgent",
       CASE WHEN b.id IS NOT NULL THEN json_build_object('id', b.id, 'email', CASE WHEN v.visible AND b.deleted_at IS NULL THEN b.email END) END AS by,
       CASE WHEN v.visible THEN e.details ->> 'api_key_id' END AS "apiKeyId", e.details -> 'presented' AS presented, e.details -> 'issued' AS issued
     FROM (SELECT * FROM events WHERE session_id = $1 ORDER BY id DESC LIMIT 500) e LEFT JOIN users b ON b.id = e.by
       CROSS JOIN LATERAL (SELECT b.id IS NULL OR $2::int IS NULL OR b.company_id = $2 AS visible) v
     ORDER BY e.id`,
    [sessionId, reach.companyId ?? null],
  )
  return rows
}
