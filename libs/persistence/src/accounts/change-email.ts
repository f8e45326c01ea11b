import { untilSettled } from '../contention.js'
import type { Ground } from '../ground.js'
import { importedAs } from '../imports/imported-as.js'
import { insertMail, type MailElsewhere, type QueuedMail } from '../mails/queued-mail.js'
import type { Origin } from '../sessions/index.js'
import { clock } from '../sessions/sql.js'
import { asItStands } from './as-it-stands.js'
import { codeLifetime, codeTries, mailPause, mostLiveCodes } from './bounds.js'

export interface EmailWanted {
  readonly userId: string
  /** As the contract normalises it. */
  readonly email: string
  readonly codeHash: Uint8Array
  readonly mails: { readonly code: MailElsewhere; readonly taken: QueuedMail }
  readonly origin: Origin
}

/** Whether the address is free is told by mail alone: to whoever reads it. */
const ask = `
  WITH n AS MATERIALIZED (SELECT ${clock('$1')} AS now),
  person AS (SELECT id, company_id FROM users WHERE id = $2 AND disabled_at IS NULL AND deleted_at IS NULL ${asItStands}),
  holder AS (SELECT id FROM users WHERE email = $3 ${asItStands}),
  before AS (
    SELECT count(*) FILTER (WHERE c.used_at IS NULL AND c.expires_at > n.now) AS live, max(c.created_at) FILTER (WHERE c.created_at <= n.now) AS latest
    FROM n, person p JOIN one_time_codes c ON c.user_id = p.id AND c.purpose = 'change_email'
  ), code AS (
    INSERT INTO one_time_codes (user_id, purpose, hash, tries_left, created_at, expires_at, email)
    SELECT p.id, 'change_email', $4, ${codeTries}, n.now, n.now + make_interval(secs => ${codeLifetime}), $3
    FROM n, person p, before b
    WHERE b.live < ${mostLiveCodes} AND coalesce(b.latest <= n.now - make_interval(secs => ${mailPause}), true)
    RETURNING user_id
  ), logged AS (
    INSERT INTO events (at, kind, user_id, company_id, by, ip, user_agent)
    SELECT n.now, 'email_change_asked', p.id, p.company_id, p.id, $9::inet, $10 FROM n, code c JOIN person p ON p.id = c.user_id
  ), mailed AS (${insertMail({
    kind: '$5',
    userId: 'c.user_id',
    sealed: '$6::bytea',
    mailbox: '$11',
    at: 'n.now',
    from: 'n, code c WHERE NOT EXISTS (SELECT FROM holder)',
  })}
  ), told AS (${insertMail({ kind: '$7', userId: 'h.id', sealed: '$8::bytea', at: 'n.now', from: 'n, code c, holder h' })})
  SELECT`

export interface EmailConfirmed {
  readonly userId: string
  readonly codeHash: Uint8Array
  /** To the old address. */
  readonly mailOf: (newEmail: string) => MailElsewhere
  readonly origin: Origin
}

const lastAsked = (userId: string) => `(SELECT max(x.id) FROM one_time_codes x WHERE x.user_id = ${userId} AND x.purpose = 'change_email')`

const wanted = `
  SELECT c.email FROM one_time_codes c, (SELECT ${clock('$1')} AS now) n
  WHERE c.id = ${lastAsked('$2')} AND c.hash = $3 AND c.used_at IS NULL AND c.expires_at > n.now AND c.tries_left > 0`

/**
 * Links that went to the old address are good no more, and what waits to go there waits in a line of its own from now on. The last code that was
 * asked for is the only one that counts: whoever mistyped the address and asks again means the second.
 */
const confirm = `
  WITH n AS MATERIALIZED (SELECT ${clock('$1')} AS now),
  holder AS MATERIALIZED (SELECT u.id FROM users u WHERE u.id = $2 AND u.disabled_at IS NULL AND u.deleted_at IS NULL FOR UPDATE),
  guessed AS (
    UPDATE one_time_codes c
    SET tries_left = CASE WHEN c.hash = $3 THEN c.tries_left ELSE c.tries_left - 1 END, used_at = CASE WHEN c.hash = $3 THEN n.now END
    FROM n, holder h
    WHERE c.user_id = h.id AND c.id = ${lastAsked('h.id')} AND c.used_at IS NULL AND c.expires_at > n.now AND c.tries_left > 0
    RETURNING c.user_id, c.email, c.hash = $3 AS matched
  ), u AS (
    UPDATE users u SET email = g.email, email_verified_at = n.now, imported_as = ${importedAs} FROM n, guessed g
    WHERE g.matched AND u.id = g.user_id
    RETURNING u.id, u.company_id, ${clock('$1')} AS at
  ), voided AS (
    UPDATE one_time_codes v SET used_at = u.at FROM u
    WHERE v.user_id = u.id AND v.used_at IS NULL AND v.purpose IN ('verify_email', 'reset_password', 'invitation')
  ), logged AS (
    INSERT INTO events (at, kind, user_id, company_id, by, ip, user_agent) SELECT u.at, 'email_changed', u.id, u.company_id, u.id, $4::inet, $5 FROM u
  ), moved AS (
    UPDATE mails m SET mailbox = $8 FROM u
    WHERE m.user_id = u.id AND m.mailbox IS NULL AND m.sealed IS NOT NULL AND m.sent_at IS NULL AND m.failed_at IS NULL
  ), mailed AS (${insertMail({ kind: '$6', userId: 'u.id', sealed: '$7::bytea', mailbox: '$8', at: 'u.at', from: 'u' })})
  SELECT FROM u`

/** Mails a code to the new address of an account, or tells whoever has it already; within a minute of the last it mails nothing. */
export async function askToChangeEmail(
  { pool, clockOffset }: Ground,
  { userId, email, codeHash, mails, origin }: EmailWanted,
): Promise<void> {
  const values = [
    ...[clockOffset(), userId, email, codeHash, mails.code.kind, mails.code.sealed, mails.taken.kind, mails.taken.sealed],
    ...[origin.ip, origin.userAgent, mails.code.mailbox],
  ]
  await untilSettled(async () => {
    await pool.query({ name: 'ask-to-change-email', text: ask, values })
    return true
  })
}

/**
 * Changes an account's address with the code that the new one got. The code is consumed by the statement that has its effect.
 *
 * @returns `code_refused` when the code is wrong, used or expired; `email_taken` when somebody else has the address meanwhile
 */
export async function confirmEmail(
  ground: Ground,
  { userId, codeHash, mailOf, origin }: EmailConfirmed,
): Promise<'changed' | 'code_refused' | 'email_taken'> {
  const { pool, clockOffset } = ground
  return untilSettled(async () => {
    const { rows } = await pool.query<{ email: string }>({ name: 'email-wanted', text: wanted, values: [clockOffset(), userId, codeHash] })
    const mail = mailOf(rows[0]?.email ?? '')
    try {
      const values = [clockOffset(), userId, codeHash, origin.ip, origin.userAgent, mail.kind, mail.sealed, mail.mailbox]
      const { rowCount } = await pool.query({ name: 'confirm-email', text: confirm, values })
      return rowCount === 1 ? 'changed' : 'code_refused'
    } catch (fault) {
      if ((fault as { code?: string }).code === '23505') return 'email_taken'
      throw fault
    }
  })
}
