import type { PoolClient } from 'pg'
import { deadlines } from '../database.js'
import type { Reach } from '../sessions/index.js'

/** One for each account: with a hash of its id as the second half. */
const standingLock = 72_707_375

/** Milliseconds that is waited for those who hold it: longer than for other locks, because whoever gives up stands behind the next ones. */
const patience = 2000

const held = `SELECT pg_advisory_xact_lock_shared(${standingLock}, hashtext($1::uuid::text))`
const taken = `SELECT pg_advisory_xact_lock(${standingLock}, hashtext(u.id::text)) FROM users u WHERE u.id = $1 AND u.company_id = coalesce($2, u.company_id)`

/**
 * Holds what an account may do as it is, until the transaction ends: whoever changes that waits. First come, first served, which a row's shared lock
 * is not: the next one has it before the last lets go of it, and whoever wants to change the row could wait without end.
 */
export async function holdStanding(transaction: PoolClient, id: string): Promise<void> {
  await transaction.query({ name: 'hold-standing', text: held, values: [id] })
}

/**
 * Waits for everybody who holds an account's standing; until the transaction ends, nobody else does.
 *
 * @returns false, and waits for nobody, where there is no such account within reach: what goes on in another company does not show in the time
 */
export async function takeStanding(transaction: PoolClient, id: string, { companyId }: Reach): Promise<boolean> {
  await transaction.query(`SET LOCAL lock_timeout = ${patience}`)
  const { rowCount } = await transaction.query({ name: 'take-standing', text: taken, values: [id, companyId ?? null] })
  await transaction.query(`SET LOCAL lock_timeout = ${deadlines.lock}`)
  return rowCount === 1
}
