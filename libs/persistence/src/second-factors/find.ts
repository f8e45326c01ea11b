import type { Instant } from '@tessera/core'
import type { Ground } from '../ground.js'
import { clock } from '../sessions/sql.js'

/** What an account has of a second factor. */
export interface StoredSecondFactor {
  /** Sealed by whoever stored it; null when none was ever set up. */
  readonly encryptedSecret: Buffer | null
  /** When it was confirmed; null while it is not asked for. */
  readonly confirmedAt: Instant | null
  readonly recoveryCodesLeft: number
  /** The database's time, which a code is held against. */
  readonly now: Instant
}

const text = `
  SELECT f.encrypted_secret AS "encryptedSecret", u.second_factor_at AS "confirmedAt",
    (SELECT count(*)::int FROM recovery_codes r WHERE r.user_id = u.id AND r.used_at IS NULL) AS "recoveryCodesLeft", ${clock('$2')} AS now
  FROM users u LEFT JOIN second_factors f ON f.user_id = u.id WHERE u.id = $1`

/** Null when there is no such user. */
export async function findSecondFactor({ pool, clockOffset }: Ground, userId: string): Promise<StoredSecondFactor | null> {
  const { rows } = await pool.query<StoredSecondFactor>({ name: 'find-second-factor', text, values: [userId, clockOffset()] })
  return rows[0] ?? null
}
