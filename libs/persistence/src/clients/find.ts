import type { Instant } from '@tessera/core'
import { clock, isClientSecret } from '../sessions/sql.js'
import type { Ground } from '../ground.js'
import { clientColumns, type StoredClient } from './stored-client.js'

/** A client as it was found, and when: the database's time, for a token of its own. */
export interface FoundClient extends StoredClient {
  readonly now: Instant
  /** The last watermark on it or on the platform: what it was granted until then has ended, also when it was enabled again since. Null: none. */
  readonly endedUntil: Instant | null
}

const endedUntil = `(SELECT max(w.at) FROM watermarks w WHERE w.subject IN ('platform', 'client:' || c.id)) AS "endedUntil"`

const byId = `SELECT ${clientColumns}, n.now, ${endedUntil} FROM (SELECT ${clock('$2')} AS now) n, clients c WHERE c.id = $1`

/** The client as serving it needs it; null when there is none. A disabled one says so itself. */
export async function findClient({ pool, clockOffset }: Ground, id: string): Promise<FoundClient | null> {
  const { rows } = await pool.query<FoundClient>({ name: 'find-client', text: byId, values: [id, clockOffset()] })
  return rows[0] ?? null
}

/**
 * The client that proved to be the one it names, by its secret (RFC 6749 §2.3.1); null when there is none of this id, it is disabled, or the
 * secret is not one of its own or not good any more.
 *
 * @param secretHash SHA-256 of the secret
 */
export async function authenticateClient({ pool, clockOffset }: Ground, id: string, secretHash: Buffer): Promise<FoundClient | null> {
  const { rows } = await pool.query<FoundClient>({
    name: 'authenticate-client',
    text: `${byId} AND c.disabled_at IS NULL AND ${isClientSecret('$3')}`,
    values: [id, clockOffset(), secretHash],
  })
  return rows[0] ?? null
}
