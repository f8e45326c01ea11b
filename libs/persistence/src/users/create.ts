import { randomUUID } from 'node:crypto'
import type { Pool, PoolClient } from 'pg'
import { invitationLifetime } from '../accounts/bounds.js'
import { signedUpAlone } from '../accounts/signed-up-alone.js'
import { insertMail, type QueuedMail } from '../mails/queued-mail.js'
import type { Origin, Role } from '../sessions/index.js'
import { clock } from '../sessions/sql.js'
import { inTransaction } from '../transaction.js'
import { hasRoles } from './stored-user.js'

export interface NewUser {
  /** As the contract normalises it. */
  readonly email: string
  /** Null with an invitation: its link sets one. */
  readonly passwordHash: string | null
  readonly name: string | null
  readonly roles: readonly Role[]
  readonly companyId: number
  readonly emailVerified: boolean
  readonly invitation: Invitation | null
  /** Who creates it; null for the first owner. */
  readonly by: string | null
  readonly origin: Origin
}

export interface Invitation {
  /** SHA-256 of the link's token. */
  readonly tokenHash: Uint8Array
  readonly mail: QueuedMail
}

export type Created = { readonly id: string } | 'email_taken' | 'company_unknown'

/** Held while the first owner is made, so that of many processes that start at once one makes it. */
const firstOwnerLock = 72_707_371

/**
 * An account that a sign-up made and that nobody could ever enter keeps no address from whom an administrator wants to have it: it becomes theirs, and
 * no code that was mailed before is good. Whatever somebody has verified, or has a password for, stays.
 */
const text = `
  WITH n AS MATERIALIZED (SELECT ${clock('0')} AS now),
  u AS (
    INSERT INTO users AS u (id, email, password_hash, name, roles, company_id, email_verified_at, created_at)
    SELECT $1, $2, $3, $4, $5::role[], $6, CASE WHEN $7 THEN n.now END, n.now FROM n
    ON CONFLICT (email) DO UPDATE SET password_hash = excluded.password_hash, name = excluded.name, roles = excluded.roles,
      company_id = excluded.company_id, email_verified_at = excluded.email_verified_at, created_at = excluded.created_at
    WHERE u.email_verified_at IS NULL AND u.disabled_at IS NULL AND u.deleted_at IS NULL AND u.password_hash IS NULL AND ${signedUpAlone}
      AND NOT EXISTS (SELECT FROM sessions s WHERE s.user_id = u.id)
    RETURNING id, company_id, created_at
  ), cleared AS (DELETE FROM one_time_codes c USING u WHERE c.user_id = u.id),
  logged AS (
    INSERT INTO events (at, kind, user_id, company_id, by, ip, user_agent, details)
    SELECT u.created_at, 'user_created', u.id, u.company_id, $8::uuid, $9::inet, $10, jsonb_build_object('roles', $5::text[], 'invited', $11::bytea IS NOT NULL) FROM u
  ), link AS (
    INSERT INTO one_time_codes (user_id, purpose, hash, created_at, expires_at)
    SELECT u.id, 'invitation', $11::bytea, u.created_at, u.created_at + make_interval(secs => ${invitationLifetime}) FROM u WHERE $11::bytea IS NOT NULL
    RETURNING user_id, created_at
  ), mailed AS (${insertMail({ kind: '$12::text', userId: 'l.user_id', sealed: '$13::bytea', at: 'l.created_at', from: 'link l' })})
  SELECT id FROM u`

/** Creates an account, logs it, and mails the invitation if there is one, in one statement. */
export async function createUser(connection: Pool | PoolClient, user: NewUser): Promise<Created> {
  const { email, passwordHash, name, roles, companyId, emailVerified, invitation, by, origin } = user
  const values = [
    ...[randomUUID(), email, passwordHash, name, roles, companyId, emailVerified, by, origin.ip, origin.userAgent],
    ...[invitation?.tokenHash ?? null, invitation?.mail.kind ?? null, invitation?.mail.sealed ?? null],
  ]
  try {
    const { rows } = await connection.query<{ id: string }>({ name: 'create-user', text, values })
    return rows[0] ?? 'email_taken'
  } catch (fault) {
    // A foreign key: the company.
    if ((fault as { code?: string }).code === '23503') return 'company_unknown'
    throw fault
  }
}

/** Creates an account unless an owner exists; null then. Any number of processes may try at once. */
export async function createFirstOwner(pool: Pool, make: () => Promise<NewUser>): Promise<Created | null> {
  return inTransaction(pool, async (transaction) => {
    // Longer than the pool's own lock timeout: whoever holds the lock is hashing a password.
    await transaction.query(`SELECT set_config('lock_timeout', '3s', true)`)
    await transaction.query('SELECT pg_advisory_xact_lock($1)', [firstOwnerLock])
    const { rows } = await transaction.query(
      `SELECT FROM users u WHERE ${hasRoles} AND 'owner' = ANY (u.roles) AND u.deleted_at IS NULL LIMIT 1`,
    )
    return rows.length > 0 ? null : createUser(transaction, await make())
  })
}
