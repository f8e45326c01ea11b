import { untilSettled } from '../contention.js'
import type { Ground } from '../ground.js'
import { insertMail, type QueuedMail } from '../mails/queued-mail.js'
import { endSessionsOf } from '../sessions/ending-sql.js'
import type { Origin } from '../sessions/index.js'
import { clock } from '../sessions/sql.js'

/** Locked before it is asked whether a factor is on: a confirmation that is under way would else have its secret replaced after it. */
const holder = `
  holder AS MATERIALIZED (
    SELECT u.id FROM users u
    WHERE u.id = $2 AND u.second_factor_at IS NULL AND u.disabled_at IS NULL AND u.deleted_at IS NULL FOR NO KEY UPDATE
  )`

const begin = `
  WITH ${holder}
  INSERT INTO second_factors (user_id, encrypted_secret, created_at) SELECT h.id, $3, ${clock('$1')} FROM holder h
  ON CONFLICT (user_id) DO UPDATE SET encrypted_secret = excluded.encrypted_secret, created_at = excluded.created_at, last_step = 0`

/**
 * Keeps the secret of an authenticator that is being set up; one that was not confirmed is replaced.
 *
 * @returns false when the account has a second factor already
 */
export async function setUpSecondFactor({ pool, clockOffset }: Ground, userId: string, encryptedSecret: Uint8Array): Promise<boolean> {
  return untilSettled(async () => {
    const { rowCount } = await pool.query({ name: 'set-up-second-factor', text: begin, values: [clockOffset(), userId, encryptedSecret] })
    return rowCount === 1
  })
}

export interface Confirmation {
  readonly userId: string
  /** The sealed secret that the code was compared with. */
  readonly encryptedSecret: Uint8Array
  readonly step: number
  readonly recoveryHashes: readonly Uint8Array[]
  /** The session that asks, which goes on. */
  readonly sessionId: string
  readonly mail: QueuedMail
  readonly origin: Origin
}

const confirm = `
  WITH ${holder}, f AS (
    UPDATE second_factors f SET last_step = $3 FROM holder h
    WHERE f.user_id = h.id AND f.encrypted_secret = $4 AND f.last_step < $3 RETURNING f.user_id
  ), u AS (
    UPDATE users u SET second_factor_at = ${clock('$1')} FROM f WHERE u.id = f.user_id
    RETURNING u.id, u.company_id, u.second_factor_at AS at
  ), old AS (DELETE FROM recovery_codes r USING u WHERE r.user_id = u.id),
  codes AS (INSERT INTO recovery_codes (user_id, hash) SELECT u.id, h FROM u, unnest($5::bytea[]) h),
  logged AS (
    INSERT INTO events (at, kind, user_id, company_id, by, ip, user_agent) SELECT u.at, 'second_factor_added', u.id, u.company_id, u.id, $6::inet, $7 FROM u
  ),
  ${endSessionsOf('ended', { from: 'u', reason: 'revoked_by_user', by: 'f.id', except: '$10', ip: '$6', userAgent: '$7' })},
  mailed AS (${insertMail({ kind: '$8', userId: 'u.id', sealed: '$9::bytea', at: 'u.at', from: 'u' })})
  SELECT FROM u`

/**
 * Turns the second factor on, with a code of it: from the next login on it is asked for. Every other session of the user ends: one that
 * began with the password alone must not have what the factor is there to guard (docs/decisions/0054-second-factor.md).
 *
 * @returns false when the code was used, another secret took its place, or a second factor is on already
 */
export async function confirmSecondFactor({ pool, clockOffset }: Ground, confirmation: Confirmation): Promise<boolean> {
  const { userId, encryptedSecret, step, recoveryHashes, sessionId, mail, origin } = confirmation
  const values = [
    ...[clockOffset(), userId, step, encryptedSecret, recoveryHashes, origin.ip, origin.userAgent, mail.kind, mail.sealed],
    sessionId,
  ]
  return untilSettled(async () => {
    const { rowCount } = await pool.query({ name: 'confirm-second-factor', text: confirm, values })
    return rowCount === 1
  })
}
