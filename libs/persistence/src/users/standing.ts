import type { PoolClient } from 'pg'
import { deadlines } from '../database.js'

/** One for each account: with a hash of its id as the second half. */
const standingLock = 72_707_375

/** Milliseconds that is waited for those who hold it: longer than for other locks, because whoever gives up stands behind the next ones. */
const patience = 2000

// A UUID has more than one spelling, and each of them the same lock.
const held = `SELECT pg_advisory_xact_lock_shared(${standingLock}, hashtext($1::uuid::text))`
const taken = `SELECT pg_advisory_xact_lock(${standingLock}, hashtext($1::uuid::text))`

/**
 * Holds what an account may do as it is, until the transaction ends: whoever changes that waits. First come, first served, which a row's shared lock
 * is not: the next one has it before the last lets go of it, and whoever wants to change the row could wait without end.
 */
export async function holdStanding(transaction: PoolClient, id: string): Promise<void> {
  await transaction.query({ name: 'hold-standing', text: held, values: [id] })
}

/** Waits for everybody who holds an account's standing; until the transaction ends, nobody else does. */
export async function takeStanding(transaction: PoolClient, id: string): Promise<void> {
  await transaction.query(`SET LOCAL lock_timeout = ${patience}`)
  await transaction.query({ name: 'take-standing', text: taken, values: [id] })
  await transaction.query(`SET LOCAL lock_timeout = ${deadlines.lock}`)
}
