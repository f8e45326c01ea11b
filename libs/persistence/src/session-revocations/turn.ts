import type { PoolClient } from 'pg'

/** One for each revocation: with a hash of its id as the second half. */
const revocationsLock = 72_707_380

const text = `SELECT pg_advisory_xact_lock(${revocationsLock}, hashtext($1::uuid::text))`

/**
 * Waits for its turn at a revocation; nobody else has one until the transaction ends. First come, first served, which a row's lock is not: each
 * chunk writes a new version of the row, and whoever waited for the one before stands behind whoever asked for the new one first. Chunk after
 * chunk, a stop could so come last.
 */
export async function takeTurn(transaction: PoolClient, id: string): Promise<void> {
  await transaction.query({ name: 'take-turn-at-revocation', text, values: [id] })
}
