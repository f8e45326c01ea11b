import { untilSettled } from '../contention.js'
import type { Ground } from '../ground.js'
import { insertMail, type QueuedMail } from '../mails/queued-mail.js'
import type { Origin } from '../sessions/index.js'
import { clock } from '../sessions/sql.js'
import { codeLifetime, codeTries, mailPause, mostLiveCodes } from './bounds.js'

export interface SignUp {
  /** For the account, if it is made. */
  readonly id: string
  /** As the contract normalises it. */
  readonly email: string
  readonly passwordHash: string
  readonly name: string | null
  /** The HMAC of the code that the mail carries. */
  readonly codeHash: Uint8Array
  /** Whether people may log in before their address is verified: then the account has its password at once. */
  readonly passwordAtOnce: boolean
  readonly mails: { readonly code: QueuedMail; readonly already: QueuedMail }
  readonly origin: Origin
}

/**
 * Who has the address decides what becomes of an attempt. `person` is whoever may still show that it is theirs. What was chosen stays beside the
 * code until then: an account that is not verified belongs to nobody, so no attempt may choose for another. An attempt within the pause
 * is kept without a mail: whoever verifies must be known to have had a rival.
 */
const text = `
  WITH n AS MATERIALIZED (SELECT ${clock('$1')} AS now),
  made AS (
    INSERT INTO users (id, email, password_hash, name, company_id, created_at)
    SELECT $2, $3, CASE WHEN $7 THEN $4::text END, CASE WHEN $7 THEN $5::text END, 1, n.now FROM n
    ON CONFLICT (email) DO NOTHING RETURNING id, company_id
  ), known AS (SELECT u.* FROM users u WHERE u.email = $3),
  person AS (
    SELECT id, company_id FROM made
    UNION ALL SELECT id, company_id FROM known WHERE email_verified_at IS NULL AND disabled_at IS NULL AND deleted_at IS NULL
  ), pending AS (
    SELECT count(*) AS live, max(c.created_at) AS latest
    FROM n, person p JOIN one_time_codes c ON c.user_id = p.id AND c.purpose = 'verify_email'
    WHERE c.used_at IS NULL AND c.expires_at > n.now
  ), code AS (
    INSERT INTO one_time_codes (user_id, purpose, hash, tries_left, created_at, expires_at, password_hash, name)
    SELECT p.id, 'verify_email', $6, CASE WHEN ${isPaused()} THEN 0 ELSE ${codeTries} END, n.now, n.now + make_interval(secs => ${codeLifetime}), $4, $5
    FROM n, person p, pending WHERE pending.live < ${mostLiveCodes}
    RETURNING user_id, tries_left
  ), logged AS (
    INSERT INTO events (at, kind, user_id, company_id, ip, user_agent)
    SELECT n.now, 'user_signed_up', p.id, p.company_id, $8::inet, $9 FROM n, person p, pending WHERE pending.live < ${mostLiveCodes}
  ), mailed AS (${insertMail({ kind: '$10', userId: 'c.user_id', sealed: '$11::bytea', at: 'n.now', from: 'n, code c WHERE c.tries_left > 0' })}
  ), told AS (${insertMail({
    kind: '$12',
    userId: 'k.id',
    sealed: '$13::bytea',
    at: 'n.now',
    from: 'n, known k WHERE k.email_verified_at IS NOT NULL AND k.deleted_at IS NULL',
  })}
  )
  SELECT (SELECT count(*)::int FROM made) + (SELECT count(*)::int FROM known) AS seen`

function isPaused(): string {
  return `coalesce(pending.latest > n.now - make_interval(secs => ${mailPause}), false)`
}

/**
 * Takes an attempt to sign up, and queues the mail that tells the owner of the address, in one statement whatever there is under it.
 *
 * @throws ContentionFault when others held the rows until the deadline; nothing was done then
 */
export async function signUp({ pool, clockOffset }: Ground, attempt: SignUp): Promise<void> {
  const { id, email, passwordHash, name, codeHash, passwordAtOnce, mails, origin } = attempt
  await untilSettled(async () => {
    const { rows } = await pool.query<{ seen: number }>({
      name: 'sign-up',
      text,
      values: [
        ...[clockOffset(), id, email, passwordHash, name, codeHash, passwordAtOnce, origin.ip, origin.userAgent],
        ...[mails.code.kind, mails.code.sealed, mails.already.kind, mails.already.sealed],
      ],
    })
    // Somebody made the account between this statement's beginning and its insert: the next look sees it.
    return rows[0]?.seen === 0 ? undefined : true
  })
}
