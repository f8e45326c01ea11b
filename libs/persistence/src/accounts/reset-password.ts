import { untilSettled } from '../contention.js'
import type { Ground } from '../ground.js'
import { insertMail, type QueuedMail } from '../mails/queued-mail.js'
import { endSessionsOf } from '../sessions/ending-sql.js'
import type { Origin } from '../sessions/index.js'
import { clock } from '../sessions/sql.js'
import { voidCodesOf } from './void-codes.js'

export interface PasswordReset {
  /** SHA-256 of the link's token. */
  readonly tokenHash: Uint8Array
  readonly passwordHash: string
  readonly mail: QueuedMail
  readonly origin: Origin
}

/** Whom a link is for, while it is good. */
export interface LinkHolder {
  readonly userId: string
  readonly email: string
  readonly purpose: 'reset_password' | 'invitation'
}

const isGood = `c.purpose IN ('reset_password', 'invitation') AND c.used_at IS NULL AND c.expires_at > n.now AND u.disabled_at IS NULL AND u.deleted_at IS NULL`

const find = `
  SELECT u.id AS "userId", u.email, c.purpose
  FROM one_time_codes c JOIN users u ON u.id = c.user_id, (SELECT ${clock('$1')} AS now) n
  WHERE c.hash = $2 AND ${isGood}`

/** The user's row is locked first, by every statement that changes it: two links of one user, used at once, wait instead of blocking each other. */
const text = `
  WITH n AS MATERIALIZED (SELECT ${clock('$1')} AS now),
  holder AS MATERIALIZED (
    SELECT u.id FROM n, one_time_codes c JOIN users u ON u.id = c.user_id WHERE c.hash = $2 AND ${isGood} FOR UPDATE OF u
  ), link AS (
    UPDATE one_time_codes c SET used_at = n.now FROM n, holder h
    WHERE c.user_id = h.id AND c.hash = $2 AND c.used_at IS NULL
    RETURNING c.id, c.user_id, c.purpose
  ), changed AS (
    UPDATE users u SET password_hash = $3, email_verified_at = coalesce(u.email_verified_at, n.now)
    FROM n, link l WHERE u.id = l.user_id AND u.disabled_at IS NULL AND u.deleted_at IS NULL
    RETURNING u.id, u.company_id, l.purpose, ${clock('$1')} AS at
  ), logged AS (
    INSERT INTO events (at, kind, user_id, company_id, by, ip, user_agent)
    SELECT c.at, CASE c.purpose WHEN 'invitation' THEN 'invitation_accepted' ELSE 'password_reset' END, c.id, c.company_id, c.id, $4::inet, $5
    FROM changed c
  ), voided AS (${voidCodesOf('changed f', { but: '(SELECT l.id FROM link l)' })}),
  ${endSessionsOf('ended', { from: 'changed', reason: 'password_changed', by: 'f.id', ip: '$4', userAgent: '$5' })},
  mailed AS (${insertMail({
    kind: '$6',
    userId: 'c.id',
    sealed: '$7::bytea',
    at: 'c.at',
    // Whoever accepts an invitation changes nothing that there was.
    from: `changed c WHERE c.purpose = 'reset_password'`,
  })})
  SELECT c.id AS "userId" FROM changed c`

/** Whom a link is for; null when it is wrong, used or expired. A first look, so that no password is hashed for nothing: it decides nothing. */
export async function findLinkHolder({ pool, clockOffset }: Ground, tokenHash: Uint8Array): Promise<LinkHolder | null> {
  const { rows } = await pool.query<LinkHolder>({ name: 'find-link-holder', text: find, values: [clockOffset(), tokenHash] })
  return rows[0] ?? null
}

/**
 * Sets the password that a link is for, and ends every session of the user. The link is consumed by the statement that has its effect:
 * of any number at once, one does. Every other code and link of the user is void.
 *
 * @returns whose it is; null when the link is wrong, used or expired
 * @throws ContentionFault when others held the user's row until the deadline; nothing was changed then
 */
export async function resetPassword({ pool, clockOffset }: Ground, reset: PasswordReset): Promise<{ userId: string } | null> {
  const { tokenHash, passwordHash, mail, origin } = reset
  const values = [clockOffset(), tokenHash, passwordHash, origin.ip, origin.userAgent, mail.kind, mail.sealed]
  return untilSettled(async () => {
    const { rows } = await pool.query<{ userId: string }>({ name: 'reset-password', text, values })
    return rows[0] ?? null
  })
}
