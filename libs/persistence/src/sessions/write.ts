import type { Session, SessionEvent } from '@tessera/core'
import { insertMail } from '../mails/queued-mail.js'
import type { Ground } from './ground.js'
import type { Origin } from './rows.js'
import { eventsFrom, eventsJson } from './events.js'
import { hadToWait, inGoodStanding } from './sql.js'

/**
 * State, events and the mail that tells an owner of reuse in one statement, on condition that nobody moved the session on, and that it still stands as it was judged:
 * a watermark or a disabled user committed after the read and before this statement began makes it a lost race.
 */
const text = `
  WITH written AS (
    UPDATE sessions s
    SET generation = $5, branch = $6, previous_branch = $7, issued_branch = $8, issued_at = to_timestamp($9::float8 / 1000),
        idle_timeout = $10, absolute_lifetime = $11,
        revoked_at = to_timestamp($12::float8 / 1000), revoked_reason = $13::end_reason, revoked_by = $14,
        last_ip = CASE WHEN $12::float8 IS NULL THEN $15::inet ELSE s.last_ip END
    FROM users u, (SELECT clock_timestamp() AS began) n
    WHERE s.id = $1 AND u.id = s.user_id
      AND (s.generation, s.branch, s.issued_branch) = ($2, $3, $4) AND ${inGoodStanding}
    RETURNING s.id, s.user_id, s.client_id, s.company_id, ${hadToWait('n.began')} AS late
  ), logged AS (${eventsFrom('written', '$16')}
  ), mailed AS (${insertMail({
    kind: `'reuse_detected'`,
    userId: 'w.user_id',
    sessionId: 'w.id',
    sealed: 'NULL',
    at: 'to_timestamp($12::float8 / 1000)',
    from: `written w WHERE $13::end_reason = 'reuse_detected'`,
  })})
  SELECT count(*)::int AS written, bool_or(late) AS late FROM written`

/**
 * Writes a decision over the session it was made about; `lost` when the race was lost and nothing was written. `late`: it was written after a
 * wait, and what stands around the session has to be looked at again.
 */
export async function write(
  ground: Ground,
  from: Session,
  to: Session,
  events: readonly SessionEvent[],
  origin: Origin,
): Promise<'written' | 'late' | 'lost'> {
  const { rows } = await ground.pool.query<{ written: number; late: boolean | null }>({
    name: 'write-session',
    text,
    values: [
      ...[from.id, from.generation, from.branch, from.issuedBranch],
      ...[to.generation, to.branch, to.previousBranch, to.issuedBranch, to.issuedAt, to.idleTimeout, to.absoluteLifetime],
      ...[to.revokedAt, to.revokedReason, to.revokedBy],
      origin.ip,
      eventsJson(events, origin),
    ],
  })
  if (rows[0]?.written !== 1) return 'lost'
  return rows[0].late ? 'late' : 'written'
}
