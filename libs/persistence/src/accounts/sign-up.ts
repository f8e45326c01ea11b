import type { Ground } from '../ground.js'
import { insertMail, type QueuedMail } from '../mails/queued-mail.js'
import type { Origin } from '../sessions/index.js'
import { clock } from '../sessions/sql.js'
import { asItStands } from './as-it-stands.js'
import { codeLifetime, codeTries, mailPause, mostLiveCodes } from './bounds.js'
import { inTurn } from './in-turn.js'

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
 * code until then: an account that is not verified belongs to nobody, so no attempt may choose for another. An attempt that is mailed no code
 * (within the pause, or with enough codes under way) is kept with an empty hash, which no code has: whoever verifies must be known to have had a
 * rival. One rival is enough, so the table does not fill.
 */
const text = `
  WITH n AS MATERIALIZED (SELECT ${clock('$1')} AS now),
  made AS (
    INSERT INTO users (id, email, password_hash, name, company_id, created_at)
    SELECT $2, $3, CASE WHEN $7 THEN $4::text END, CASE WHEN $7 THEN $5::text END, 1, n.now FROM n
    ON CONFLICT (email) DO NOTHING RETURNING id, company_id
  ), known AS (SELECT u.* FROM users u WHERE u.email = $3 ${asItStands}),
  person AS (
    SELECT id, company_id FROM made
    UNION ALL SELECT id, company_id FROM known WHERE email_verified_at IS NULL AND disabled_at IS NULL AND deleted_at IS NULL
  ), pending AS (
    SELECT count(*) FILTER (WHERE c.hash <> '') AS mailed, max(c.created_at) FILTER (WHERE c.hash <> '' AND c.created_at <= n.now) AS latest,
      count(DISTINCT c.password_hash) AS chosen
    FROM n, person p JOIN one_time_codes c ON c.user_id = p.id AND c.purpose = 'verify_email'
    WHERE c.used_at IS NULL AND c.expires_at > n.now
  ), attempt AS (
    SELECT p.id, p.company_id, b.chosen,
      b.mailed < ${mostLiveCodes} AND coalesce(b.latest <= n.now - make_interval(secs => ${mailPause}), true) AS mails
    FROM n, person p, pending b
  ), code AS (
    INSERT INTO one_time_codes (user_id, purpose, hash, tries_left, created_at, expires_at, password_hash, name)
    SELECT a.id, 'verify_email', CASE WHEN a.mails THEN $6::bytea ELSE '' END, CASE WHEN a.mails THEN ${codeTries} ELSE 0 END,
      n.now, n.now + make_interval(secs => ${codeLifetime}), $4, $5
    FROM n, attempt a WHERE a.mails OR a.chosen < 2
    RETURNING user_id, tries_left
  ), logged AS (
    INSERT INTO events (at, kind, user_id, company_id, ip, user_agent)
    SELECT n.now, 'user_signed_up', a.id, a.company_id, $8::inet, $9 FROM n, code c JOIN attempt a ON a.id = c.user_id
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

/**
 * Takes an attempt to sign up, and queues the mail that tells the owner of the address, in one statement whatever there is under it.
 *
 * @throws ContentionFault when others held the rows until the deadline; nothing was done then
 */
export async function signUp(ground: Ground, attempt: SignUp): Promise<void> {
  const { id, email, passwordHash, name, codeHash, passwordAtOnce, mails, origin } = attempt
  await inTurn(ground, email, async (transaction) => {
    const { rows } = await transaction.query<{ seen: number }>({
      name: 'sign-up',
      text,
      values: [
        ...[ground.clockOffset(), id, email, passwordHash, name, codeHash, passwordAtOnce, origin.ip, origin.userAgent],
        ...[mails.code.kind, mails.code.sealed, mails.already.kind, mails.already.sealed],
      ],
    })
    // An administrator made the account between this statement's beginning and its insert: the next look sees it.
    return rows[0]?.seen === 0 ? undefined : true
  })
}
