import type { Ground } from '../ground.js'
import { holdIsOver } from '../hold-is-over.js'
import { clock } from '../sessions/sql.js'

/** A mail that is this process's to send, until it says what became of it or the hold runs out. */
export interface HeldMail {
  readonly id: number
  readonly kind: string
  /** How often it was tried, this time included. */
  readonly attempts: number
  readonly sealed: Buffer | null
  /** When it was queued. */
  readonly createdAt: number
  readonly userId: string | null
  /** Null when the account was deleted since. */
  readonly userEmail: string | null
  /** For a mail about a session. */
  readonly session: MailedSession | null
}

/** What a mail about a session may say. Times are ISO 8601. */
export interface MailedSession {
  readonly id: string
  readonly startedAt: string
  readonly revokedAt: string | null
  readonly ip: string | null
  readonly lastIp: string | null
  readonly deviceId: string | null
  readonly deviceName: string | null
  readonly userAgent: string | null
}

/** Seconds that a process has for one mail: longer than every deadline of a transport together. */
const hold = 120

/** Longer than any pause between two attempts: a later one is from before the clock was set back. */
const longestPause = '1 day'

/**
 * The oldest mail that is due, and that no earlier mail to the same mailbox of the same user waits before: so a user's mails never overtake each
 * other, whichever processes send them. A mailbox that is not the user's own, as one that a thief wants to change the address to, holds up no mail
 * to theirs. One that was held by a process that is gone is due again when its hold is over. One that was not tried yet is due whatever the clock said
 * when it was queued.
 */
const text = `
  WITH n AS MATERIALIZED (SELECT ${clock('$1')} AS now),
  m AS (
    UPDATE mails m SET held_until = n.now + interval '${hold} seconds', attempts = m.attempts + 1
    FROM n
    WHERE m.id = (
      SELECT w.id FROM n, mails w
      WHERE w.sent_at IS NULL AND w.failed_at IS NULL AND (w.attempts = 0 OR w.due_at <= n.now OR w.due_at > n.now + interval '${longestPause}')
        AND ${holdIsOver('w.held_until', hold)}
        AND NOT EXISTS (
          SELECT FROM mails b
          WHERE b.user_id = w.user_id AND b.mailbox IS NOT DISTINCT FROM w.mailbox AND b.id < w.id AND b.sent_at IS NULL AND b.failed_at IS NULL
        )
      ORDER BY w.id LIMIT 1 FOR UPDATE SKIP LOCKED
    )
    RETURNING m.*
  )
  SELECT m.id, m.kind, m.attempts, m.sealed, m.created_at AS "createdAt", m.user_id AS "userId",
    CASE WHEN u.deleted_at IS NULL THEN u.email END AS "userEmail",
    CASE WHEN s.id IS NOT NULL THEN json_build_object('id', s.id, 'startedAt', s.started_at, 'revokedAt', s.revoked_at, 'ip', host(s.ip),
      'lastIp', host(s.last_ip), 'deviceId', s.device_id, 'deviceName', s.device_name, 'userAgent', s.user_agent) END AS session
  FROM m LEFT JOIN users u ON u.id = m.user_id LEFT JOIN sessions s ON s.id = m.session_id`

/** Takes the next mail in hand; null when none is due. */
export async function claimMail({ pool, clockOffset }: Ground): Promise<HeldMail | null> {
  const { rows } = await pool.query<HeldMail>({ name: 'claim-mail', text, values: [clockOffset()] })
  return rows[0] ?? null
}
