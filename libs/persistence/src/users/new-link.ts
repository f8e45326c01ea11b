import type { Pool } from 'pg'
import { invitationLifetime, mailPause } from '../accounts/bounds.js'
import { voidCodesOf } from '../accounts/void-codes.js'
import { insertMail, type QueuedMail } from '../mails/queued-mail.js'
import { endSessionsOf } from '../sessions/ending-sql.js'
import { clock } from '../sessions/sql.js'
import { administer, type Administering, type AdministeringRefusal } from './locked.js'

export interface MailedLink {
  /** SHA-256 of the link's token. */
  readonly tokenHash: Uint8Array
  readonly mail: QueuedMail
}

/** Seconds that the link of a forced reset is good: nobody waits for it at their desk. */
const forcedLifetime = 86_400

/** Within the pause after the last link, nothing is mailed: whoever presses twice sends once. */
const invite = `
  WITH n AS MATERIALIZED (SELECT ${clock('0')} AS now),
  u AS (
    SELECT u.id, u.company_id, n.now AS at FROM n, users u
    WHERE u.id = $1 AND NOT EXISTS (
      SELECT FROM one_time_codes c WHERE c.user_id = u.id AND c.purpose = 'invitation'
        AND c.created_at > n.now - make_interval(secs => ${mailPause}) AND c.created_at <= n.now
    )
  ), voided AS (${voidCodesOf('u f')}),
  link AS (
    INSERT INTO one_time_codes (user_id, purpose, hash, created_at, expires_at)
    SELECT u.id, 'invitation', $5, u.at, u.at + make_interval(secs => ${invitationLifetime}) FROM u
  ), logged AS (
    INSERT INTO events (at, kind, user_id, company_id, by, ip, user_agent) SELECT u.at, 'user_invited', u.id, u.company_id, $2::uuid, $3::inet, $4 FROM u
  ), mailed AS (${insertMail({ kind: '$6', userId: 'u.id', sealed: '$7::bytea', at: 'u.at', from: 'u' })})
  SELECT`

/** Within the pause after the last link, which nobody has used yet, only the sessions end: whoever presses twice sends once, and what was sent stays good. */
const force = `
  WITH u AS (UPDATE users SET password_hash = NULL WHERE id = $1 RETURNING id, company_id, ${clock('0')} AS at),
  again AS (
    SELECT u.* FROM u WHERE NOT ($8 AND EXISTS (
      SELECT FROM one_time_codes c WHERE c.user_id = u.id AND c.purpose = 'reset_password' AND c.used_at IS NULL
        AND c.created_at > u.at - make_interval(secs => ${mailPause}) AND c.created_at <= u.at
    ))
  ),
  voided AS (${voidCodesOf('again f')}),
  link AS (
    INSERT INTO one_time_codes (user_id, purpose, hash, created_at, expires_at)
    SELECT a.id, 'reset_password', $5, a.at, a.at + make_interval(secs => ${forcedLifetime}) FROM again a
  ), logged AS (
    INSERT INTO events (at, kind, user_id, company_id, by, ip, user_agent) SELECT a.at, 'password_reset_forced', a.id, a.company_id, $2::uuid, $3::inet, $4 FROM again a
  ),
  ${endSessionsOf('ended', { from: 'u', reason: 'password_changed', by: '$2', ip: '$3', userAgent: '$4' })},
  mailed AS (${insertMail({ kind: '$6', userId: 'a.id', sealed: '$7::bytea', at: 'a.at', from: 'again a' })})
  SELECT`

/** The link and the mail are made for the address that the account has when its row is held. */
export type MakeLink = (email: string) => MailedLink

/** Mails another invitation to a user who never set a password and never verified; the links before are good no more. */
export function inviteAgain(
  pool: Pool,
  administering: Administering,
  make: MakeLink,
): Promise<AdministeringRefusal | 'not_invited' | null> {
  return administer<'not_invited' | null>(pool, administering, async (transaction, user) => {
    if (user.isVerified || user.isDisabled || user.passwordHash !== null) return 'not_invited'
    await transaction.query({ name: 'invite-user', text: invite, values: valuesOf(administering, make(user.email)) })
    return null
  })
}

/** Makes a user set a new password: the old one opens nothing any more, every session ends, and a link is mailed. */
export function forceReset(
  pool: Pool,
  administering: Administering,
  make: MakeLink,
): Promise<AdministeringRefusal | 'user_disabled' | null> {
  return administer<'user_disabled' | null>(pool, administering, async (transaction, user) => {
    if (user.isDisabled) return 'user_disabled'
    await transaction.query({
      name: 'force-password-reset',
      text: force,
      values: [...valuesOf(administering, make(user.email)), user.passwordHash === null],
    })
    return null
  })
}

function valuesOf({ id, by, origin }: Administering, { tokenHash, mail }: MailedLink): unknown[] {
  return [id, by, origin.ip, origin.userAgent, tokenHash, mail.kind, mail.sealed]
}
