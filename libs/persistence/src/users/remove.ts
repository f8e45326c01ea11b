import type { Pool } from 'pg'
import { importedAs } from '../imports/imported-as.js'
import { endSessionsOf } from '../sessions/ending-sql.js'
import { clock } from '../sessions/sql.js'
import { administer, type Administering, type AdministeringRefusal, hasAnotherOwner } from './locked.js'

export type RemovalRefusal = AdministeringRefusal | 'last_owner'

/**
 * What is the account's own goes at once; what its sessions and events hold of the person goes in steps (`erase.ts`). In the address's place stands
 * the id. An address made from it would be somebody's to sign up with first, and then nobody could delete the account: every address has an `@`.
 */
const text = `
  WITH u AS (
    UPDATE users u SET deleted_at = ${clock('0')}, email = id, name = NULL, password_hash = NULL, second_factor_at = NULL, roles = '{}',
      imported_as = ${importedAs}
    WHERE id = $1 RETURNING id, company_id, ${clock('0')} AS at
  ), logged AS (
    INSERT INTO events (at, kind, user_id, company_id, by, ip, user_agent) SELECT u.at, 'user_deleted', u.id, u.company_id, $2::uuid, $3::inet, $4 FROM u
  ),
  ${endSessionsOf('ended', { from: 'u', reason: 'user_deleted', by: '$2', ip: '$3', userAgent: '$4' })},
  factor AS (DELETE FROM second_factors f USING u WHERE f.user_id = u.id),
  recovery AS (DELETE FROM recovery_codes r USING u WHERE r.user_id = u.id),
  devices AS (DELETE FROM known_devices d USING u WHERE d.user_id = u.id),
  codes AS (DELETE FROM one_time_codes c USING u WHERE c.user_id = u.id),
  tokens AS (DELETE FROM imported_tokens t USING u WHERE t.user_id = u.id),
  views AS (DELETE FROM saved_views v USING u WHERE v.user_id = u.id),
  mails AS (DELETE FROM mails m USING u WHERE m.user_id = u.id),
  keys AS (
    UPDATE api_keys k SET revoked_at = u.at, revoked_by = $2::uuid FROM u WHERE k.user_id = u.id AND k.revoked_at IS NULL
    RETURNING k.id, k.prefix, k.user_id, k.company_id, k.revoked_at
  ), keys_logged AS (
    INSERT INTO events (at, kind, user_id, company_id, by, ip, user_agent, details)
    SELECT r.revoked_at, 'api_key_revoked', r.user_id, r.company_id, $2::uuid, $3::inet, $4, jsonb_build_object('id', r.id, 'prefix', r.prefix) FROM keys r
  )
  SELECT FROM u`

/**
 * Deletes an account within reach: it ends every session, and frees the address. Final. The row stays, without what is personal: the event log
 * names its id. The last active owner stays.
 *
 * @returns why nothing was deleted; null when it was. One that was deleted before is unknown.
 * @throws ContentionFault when the row stayed contended until the deadline; nothing was deleted then
 */
export function removeUser(pool: Pool, administering: Administering): Promise<RemovalRefusal | null> {
  return administer<'last_owner' | null>(pool, administering, async (transaction, user) => {
    if (user.roles.includes('owner') && !user.isDisabled && !(await hasAnotherOwner(transaction, user.id))) return 'last_owner'
    const { id, by, origin } = administering
    await transaction.query({ name: 'delete-user', text, values: [id, by, origin.ip, origin.userAgent] })
    return null
  })
}
