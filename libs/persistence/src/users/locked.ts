import type { Pool, PoolClient } from 'pg'
import { untilSettled } from '../contention.js'
import type { Origin, Reach, Role } from '../sessions/index.js'
import { inTransaction } from '../transaction.js'
import { takeStanding } from './standing.js'
import { hasRoles } from './stored-user.js'

/** Who changes another's account, and from where. */
export interface Administering {
  readonly id: string
  readonly by: string
  readonly origin: Origin
  readonly reach: Reach
  /** Whoever manages one company changes nobody who has a role beyond these, themselves aside. Null: they change anybody. */
  readonly only: readonly Role[] | null
}

/** An account whose row is held until the transaction ends. */
export interface LockedUser {
  readonly id: string
  readonly email: string
  readonly name: string | null
  readonly roles: readonly Role[]
  readonly companyId: number
  readonly passwordHash: string | null
  readonly isVerified: boolean
  readonly isDisabled: boolean
}

export type AdministeringRefusal = 'user_unknown' | 'role_not_allowed'

/** Held by whoever takes an owner away, so that two do not take each other. */
const ownersLock = 72_707_374

const lock = `
  SELECT u.id, u.email, u.name, u.roles::text[] AS roles, u.company_id AS "companyId", u.password_hash AS "passwordHash",
    u.email_verified_at IS NOT NULL AS "isVerified", u.disabled_at IS NOT NULL AS "isDisabled"
  FROM users u WHERE u.id = $1 AND u.deleted_at IS NULL AND u.company_id = coalesce($2, u.company_id) FOR UPDATE`

/**
 * Changes an account in one transaction, with its row held from the beginning: a login either came first, and a watermark that `work` sets
 * ends it, or finds the account changed.
 *
 * @returns what `work` returns; or why nothing was changed
 * @throws ContentionFault when the row stayed contended until the deadline; nothing was changed then
 */
export async function administer<T>(
  pool: Pool,
  { id, by, reach, only }: Administering,
  work: (transaction: PoolClient, user: LockedUser) => Promise<T>,
): Promise<T | AdministeringRefusal> {
  return untilSettled(() =>
    inTransaction(pool, async (transaction): Promise<T | AdministeringRefusal> => {
      if (!(await takeStanding(transaction, id, reach))) return 'user_unknown'
      const { rows } = await transaction.query<LockedUser>({ name: 'lock-user', text: lock, values: [id, reach.companyId ?? null] })
      const [user] = rows
      if (!user) return 'user_unknown'
      if (only && user.id !== by && !user.roles.every((role) => only.includes(role))) return 'role_not_allowed'
      return work(transaction, user)
    }),
  )
}

/** Whether the platform has another active owner. Until the transaction ends, nobody else may take one away. */
export async function hasAnotherOwner(transaction: PoolClient, id: string): Promise<boolean> {
  await transaction.query('SELECT pg_advisory_xact_lock($1)', [ownersLock])
  const { rows } = await transaction.query(
    `SELECT FROM users u WHERE ${hasRoles} AND 'owner' = ANY (u.roles) AND u.id <> $1 AND u.disabled_at IS NULL AND u.deleted_at IS NULL LIMIT 1`,
    [id],
  )
  return rows.length > 0
}
