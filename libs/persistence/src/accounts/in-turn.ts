import type { PoolClient } from 'pg'
import { untilSettled } from '../contention.js'
import type { Ground } from '../ground.js'
import { inTransaction } from '../transaction.js'

/** The first key of the advisory locks on addresses: one number of ours beside whatever else locks in this database. */
const addresses = 72_707_372

const take = `SELECT pg_advisory_xact_lock(${addresses}, hashtext($1)), set_config('synchronous_commit', 'off', true)`

/** The last in line at each address, in this process. */
const lines = new Map<string, Promise<unknown>>()

/**
 * Does what a stranger asked about an address, one such call after the other: so what is counted (mails, codes, rivals) is counted once, however
 * many ask at the same moment. The lock is on the word, so a known and an unknown address wait alike. Nor does the answer wait for the disk:
 * that wait is long, and only where something was written. A crash within the second loses what was asked for, and its mail with it.
 * Within a process the turns are taken before a connection is: a crowd at one address must not hold the whole pool.
 *
 * @param work may return undefined to be done again from the beginning
 * @throws ContentionFault when others were in the way until the deadline; nothing was done then
 */
export function inTurn<T>({ pool }: Ground, email: string, work: (transaction: PoolClient) => Promise<T | undefined>): Promise<T> {
  return inLine(email, () =>
    untilSettled(() =>
      inTransaction(pool, async (transaction) => {
        await transaction.query({ name: 'take-turn', text: take, values: [email] })
        return work(transaction)
      }),
    ),
  )
}

/** For a turn whose answer says that something was done: it is not to be forgotten. */
export async function waitForTheDisk(transaction: PoolClient): Promise<void> {
  await transaction.query({ name: 'wait-for-the-disk', text: 'SET LOCAL synchronous_commit TO DEFAULT' })
}

function inLine<T>(email: string, work: () => Promise<T>): Promise<T> {
  const done = (lines.get(email) ?? Promise.resolve()).then(work)
  const last: Promise<void> = done.then(
    () => leave(email, last),
    () => leave(email, last),
  )
  lines.set(email, last)
  return done
}

function leave(email: string, last: Promise<unknown>): void {
  if (lines.get(email) === last) lines.delete(email)
}
