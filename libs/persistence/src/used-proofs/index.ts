import type { Instant } from '@tessera/core'
import type { Database } from '../database.js'
import type { Ground } from '../ground.js'
import { clock } from '../sessions/sql.js'

/** What is removed beside each row that is added: more than one, so that what a busy hour left behind goes in a quiet one. */
const removedAtOnce = 10

// Whoever removes rows passes over those that somebody else is removing: a statement waits for nothing but its own digest.
const text = `
  WITH removed AS (
    DELETE FROM used_proofs WHERE digest = ANY (ARRAY(
      SELECT p.digest FROM used_proofs p WHERE p.expires_at <= ${clock('$3')} ORDER BY p.expires_at LIMIT ${removedAtOnce} FOR UPDATE SKIP LOCKED
    ))
  )
  INSERT INTO used_proofs (digest, expires_at) VALUES ($1, to_timestamp($2::float8 / 1000)) ON CONFLICT DO NOTHING`

/** The proofs of possession that were taken beside calls that write, by any process. */
export type UsedProofStore = ReturnType<typeof usedProofStore>

/** @param clockOffset milliseconds, for tests: moves the database's clock, which is the only one that counts */
export function usedProofStore({ pool }: Pick<Database, 'pool'>, clockOffset: () => number = () => 0) {
  const ground: Ground = { pool, clockOffset }
  return {
    take: (digest: Buffer, until: Instant) => takeProof(ground, digest, until),
  }
}

/**
 * Remembers a proof, and forgets some that have expired, in one statement. It is committed when this returns.
 *
 * @param until after this instant nobody takes the proof anyway
 * @returns whether it was not remembered before: of any number of calls at once, one is told so
 */
async function takeProof({ pool, clockOffset }: Ground, digest: Buffer, until: Instant): Promise<boolean> {
  const { rowCount } = await pool.query({ name: 'take-proof', text, values: [digest, until, clockOffset()] })
  return rowCount === 1
}
