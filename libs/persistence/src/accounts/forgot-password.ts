import type { Ground } from '../ground.js'
import { insertMail, type QueuedMail } from '../mails/queued-mail.js'
import type { Origin } from '../sessions/index.js'
import { clock } from '../sessions/sql.js'
import { asItStands } from './as-it-stands.js'
import { mailPause, mostLiveCodes, resetLifetime } from './bounds.js'
import { inTurn } from './in-turn.js'

export interface ResetWanted {
  readonly email: string
  /** SHA-256 of the link's token. */
  readonly tokenHash: Uint8Array
  readonly mail: QueuedMail
  readonly origin: Origin
}

const text = `
  WITH n AS MATERIALIZED (SELECT ${clock('$1')} AS now),
  person AS (SELECT id, company_id FROM users WHERE email = $2 AND disabled_at IS NULL AND deleted_at IS NULL ${asItStands}),
  before AS (
    SELECT count(*) FILTER (WHERE c.used_at IS NULL AND c.expires_at > n.now) AS live, max(c.created_at) FILTER (WHERE c.created_at <= n.now) AS latest
    FROM n, person p JOIN one_time_codes c ON c.user_id = p.id AND c.purpose = 'reset_password'
  ), link AS (
    INSERT INTO one_time_codes (user_id, purpose, hash, created_at, expires_at)
    SELECT p.id, 'reset_password', $3, n.now, n.now + make_interval(secs => ${resetLifetime})
    FROM n, person p, before b
    WHERE b.live < ${mostLiveCodes} AND coalesce(b.latest <= n.now - make_interval(secs => ${mailPause}), true)
    RETURNING user_id
  ), logged AS (
    INSERT INTO events (at, kind, user_id, company_id, ip, user_agent)
    SELECT n.now, 'password_reset_asked', p.id, p.company_id, $4::inet, $5 FROM n, link l JOIN person p ON p.id = l.user_id
  ), mailed AS (${insertMail({ kind: '$6', userId: 'l.user_id', sealed: '$7::bytea', at: 'n.now', from: 'n, link l' })})
  SELECT`

/**
 * Mails a link to set a new password to whoever has the address; does the same work, and nothing, where nobody has it. The links that are
 * out stay good, so that a stranger who asks does not void the owner's; within a minute of the last one none is sent.
 */
export async function forgotPassword(ground: Ground, { email, tokenHash, mail, origin }: ResetWanted): Promise<void> {
  const values = [ground.clockOffset(), email, tokenHash, origin.ip, origin.userAgent, mail.kind, mail.sealed]
  await inTurn(ground, email, async (transaction) => {
    await transaction.query({ name: 'forgot-password', text, values })
    return true
  })
}
