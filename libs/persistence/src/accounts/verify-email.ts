import type { Ground } from '../ground.js'
import { insertMail, type QueuedMail } from '../mails/queued-mail.js'
import { endSessionsOf } from '../sessions/ending-sql.js'
import type { Origin } from '../sessions/index.js'
import { clock } from '../sessions/sql.js'
import { resetLifetime } from './bounds.js'
import { inTurn, waitForTheDisk } from './in-turn.js'
import { signedUpAlone } from './signed-up-alone.js'

export interface Verification {
  readonly email: string
  /** The HMAC of the code that was typed. */
  readonly codeHash: Uint8Array
  /** A link to set a password, for an account that has none that anybody can answer for. */
  readonly link: { readonly hash: Uint8Array; readonly mail: QueuedMail }
  readonly origin: Origin
}

/**
 * One guess counts against every code that is good. What the sign-up chose whose code was typed becomes the account's, unless another sign-up
 * waits as well: then its mail may be the one that was read, and its password somebody else's. Nobody's is taken, and the owner gets a link. So it is
 * where an administrator invited the address or gave the account a role (`alone`): whoever signs up with it chooses nothing there.
 * `disputed`: the account has a password of the sign-up that made it (people may log in unverified), and others chose another since.
 */
const text = `
  WITH n AS MATERIALIZED (SELECT ${clock('$1')} AS now),
  person AS MATERIALIZED (
    SELECT u.id, u.password_hash, ${signedUpAlone} AS alone FROM users u
    WHERE u.email = $2 AND u.email_verified_at IS NULL AND u.disabled_at IS NULL AND u.deleted_at IS NULL
    FOR NO KEY UPDATE
  ), rivals AS (
    SELECT count(DISTINCT c.password_hash) FILTER (WHERE c.used_at IS NULL AND c.expires_at > n.now) AS chosen,
      coalesce(bool_or(c.password_hash = p.password_hash) AND bool_or(c.password_hash <> p.password_hash), false) AS disputed
    FROM n, person p JOIN one_time_codes c ON c.user_id = p.id AND c.purpose = 'verify_email'
  ), guessed AS (
    UPDATE one_time_codes c
    SET tries_left = CASE WHEN c.hash = $3 THEN c.tries_left ELSE c.tries_left - 1 END, used_at = CASE WHEN c.hash = $3 THEN n.now END
    FROM n, person p
    WHERE c.user_id = p.id AND c.purpose = 'verify_email' AND c.used_at IS NULL AND c.expires_at > n.now AND c.tries_left > 0
    RETURNING c.user_id, c.password_hash, c.name, c.hash = $3 AS matched
  ), taken AS (
    SELECT g.user_id, CASE WHEN r.chosen < 2 AND p.alone THEN g.name END AS name, p.password_hash AS before, CASE
        WHEN r.chosen > 1 OR r.disputed THEN NULL
        WHEN g.password_hash IS NULL THEN p.password_hash
        WHEN p.password_hash = g.password_hash OR (p.password_hash IS NULL AND p.alone) THEN g.password_hash
      END AS password_hash
    FROM guessed g JOIN person p ON p.id = g.user_id, rivals r WHERE g.matched LIMIT 1
  ), verified AS (
    UPDATE users u SET email_verified_at = n.now, password_hash = t.password_hash, name = coalesce(t.name, u.name)
    FROM n, taken t
    WHERE u.id = t.user_id AND u.email_verified_at IS NULL AND u.disabled_at IS NULL AND u.deleted_at IS NULL
    RETURNING u.id, u.company_id, u.password_hash, t.before, ${clock('$1')} AS at
  ), logged AS (
    INSERT INTO events (at, kind, user_id, company_id, by, ip, user_agent, details)
    SELECT v.at, 'email_verified', v.id, v.company_id, v.id, $4::inet, $5, jsonb_build_object('password_owed', v.password_hash IS NULL)
    FROM verified v
  ), replaced AS (SELECT v.* FROM verified v WHERE v.before IS NOT NULL AND v.password_hash IS DISTINCT FROM v.before),
  ${endSessionsOf('ended', { from: 'replaced', reason: 'password_changed', by: 'NULL', ip: '$4', userAgent: '$5' })},
  link AS (
    INSERT INTO one_time_codes (user_id, purpose, hash, created_at, expires_at)
    SELECT v.id, 'reset_password', $6, v.at, v.at + make_interval(secs => ${resetLifetime}) FROM verified v WHERE v.password_hash IS NULL
    RETURNING user_id, created_at
  ), mailed AS (${insertMail({ kind: '$7', userId: 'l.user_id', sealed: '$8::bytea', at: 'l.created_at', from: 'link l' })})
  SELECT v.id AS "userId" FROM verified v`

/**
 * Verifies an address with the code that it was mailed. The code is consumed by the statement that has its effect. A wrong guess, which is counted
 * only where a code is good, does not wait for the disk: that would tell where one is.
 *
 * @returns whose it is; null when the code is wrong, used or expired, or the address awaits none
 */
export async function verifyEmail(ground: Ground, verification: Verification): Promise<{ userId: string } | null> {
  const { email, codeHash, link, origin } = verification
  const values = [ground.clockOffset(), email, codeHash, origin.ip, origin.userAgent, link.hash, link.mail.kind, link.mail.sealed]
  return inTurn(ground, email, async (transaction) => {
    const { rows } = await transaction.query<{ userId: string }>({ name: 'verify-email', text, values })
    const [verified] = rows
    if (verified) await waitForTheDisk(transaction)
    return verified ?? null
  })
}
