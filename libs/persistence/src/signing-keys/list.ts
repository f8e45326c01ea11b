import type { Instant } from '@tessera/core'
import type { Ground } from '../ground.js'
import { clock } from '../sessions/sql.js'
import { isPublished, type ListedSigningKey, listedColumns, type PublishedSigningKey } from './stored-signing-key.js'

const withNow = (offset: string) => `(SELECT ${clock(offset)} AS now) n`

const published = `
  SELECT k.kid, k.public_jwk AS "publicJwk", k.encrypted_private_key AS "encryptedPrivateKey", k.activates_at AS "activatesAt", n.now
  FROM ${withNow('$1')}, signing_keys k WHERE ${isPublished} ORDER BY k.activates_at DESC, k.created_at DESC`

/** What JWKS publishes, and the database's time at that moment. The one that signs last comes first. */
export async function publishedSigningKeys({ pool, clockOffset }: Ground): Promise<{
  readonly now: Instant
  readonly keys: readonly PublishedSigningKey[]
}> {
  const { rows } = await pool.query<PublishedSigningKey & { now: Instant }>({
    ...{ name: 'published-signing-keys', text: published, values: [clockOffset()] },
  })
  return { now: rows[0]?.now ?? 0, keys: rows }
}

const listed = `
  SELECT ${listedColumns} FROM ${withNow('$1')}, signing_keys k ORDER BY k.activates_at DESC, k.created_at DESC LIMIT 100`

/** Every key there was, newest first; 100 at most. */
export async function listSigningKeys({ pool, clockOffset }: Ground): Promise<readonly ListedSigningKey[]> {
  const { rows } = await pool.query<ListedSigningKey>(listed, [clockOffset()])
  return rows
}
