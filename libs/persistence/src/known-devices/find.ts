import type { Ground } from '../ground.js'

/** Whose devices they are, and how each is remembered. */
export interface DevicesOfUser {
  readonly userId: string
  /** At most `mostKnownDevices`. */
  readonly digests: readonly Uint8Array[]
}

const text = `
  SELECT u.id AS "userId", ARRAY (SELECT d.digest FROM known_devices d WHERE d.user_id = u.id) AS digests
  FROM users u WHERE u.email = $1 AND u.deleted_at IS NULL`

/** The devices that the account of an address was logged in from; null where there is none. @param email lower case */
export async function findKnownDevices({ pool }: Pick<Ground, 'pool'>, email: string): Promise<DevicesOfUser | null> {
  const { rows } = await pool.query<DevicesOfUser>({ name: 'find-known-devices', text, values: [email] })
  return rows[0] ?? null
}
