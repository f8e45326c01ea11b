import { clock, isClientSecret } from '../sessions/sql.js'
import type { Ground } from './ground.js'
import { clientColumns, type StoredClient } from './stored-client.js'

/** The client as serving it needs it; null when there is none. A disabled one says so itself. */
export async function findClient({ pool }: Ground, id: string): Promise<StoredClient | null> {
  const text = `SELECT ${clientColumns} FROM clients c WHERE c.id = $1`
  const { rows } = await pool.query<StoredClient>({ name: 'find-client', text, values: [id] })
  return rows[0] ?? null
}

const authenticated = `
  SELECT ${clientColumns} FROM (SELECT ${clock('$3')} AS now) n, clients c
  WHERE c.id = $1 AND c.disabled_at IS NULL AND ${isClientSecret('$2')}`

/**
 * The client that proved to be the one it names, by its secret (RFC 6749 §2.3.1); null when there is none of this id, it is disabled, or the
 * secret is not one of its own or not good any more.
 *
 * @param secretHash SHA-256 of the secret
 */
export async function authenticateClient({ pool, clockOffset }: Ground, id: string, secretHash: Buffer): Promise<StoredClient | null> {
  const values = [id, secretHash, clockOffset()]
  const { rows } = await pool.query<StoredClient>({ name: 'authenticate-client', text: authenticated, values })
  return rows[0] ?? null
}
