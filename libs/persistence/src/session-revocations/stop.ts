import { untilSettled } from '../contention.js'
import type { Ground } from '../ground.js'
import { clock } from '../sessions/sql.js'
import { inTransaction } from '../transaction.js'
import type { RevocationActor } from './create.js'
import { findRevocation } from './list.js'
import { forgetOrigin, type StoredRevocation } from './stored-revocation.js'
import { takeTurn } from './turn.js'

/** Milliseconds that a stop waits for the chunk under way, and for those that asked before it. */
const patience = 2000

const text = `
  WITH n AS MATERIALIZED (SELECT ${clock('$1')} AS now),
  r AS (
    UPDATE session_revocations r SET stopped_at = n.now, stopped_by = $3::uuid, ${forgetOrigin} FROM n
    WHERE r.id = $2 AND ($4::int IS NULL OR r.company_id = $4) AND r.finished_at IS NULL AND r.stopped_at IS NULL AND r.watermark_at IS NULL
    RETURNING r.*
  )
  INSERT INTO events (at, kind, company_id, by, ip, user_agent, details)
  SELECT r.stopped_at, 'revocation_stopped', r.company_id, r.stopped_by, $5::inet, $6,
    jsonb_strip_nulls(jsonb_build_object('revocation_id', r.id, 'total', r.total, 'ended', r.ended, 'api_key_id', $7::uuid))
  FROM r`

/**
 * Stops a revocation: once this has returned, no further session of it ends; what it has ended is final. It comes after the chunk under way, and
 * before the next. One that is over, or whose watermark is
 * written, stays as it is.
 *
 * @returns it as it is then; null when there is none within reach
 * @throws ContentionFault when the row stayed contended until the deadline; it was not stopped then
 */
export async function stopRevocation(ground: Ground, id: string, actor: RevocationActor): Promise<StoredRevocation | null> {
  const { by, companyId, apiKeyId, origin } = actor
  const values = [ground.clockOffset(), id, by, companyId, origin.ip, origin.userAgent, apiKeyId]
  await untilSettled(() =>
    inTransaction(ground.pool, async (transaction) => {
      // Longer than other locks are waited for: whoever gives up its place in the queue stands behind the next chunk.
      await transaction.query(`SET LOCAL lock_timeout = ${patience}`)
      await takeTurn(transaction, id)
      return transaction.query({ name: 'stop-revocation', text, values })
    }),
  )
  return findRevocation(ground, id, companyId)
}
