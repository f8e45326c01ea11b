import type { Session, SessionEvent } from '@tessera/core'
import { insertMail } from '../mails/queued-mail.js'
import type { Ground } from './ground.js'
import { eventsFrom, eventsJson } from './events.js'
import { agentHash, hasMoved, setOrigin } from './moved.js'
import type { Origin } from './rows.js'
import { hadToWait, inGoodStanding } from './sql.js'

const seenAt = 'to_timestamp($9::float8 / 1000)'

/**
 * State, events and the mail that tells an owner of reuse in one statement, on condition that nobody moved the session on, and that it still stands as it was judged:
 * a watermark or a disabled user committed after the read and before this statement began makes it a lost race.
 */
const text = `
  WITH written AS (
    UPDATE sessions s
    SET generation = $5, branch = $6, previous_branch = $7, issued_branch = $8, issued_at = ${seenAt},
        idle_timeout = $10, absolute_lifetime = $11,
        revoked_at = to_timestamp($12::float8 / 1000), revoked_reason = $13::end_reason, revoked_by = $14,${setOrigin('$15', '$17', seenAt)}
    FROM users u, (SELECT clock_timestamp() AS began) n
    WHERE s.id = $1 AND u.id = s.user_id
      AND (s.generation, s.branch, s.issued_branch) = ($2, $3, $4) AND ${inGoodStanding}
    RETURNING s.id, s.user_id, s.client_id, s.company_id, ${hadToWait('n.began')} AS late, ${hasMoved(seenAt)}
  ), logged AS (${eventsFrom('written', '$16')}
  ), mailed AS (${insertMail({
    kind: `'reuse_detected'`,
    userId: 'w.user_id',
    sessionId: 'w.id',
    sealed: 'NULL',
    at: 'to_timestamp($12::float8 / 1000)',
    from: `written w WHERE $13::end_reason = 'reuse_detected'`,
  })})
  SELECT count(*)::int AS written, bool_or(late) AS late, bool_or(moved) AS moved FROM written`

/**
 * Writes a decision over the session it was made about; `lost` when the race was lost and nothing was written. `late`: it was written after a
 * wait, and what stands around the session has to be looked at again. `moved`: by a refresh from another network or browser than before.
 */
export async function write(
  ground: Ground,
  from: Session,
  to: Session,
  events: readonly SessionEvent[],
  origin: Origin,
): Promise<{ readonly late: boolean; readonly moved: boolean } | 'lost'> {
  // Of what ends a session nothing is taken over: the last address stays the holder's.
  const refreshedFrom = to.revokedAt === null ? origin : null
  const { rows } = await ground.pool.query<{ written: number; late: boolean | null; moved: boolean | null }>({
    name: 'write-session',
    text,
    values: [
      ...[from.id, from.generation, from.branch, from.issuedBranch],
      ...[to.generation, to.branch, to.previousBranch, to.issuedBranch, to.issuedAt, to.idleTimeout, to.absoluteLifetime],
      ...[to.revokedAt, to.revokedReason, to.revokedBy],
      refreshedFrom?.ip ?? null,
      eventsJson(events, origin),
      agentHash(refreshedFrom?.userAgent ?? null),
    ],
  })
  const [row] = rows
  if (row?.written !== 1) return 'lost'
  return { late: row.late === true, moved: refreshedFrom !== null && row.moved === true }
}
