import { clock } from '../sessions/sql.js'
import type { Actor } from './log.js'
import type { Ground } from '../ground.js'
import { type ClientDetail, clientColumns, type ClientRules, rulesColumns, rulesValues } from './stored-client.js'

export interface NewClient extends ClientRules {
  readonly id: string
  readonly confidential: boolean
  /** SHA-256 of the first secret; null exactly for a public client. */
  readonly secretHash: Buffer | null
}

const text = `
  WITH n AS (SELECT ${clock('$1')} AS now),
  c AS (
    INSERT INTO clients (id, confidential, created_at, ${rulesColumns})
    SELECT $2, $3, n.now, $8, $9, $10, $11, $12, $13, $14::int, $15::int, $16::int, $17::int, $18::reuse_policy, $19::int, $20 FROM n
    ON CONFLICT (id) DO NOTHING
    RETURNING *
  ), secret AS (
    INSERT INTO client_secrets (client_id, hash, created_at) SELECT c.id, $4::bytea, c.created_at FROM c WHERE $4 IS NOT NULL
    RETURNING created_at
  ), logged AS (
    INSERT INTO events (at, kind, client_id, by, ip, user_agent, details)
    SELECT c.created_at, 'client_created', c.id, $5::uuid, $6::inet, $7, $21::jsonb FROM c
  )
  SELECT ${clientColumns}, (SELECT created_at FROM secret) AS "secretCreatedAt" FROM c`

/** Creates a client with its first secret, and logs it. */
export async function createClient(ground: Ground, client: NewClient, { by, origin }: Actor): Promise<ClientDetail | 'client_id_taken'> {
  const { id, confidential, secretHash, ...rules } = client
  const { rows } = await ground.pool.query<ClientDetail & { secretCreatedAt: number | null }>(text, [
    ...[ground.clockOffset(), id, confidential, secretHash],
    ...[by, origin.ip, origin.userAgent],
    ...rulesValues(rules),
    { to: { confidential, ...rules } },
  ])
  const [row] = rows
  if (!row) return 'client_id_taken'
  const { secretCreatedAt, ...created } = row
  return { ...created, secrets: secretCreatedAt === null ? [] : [{ createdAt: secretCreatedAt, expiresAt: null }] }
}
