import { untilSettled } from '../contention.js'
import type { Ground } from '../ground.js'
import { insertMail, type QueuedMail } from '../mails/queued-mail.js'
import { endSessionsOf } from '../sessions/ending-sql.js'
import type { Origin } from '../sessions/index.js'
import { clock } from '../sessions/sql.js'
import { voidCodesOf } from './void-codes.js'

export interface PasswordChange {
  readonly userId: string
  /** The hash that the current password was verified against. */
  readonly from: string
  readonly to: string
  /** The session that asks, which goes on. */
  readonly sessionId: string
  readonly mail: QueuedMail
  readonly origin: Origin
}

const text = `
  WITH changed AS (
    UPDATE users u SET password_hash = $3
    WHERE u.id = $2 AND u.password_hash = $8 AND u.disabled_at IS NULL AND u.deleted_at IS NULL
    RETURNING u.id, u.company_id, ${clock('$1')} AS at
  ), logged AS (
    INSERT INTO events (at, kind, user_id, company_id, by, ip, user_agent)
    SELECT c.at, 'password_changed', c.id, c.company_id, c.id, $4::inet, $5 FROM changed c
  ), voided AS (${voidCodesOf('changed f')}),
  ${endSessionsOf('ended', { from: 'changed', reason: 'password_changed', by: 'f.id', except: '$9', ip: '$4', userAgent: '$5' })},
  mailed AS (${insertMail({ kind: '$6', userId: 'c.id', sealed: '$7::bytea', at: 'c.at', from: 'changed c' })})
  SELECT FROM changed`

const rehash = `UPDATE users SET password_hash = $3 WHERE id = $1 AND password_hash = $2`

/**
 * Changes a password on condition that it is still the one that was verified, and ends every other session of the user.
 *
 * @returns whether it was changed: not when somebody else changed it, or the account, meanwhile
 * @throws ContentionFault when others held the user's row until the deadline; nothing was changed then
 */
export async function changePassword({ pool, clockOffset }: Ground, change: PasswordChange): Promise<boolean> {
  const { userId, from, to, sessionId, mail, origin } = change
  const values = [clockOffset(), userId, to, origin.ip, origin.userAgent, mail.kind, mail.sealed, from, sessionId]
  return untilSettled(async () => {
    const { rowCount } = await pool.query({ name: 'change-password', text, values })
    return rowCount === 1
  })
}

/** Stores another hash of the same password, if it is still that password: nothing ends, nobody is told. */
export async function rehashPassword({ pool }: Ground, userId: string, from: string, to: string): Promise<void> {
  await pool.query({ name: 'rehash-password', text: rehash, values: [userId, from, to] })
}
