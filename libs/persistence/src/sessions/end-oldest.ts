import type { Session } from '@tessera/core'
import type { PoolClient } from 'pg'
import type { Ground } from './ground.js'
import type { Origin } from './rows.js'
import { absoluteEnd, clock, coveringWatermarks, idleEnd } from './sql.js'

/** Of a bound that was taken away while the password was verified: to OFFSET, null is none, and every session would end. */
const anyNumber = 2_147_483_647

/** Sessions that one statement ends, and milliseconds after which no further one begins: a login is not to fail for what there is of others. */
const mostEnded = 1000
const endingTime = 1000

/** The watermarks that end everything of the user, the client or the platform. */
const ofAll = `watermarks o WHERE o.subject IN ('platform', 'client:' || $2, 'user:' || $1)`

/**
 * Ended like any other: state and event in one write. What has its end already does not count; by the last watermark of its user or client most are passed
 * over at first sight, before one of its own is looked for. The new session is not among them, and stays
 * even where it is not the newest by its id: the clock may have been set back, or a watermark from a clock ahead decided its start.
 */
const text = `
  WITH n AS (SELECT ${clock('$3')} AS now),
  oldest AS (
    SELECT s.id FROM n, sessions s JOIN clients c ON c.id = s.client_id
    WHERE s.user_id = $1::uuid AND s.client_id = $2 AND s.id <> $6
      AND s.revoked_at IS NULL
      AND (s.started_at > (SELECT coalesce(max(o.at), '-infinity') FROM ${ofAll}) OR s.id IN (SELECT o.except_session FROM ${ofAll} AND o.except_session IS NOT NULL))
      AND NOT EXISTS (SELECT FROM watermarks w WHERE ${coveringWatermarks}) AND n.now < ${absoluteEnd('$4')} AND n.now < ${idleEnd('$5')}
    ORDER BY s.id DESC OFFSET (SELECT coalesce(sessions_per_user, ${anyNumber}) - 1 FROM clients WHERE id = $2) LIMIT ${mostEnded}
  ), ended AS (
    UPDATE sessions s SET revoked_at = n.now, revoked_reason = 'limit_exceeded'
    FROM n, oldest o WHERE s.id = o.id AND s.revoked_at IS NULL
    RETURNING s.id, s.user_id, s.client_id, s.company_id, s.revoked_at
  )
  INSERT INTO events (at, kind, session_id, user_id, client_id, company_id, reason, ip, user_agent)
  SELECT e.revoked_at, 'session_ended', e.id, e.user_id, e.client_id, e.company_id, 'limit_exceeded', $7::inet, $8 FROM ended e`

/**
 * Ends the oldest live sessions of the new one's user at its client, as many as there are beyond what the client allows. Where there are tens of
 * thousands, because the bound is new, it takes several logins.
 *
 * @param origin where the login came from that ends them
 */
export async function endOldest(ground: Ground, transaction: PoolClient, { id, userId, clientId }: Session, origin: Origin): Promise<void> {
  const { absoluteLifetime, idleTimeout } = ground.defaults
  const values = [userId, clientId, ground.clockOffset(), absoluteLifetime, idleTimeout, id, origin.ip, origin.userAgent]
  const until = performance.now() + endingTime
  let ended: number | null
  do ({ rowCount: ended } = await transaction.query({ name: 'end-oldest-sessions', text, values }))
  while (ended === mostEnded && performance.now() < until)
}
