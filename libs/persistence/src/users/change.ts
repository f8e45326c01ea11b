import type { Pool, PoolClient } from 'pg'
import { endSessionsOf } from '../sessions/ending-sql.js'
import type { Role } from '../sessions/index.js'
import { clock } from '../sessions/sql.js'
import { voidCodesOf } from '../accounts/void-codes.js'
import { administer, type Administering, type AdministeringRefusal, hasAnotherOwner, type LockedUser } from './locked.js'

/** What is given changes; what is left out stays. */
export interface UserChange {
  readonly name?: string | null | undefined
  readonly roles?: readonly Role[] | undefined
  readonly companyId?: number | undefined
  readonly emailVerified?: boolean | undefined
  readonly disabled?: boolean | undefined
}

export type ChangeRefusal = AdministeringRefusal | 'company_unknown' | 'last_owner'

/**
 * A session keeps the company that it started in, and an imported token that waits for its session has the company of its user. So what ended everything of
 * the company that is left has to end such a token for good: in the other company nothing would.
 */
const update = `
  WITH u AS (
    UPDATE users SET name = $4, roles = $5::role[], company_id = $6,
      email_verified_at = CASE WHEN $7 THEN coalesce(email_verified_at, ${clock('0')}) END
    WHERE id = $1 RETURNING id
  ), left_behind AS (SELECT b.id, 'company:' || b.company_id AS subject FROM users b WHERE b.id = $1 AND b.company_id <> $6),
  ended AS (
    UPDATE imported_tokens t SET used_at = ${clock('0')} FROM left_behind b
    WHERE t.user_id = b.id AND t.used_at IS NULL AND EXISTS (SELECT FROM watermarks w WHERE w.subject = b.subject AND w.at >= t.imported_at)
  )
  INSERT INTO events (at, kind, user_id, company_id, by, ip, user_agent, details)
  SELECT ${clock('0')}, 'user_changed', u.id, $6, $2::uuid, $3::inet, $8, $9::jsonb FROM u`

const disable = `
  WITH u AS (UPDATE users SET disabled_at = ${clock('0')} WHERE id = $1 RETURNING id, company_id, ${clock('0')} AS at),
  logged AS (
    INSERT INTO events (at, kind, user_id, company_id, by, ip, user_agent) SELECT u.at, 'user_disabled', u.id, u.company_id, $2::uuid, $3::inet, $4 FROM u
  ), voided AS (${voidCodesOf('u f')}),
  ${endSessionsOf('ended', { from: 'u', reason: 'user_disabled', by: '$2', ip: '$3', userAgent: '$4' })}
  SELECT FROM u`

const enable = `
  WITH u AS (UPDATE users SET disabled_at = NULL WHERE id = $1 RETURNING id, company_id)
  INSERT INTO events (at, kind, user_id, company_id, by, ip, user_agent)
  SELECT ${clock('0')}, 'user_enabled', u.id, u.company_id, $2::uuid, $3::inet, $4 FROM u`

/**
 * Changes an account within reach, and logs it. Disabling ends every session of the user, and what was mailed is good no more; enabling brings
 * nothing back. The last active owner stays one.
 *
 * @returns why nothing was changed; null when it was
 * @throws ContentionFault when the row stayed contended until the deadline; nothing was changed then
 */
export function changeUser(pool: Pool, administering: Administering, change: UserChange): Promise<ChangeRefusal | null> {
  return administer<'company_unknown' | 'last_owner' | null>(pool, administering, async (transaction, user) => {
    const losesOwner =
      user.roles.includes('owner') && !user.isDisabled && (change.disabled === true || change.roles?.includes('owner') === false)
    if (losesOwner && !(await hasAnotherOwner(transaction, user.id))) return 'last_owner'
    if (change.companyId !== undefined && !(await isCompany(transaction, change.companyId))) return 'company_unknown'
    await write(transaction, administering, user, change)
    const { id, by, origin } = administering
    const values = [id, by, origin.ip, origin.userAgent]
    if (change.disabled === true && !user.isDisabled) await transaction.query({ name: 'disable-user', text: disable, values })
    if (change.disabled === false && user.isDisabled) await transaction.query({ name: 'enable-user', text: enable, values })
    return null
  })
}

async function isCompany(transaction: PoolClient, id: number): Promise<boolean> {
  const { rows } = await transaction.query('SELECT FROM companies WHERE id = $1', [id])
  return rows.length > 0
}

/** What the account has already is no change, and no event. A name is not in the log: it goes with the account. */
async function write(transaction: PoolClient, { id, by, origin }: Administering, user: LockedUser, change: UserChange): Promise<void> {
  const roles = [...new Set(change.roles ?? user.roles)]
  const companyId = change.companyId ?? user.companyId
  const name = change.name === undefined ? user.name : change.name
  const isVerified = change.emailVerified ?? user.isVerified
  const details = {
    ...(name !== user.name && { name: true }),
    ...(!alike(roles, user.roles) && { roles: { from: user.roles, to: roles } }),
    ...(companyId !== user.companyId && { company_id: { from: user.companyId, to: companyId } }),
    ...(isVerified !== user.isVerified && { email_verified: isVerified }),
  }
  if (Object.keys(details).length === 0) return
  await transaction.query({
    name: 'change-user',
    text: update,
    values: [id, by, origin.ip, name, roles, companyId, isVerified, origin.userAgent, JSON.stringify(details)],
  })
}

function alike(some: readonly Role[], others: readonly Role[]): boolean {
  return some.length === others.length && some.every((role) => others.includes(role))
}
