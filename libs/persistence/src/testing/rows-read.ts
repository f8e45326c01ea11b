import type { Pool, PoolClient } from 'pg'

/** How many rows of a table are read, from it or by one of its indexes, by what is done in a transaction, which is undone. */
export async function rowsRead<T>(
  pool: Pool,
  table: string,
  work: (connection: PoolClient) => Promise<T>,
): Promise<{ readonly answer: T; readonly read: number }> {
  const connection = await pool.connect()
  try {
    // What this connection counted before, and has not told yet, would be counted as this transaction's.
    await connection.query('SELECT pg_stat_force_next_flush()')
    await connection.query('BEGIN')
    const answer = await work(connection)
    const { rows } = await connection.query<{ read: number }>(
      'SELECT seq_tup_read + idx_tup_fetch AS read FROM pg_stat_xact_user_tables WHERE relname = $1',
      [table],
    )
    return { answer, read: rows[0]?.read ?? 0 }
  } finally {
    await connection.query('ROLLBACK')
    connection.release()
  }
}
