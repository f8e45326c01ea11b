import pg from 'pg'
import { findGone } from '../found-gone.js'

const retentionLock = 72_707_373

/**
 * Does the work on a connection of its own to the server itself, while no other process does: PostgreSQL takes the lock back when the connection ends, however it
 * does, half a minute after a machine vanished at the latest. Whatever is written on that connection is written by the holder of the lock.
 */
export async function alone<T>(direct: pg.ClientConfig, work: (connection: pg.Client) => Promise<T>): Promise<T | 'elsewhere'> {
  const connection = new pg.Client(direct)
  // A connection that breaks rejects what runs on it; without a listener it would end the process besides.
  connection.on('error', () => undefined)
  await connection.connect()
  try {
    await findGone(connection)
    const { rows } = await connection.query<{ held: boolean }>('SELECT pg_try_advisory_lock($1) AS held', [retentionLock])
    return rows[0]?.held ? await work(connection) : 'elsewhere'
  } finally {
    await connection.end().catch(() => undefined)
  }
}
