import type { Pool, PoolClient } from 'pg'

/** Runs statements in one transaction: committed when `work` returns, rolled back when it throws. */
export async function inTransaction<T>(pool: Pool, work: (transaction: PoolClient) => Promise<T>): Promise<T> {
  const connection = await pool.connect()
  let broken: Error | undefined
  try {
    await connection.query('BEGIN')
    const answer = await work(connection)
    await connection.query('COMMIT')
    return answer
  } catch (fault) {
    // A connection that cannot even roll back is of no use to the next one who borrows it.
    await connection.query('ROLLBACK').catch((cause: Error) => (broken = cause))
    throw fault
  } finally {
    connection.release(broken)
  }
}
