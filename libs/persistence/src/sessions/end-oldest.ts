import type { Session } from '@tessera/core'
import type { PoolClient } from 'pg'
import type { Ground } from './ground.js'
import { absoluteEnd, clock, idleEnd, joinFirstWatermark } from './sql.js'

/** Of a bound that was taken away while the password was verified: to OFFSET, null is none, and every session would end. */
const anyNumber = 2_147_483_647

/** Ended like any other: state and event in one write. What has its end already does not count. */
const text = `
  WITH n AS (SELECT ${clock('$3')} AS now),
  oldest AS (
    SELECT s.id FROM n, sessions s JOIN clients c ON c.id = s.client_id ${joinFirstWatermark}
    WHERE s.user_id = $1 AND s.client_id = $2 AND s.revoked_at IS NULL AND w.at IS NULL AND n.now < ${absoluteEnd('$4')} AND n.now < ${idleEnd('$5')}
    ORDER BY s.id DESC OFFSET (SELECT coalesce(sessions_per_user, ${anyNumber}) FROM clients WHERE id = $2)
  ), ended AS (
    UPDATE sessions s SET revoked_at = n.now, revoked_reason = 'limit_exceeded'
    FROM n, oldest o WHERE s.id = o.id AND s.revoked_at IS NULL
    RETURNING s.id, s.user_id, s.client_id, s.company_id, s.revoked_at
  )
  INSERT INTO events (at, kind, session_id, user_id, client_id, company_id, reason)
  SELECT e.revoked_at, 'session_ended', e.id, e.user_id, e.client_id, e.company_id, 'limit_exceeded' FROM ended e`

/** Ends the oldest live sessions of the new one's user at its client, as many as there are beyond what the client allows. */
export async function endOldest({ defaults, clockOffset }: Ground, transaction: PoolClient, { userId, clientId }: Session): Promise<void> {
  const values = [userId, clientId, clockOffset(), defaults.absoluteLifetime, defaults.idleTimeout]
  await transaction.query({ name: 'end-oldest-sessions', text, values })
}
