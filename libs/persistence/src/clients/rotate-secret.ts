import type { Seconds } from '@tessera/core'
import { logged, type Actor } from './log.js'
import type { Ground } from '../ground.js'
import { detailOf, withLockedClient } from './locked.js'
import type { ClientDetail } from './stored-client.js'

/**
 * Gives a confidential client another secret, and logs it. Those it has go on working for the overlap, or until they would have expired
 * anyway; what has expired is removed.
 *
 * @param hash SHA-256 of the new secret
 * @returns null when there is no such client; `client_public` when it has no secrets
 * @throws ContentionFault when others held the row until the deadline; nothing was changed then
 */
export async function rotateClientSecret(
  ground: Ground,
  id: string,
  hash: Buffer,
  overlap: Seconds,
  actor: Actor,
): Promise<ClientDetail | 'client_public' | null> {
  return withLockedClient(ground, id, async ({ client, now, transaction }) => {
    if (!client.confidential) return 'client_public'
    const expires = now + overlap * 1000
    // A null is no bound to `least`: a secret that did not expire does now.
    await transaction.query(
      'UPDATE client_secrets SET expires_at = least(expires_at, to_timestamp($2::float8 / 1000)) WHERE client_id = $1',
      [id, expires],
    )
    await transaction.query('DELETE FROM client_secrets WHERE client_id = $1 AND expires_at <= to_timestamp($2::float8 / 1000)', [id, now])
    await transaction.query('INSERT INTO client_secrets (client_id, hash, created_at) VALUES ($1, $2, to_timestamp($3::float8 / 1000))', [
      id,
      hash,
      now,
    ])
    await logged(transaction, id, now, { kind: 'client_secret_rotated', details: { overlap } }, actor)
    return detailOf(transaction, id)
  })
}
