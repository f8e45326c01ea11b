import type { Instant, Seconds } from '@tessera/core'
import type { PoolClient } from 'pg'
import type { Ground } from '../ground.js'
import type { Origin } from '../sessions/index.js'
import { clock } from '../sessions/sql.js'
import { inTurn } from './in-turn.js'
import { type ListedSigningKey, listedColumns, type NewSigningKey } from './stored-signing-key.js'

export interface SigningKeyRotation {
  /** Seconds that the new key is published before it signs; 0: it signs at once. */
  readonly notice: Seconds
  /** Makes the new key; not called when one waits already. */
  readonly make: () => Promise<NewSigningKey>
  /** Who does it; null when the rule about their age does. */
  readonly by: string | null
  readonly origin: Origin
}

/** The key that signs last of all there are: one that waits, or else the active one. */
interface LastKey {
  readonly kid: string
  readonly waits: boolean
  readonly activatesAt: Instant
  readonly now: Instant
}

const last = `
  SELECT k.kid, k.activates_at > n.now AS waits, k.activates_at AS "activatesAt", n.now
  FROM (SELECT ${clock('$1')} AS now) n, signing_keys k WHERE k.withdrawn_at IS NULL AND k.retired_at IS NULL
  ORDER BY k.activates_at DESC LIMIT 1`

const insert = `
  WITH taking_over AS (
    INSERT INTO signing_keys (kid, public_jwk, encrypted_private_key, created_at, activates_at) VALUES ($1, $2, $3, ${at('$4')}, ${at('$5')})
    RETURNING kid, created_at, activates_at
  ), logged AS (
    INSERT INTO events (at, kind, by, ip, user_agent, details)
    SELECT t.created_at, 'signing_key_created', $7, $8, $9, jsonb_build_object('kid', t.kid, 'activates_at', t.activates_at) FROM taking_over t
  )
  UPDATE signing_keys k SET retired_at = t.activates_at FROM taking_over t WHERE k.kid = $6`

/** The one that would have gone on until then stops now. */
const hasten = `
  WITH hastened AS (UPDATE signing_keys SET activates_at = ${at('$2')} WHERE kid = $1 RETURNING kid, activates_at),
  logged AS (
    INSERT INTO events (at, kind, by, ip, user_agent, details)
    SELECT h.activates_at, 'signing_key_hastened', $3, $4, $5, jsonb_build_object('kid', h.kid) FROM hastened h
  )
  UPDATE signing_keys k SET retired_at = h.activates_at FROM hastened h
  WHERE k.kid <> h.kid AND k.withdrawn_at IS NULL AND k.retired_at > h.activates_at`

const listed = `SELECT ${listedColumns} FROM (SELECT ${clock('$2')} AS now) n, signing_keys k WHERE k.kid = $1`

/** Makes the first key, which signs at once, unless there is one. Any number of processes may try at the same time: one of them calls `make`. */
export async function createFirstKey(ground: Ground, make: () => Promise<NewSigningKey>): Promise<void> {
  const isThere = async (connection: Pick<PoolClient, 'query'>) =>
    (await connection.query('SELECT FROM signing_keys LIMIT 1')).rowCount === 1
  if (await isThere(ground.pool)) return
  await inTurn(ground, async (transaction) => {
    if (await isThere(transaction)) return null
    const { kid, publicJwk, encryptedPrivateKey } = await make()
    await transaction.query(
      `INSERT INTO signing_keys (kid, public_jwk, encrypted_private_key, created_at, activates_at) SELECT $1, $2, $3, n.now, n.now
       FROM (SELECT ${clock('$4')} AS now) n`,
      [kid, publicJwk, encryptedPrivateKey, ground.clockOffset()],
    )
    return kid
  })
}

/**
 * Makes a key that takes over after the notice, and says to the one that signs that it stops then. Where one waits already it is answered
 * instead; with no notice, it takes over now. Of many who rotate at once one makes a key.
 *
 * @throws ContentionFault when others were at it until the deadline; nothing was changed then
 */
export function rotateSigningKey(ground: Ground, rotation: SigningKeyRotation): Promise<ListedSigningKey> {
  return inTurn(ground, async (transaction) => {
    const before = await lastKey(ground, transaction)
    if (!before.waits) return takeOver(ground, transaction, rotation, before)
    const { notice, by, origin } = rotation
    if (notice === 0) await transaction.query(hasten, [before.kid, before.now, by, origin.ip, origin.userAgent])
    return listedKey(ground, transaction, before.kid)
  })
}

/**
 * Rotates when the key that signs last is so old. Any number of processes may try at the same time.
 *
 * @returns null when it is not, or one waits already
 */
export async function rotateOldSigningKey(ground: Ground, age: Seconds, rotation: SigningKeyRotation): Promise<ListedSigningKey | null> {
  const isOld = ({ waits, activatesAt, now }: LastKey) => !waits && now - activatesAt >= age * 1000
  // Without the lock first: nearly always there is nothing to do.
  if (!isOld(await lastKey(ground, ground.pool))) return null
  return inTurn(ground, async (transaction) => {
    const before = await lastKey(ground, transaction)
    return isOld(before) ? takeOver(ground, transaction, rotation, before) : null
  })
}

async function takeOver(ground: Ground, transaction: PoolClient, { notice, make, by, origin }: SigningKeyRotation, before: LastKey) {
  const { kid, publicJwk, encryptedPrivateKey } = await make()
  await transaction.query(insert, [
    ...[kid, publicJwk, encryptedPrivateKey, before.now, before.now + notice * 1000],
    ...[before.kid, by, origin.ip, origin.userAgent],
  ])
  return listedKey(ground, transaction, kid)
}

async function lastKey({ clockOffset }: Ground, connection: Pick<PoolClient, 'query'>): Promise<LastKey> {
  const { rows } = await connection.query<LastKey>(last, [clockOffset()])
  const [key] = rows
  if (!key) throw new Error('No signing key in the database is active.')
  return key
}

async function listedKey({ clockOffset }: Ground, transaction: PoolClient, kid: string): Promise<ListedSigningKey> {
  const { rows } = await transaction.query<ListedSigningKey>(listed, [kid, clockOffset()])
  const [key] = rows
  if (!key) throw new Error('the signing key was not written')
  return key
}

/** An Instant as the column has it. */
function at(placeholder: string): string {
  return `to_timestamp(${placeholder}::float8 / 1000)`
}
