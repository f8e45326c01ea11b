import type { Ground } from '../ground.js'
import { insertMail, type QueuedMail } from '../mails/queued-mail.js'
import { clock } from '../sessions/sql.js'
import { asItStands } from './as-it-stands.js'
import { codeLifetime, codeTries, mailPause, mostLiveCodes } from './bounds.js'
import { inTurn } from './in-turn.js'

export interface Resending {
  readonly email: string
  /** The HMAC of the new code. */
  readonly codeHash: Uint8Array
  readonly mail: QueuedMail
}

/**
 * The new code carries on what was chosen at the sign-up that made the account, if that was the only one: then whoever asks for a code again
 * chose it. After two attempts it carries nothing, and the owner sets a password by a link.
 */
const text = `
  WITH n AS MATERIALIZED (SELECT ${clock('$1')} AS now),
  person AS (
    SELECT id, created_at FROM users WHERE email = $2 AND email_verified_at IS NULL AND disabled_at IS NULL AND deleted_at IS NULL ${asItStands}
  ), before AS (
    SELECT count(*) FILTER (WHERE c.hash <> '' AND c.used_at IS NULL AND c.expires_at > n.now) AS live,
      max(c.created_at) FILTER (WHERE c.hash <> '' AND c.created_at <= n.now) AS latest,
      CASE WHEN count(DISTINCT c.password_hash) = 1 AND bool_or(c.created_at = p.created_at) THEN min(c.password_hash) END AS chosen,
      min(c.name) AS name
    FROM n, person p JOIN one_time_codes c ON c.user_id = p.id AND c.purpose = 'verify_email'
  ), code AS (
    INSERT INTO one_time_codes (user_id, purpose, hash, tries_left, created_at, expires_at, password_hash, name)
    SELECT p.id, 'verify_email', $3, ${codeTries}, n.now, n.now + make_interval(secs => ${codeLifetime}), b.chosen,
      CASE WHEN b.chosen IS NOT NULL THEN b.name END
    FROM n, person p, before b
    WHERE b.live < ${mostLiveCodes} AND coalesce(b.latest <= n.now - make_interval(secs => ${mailPause}), true)
    RETURNING user_id
  ), mailed AS (${insertMail({ kind: '$4', userId: 'c.user_id', sealed: '$5::bytea', at: 'n.now', from: 'n, code c' })})
  SELECT`

/**
 * Mails another code to an address that is not verified yet; does the same work, and nothing, for every other. Within a minute of the last
 * mail it sends none.
 */
export async function resendVerification(ground: Ground, { email, codeHash, mail }: Resending): Promise<void> {
  await inTurn(ground, email, async (transaction) => {
    await transaction.query({ name: 'resend-verification', text, values: [ground.clockOffset(), email, codeHash, mail.kind, mail.sealed] })
    return true
  })
}
