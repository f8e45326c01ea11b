import { clock, isClientSecret } from '../sessions/sql.js'
import type { Ground } from './ground.js'
import { clientColumns, type StoredClient } from './stored-client.js'

/** A client, and whether the secret that was shown is one of its own and still good. */
export interface ClientWithProof {
  readonly client: StoredClient
  readonly proved: boolean
}

/** The client as serving it needs it; null when there is none. A disabled one says so itself. */
export async function findClient({ pool }: Ground, id: string): Promise<StoredClient | null> {
  const text = `SELECT ${clientColumns} FROM clients c WHERE c.id = $1`
  const { rows } = await pool.query<StoredClient>({ name: 'find-client', text, values: [id] })
  return rows[0] ?? null
}

const withProof = `
  SELECT ${clientColumns}, ${isClientSecret('$2::bytea')} AS proved FROM (SELECT ${clock('$3')} AS now) n, clients c WHERE c.id = $1`

/**
 * Finds the client that a request names, with what its secret is worth (RFC 6749 §2.3.1).
 *
 * @param secretHash SHA-256 of the secret; null when the request has none
 * @returns null when there is no such client; a disabled one says so itself
 */
export async function findClientWithProof(ground: Ground, id: string, secretHash: Buffer | null): Promise<ClientWithProof | null> {
  const { rows } = await ground.pool.query<StoredClient & { proved: boolean }>({
    name: 'client-with-proof',
    text: withProof,
    values: [id, secretHash, ground.clockOffset()],
  })
  const [row] = rows
  if (!row) return null
  const { proved, ...client } = row
  return { client, proved }
}
