import type { Pool } from 'pg'
import { insertMail, type QueuedMail } from '../mails/queued-mail.js'
import { endSessionsOf } from '../sessions/ending-sql.js'
import { clock } from '../sessions/sql.js'
import { administer, type Administering, type AdministeringRefusal } from './locked.js'

const text = `
  WITH u AS (
    UPDATE users SET second_factor_at = NULL WHERE id = $1 AND second_factor_at IS NOT NULL RETURNING id, company_id, ${clock('0')} AS at
  ), factor AS (DELETE FROM second_factors f USING u WHERE f.user_id = u.id),
  recovery AS (DELETE FROM recovery_codes r USING u WHERE r.user_id = u.id),
  logged AS (
    INSERT INTO events (at, kind, user_id, company_id, by, ip, user_agent) SELECT u.at, 'second_factor_removed', u.id, u.company_id, $2::uuid, $3::inet, $4 FROM u
  ),
  ${endSessionsOf('ended', { from: 'u', reason: 'revoked_by_admin', by: '$2', ip: '$3', userAgent: '$4' })},
  mailed AS (${insertMail({ kind: '$5', userId: 'u.id', sealed: '$6::bytea', at: 'u.at', from: 'u' })})
  SELECT`

/**
 * Takes away the second factor of a user who lost it, ends their sessions, and tells their address. One who has none keeps everything. Nobody's own:
 * that takes a password and a code, or whoever has an access token would be rid of it.
 */
export function takeSecondFactor(
  pool: Pool,
  administering: Administering,
  make: (email: string) => QueuedMail,
): Promise<AdministeringRefusal | 'own_factor' | null> {
  return administer<'own_factor' | null>(pool, administering, async (transaction, user) => {
    const { id, by, origin } = administering
    if (user.id === by) return 'own_factor'
    const mail = make(user.email)
    await transaction.query({ name: 'take-second-factor', text, values: [id, by, origin.ip, origin.userAgent, mail.kind, mail.sealed] })
    return null
  })
}
