import type { PoolClient } from 'pg'
import type { Ground } from '../ground.js'
import { clock, coveringWatermarks } from '../sessions/sql.js'
import { holdSeconds } from './claim.js'
import { endReason } from './held.js'
import { forgetOrigin } from './stored-revocation.js'

/** Sessions that one transaction ends: some tens of milliseconds, which is how long a refresh of one of them, or a stop, waits. */
const chunkRows = 100

/**
 * Ends sessions as `endSession` does: state and event in one write, and one that has its end keeps it. In the order of their ids: two
 * revocations that have sessions in common wait for each other, and never in a circle. Arrays instead of joins, so that a planner who knows
 * nothing of the tables yet does not read them whole.
 */
const text = `
  WITH n AS MATERIALIZED (SELECT ${clock('$2')} AS now),
  t AS MATERIALIZED (
    SELECT x.session_id FROM session_revocation_targets x WHERE x.revocation_id = $1 ORDER BY x.session_id LIMIT ${chunkRows}
  ), r AS MATERIALIZED (SELECT * FROM session_revocations WHERE id = $1),
  open AS MATERIALIZED (
    SELECT s.id FROM sessions s
    WHERE s.id = ANY (ARRAY (SELECT t.session_id FROM t)) AND s.revoked_at IS NULL AND NOT EXISTS (SELECT FROM watermarks w WHERE ${coveringWatermarks})
    ORDER BY s.id FOR NO KEY UPDATE OF s
  ), ended AS (
    UPDATE sessions s SET revoked_at = n.now, revoked_reason = '${endReason}', revoked_by = r.created_by
    FROM n, r WHERE s.id = ANY (ARRAY (SELECT o.id FROM open o)) AND s.revoked_at IS NULL
    RETURNING s.id, s.user_id, s.client_id, s.company_id
  ), logged AS (
    INSERT INTO events (at, kind, session_id, user_id, client_id, company_id, reason, by, note, ip, user_agent, details)
    SELECT n.now, 'session_ended', e.id, e.user_id, e.client_id, e.company_id, '${endReason}', r.created_by, r.note, r.ip, r.user_agent,
      jsonb_strip_nulls(jsonb_build_object('revocation_id', r.id, 'api_key_id', r.api_key_id))
    FROM n, r, ended e
  ), taken AS (
    DELETE FROM session_revocation_targets x WHERE x.revocation_id = $1 AND x.session_id = ANY (ARRAY (SELECT t.session_id FROM t))
  )
  UPDATE session_revocations r
  SET ended = r.ended + c.ended, passed_over = r.passed_over + c.taken - c.ended, held_until = n.now + interval '${holdSeconds} seconds'
  FROM n, (SELECT (SELECT count(*)::int FROM ended) AS ended, (SELECT count(*)::int FROM t) AS taken) c
  WHERE r.id = $1
  RETURNING c.taken = ${chunkRows} AS more`

const finished = `UPDATE session_revocations SET finished_at = ${clock('$2')}, ${forgetOrigin} WHERE id = $1`

/** Ends the next sessions of a set, within the transaction that holds its row. */
export async function endChunk(ground: Ground, transaction: PoolClient, id: string): Promise<'more' | 'over'> {
  const values = [id, ground.clockOffset()]
  const { rows } = await transaction.query<{ more: boolean }>({ name: 'end-chunk', text, values })
  if (rows[0]?.more) return 'more'
  await transaction.query({ name: 'finish-set', text: finished, values })
  return 'over'
}
