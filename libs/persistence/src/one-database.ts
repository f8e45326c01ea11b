import pg from 'pg'

/** One number of ours beside whatever else locks there. */
const askingLock = 393

/**
 * Whether two addresses lead to one database: what is locked by one is seen by the other. A pooler has names of its own for databases, so the addresses
 * do not say.
 *
 * @throws when one of them does not answer
 */
export async function isOneDatabase(url: string, directUrl: string): Promise<boolean> {
  return connected(directUrl, (direct) =>
    connected(url, async (client) => {
      // Until the end of a transaction: a lock of the session would stay with a pooler.
      await direct.query('BEGIN')
      const { rows: holders } = await direct.query<{ pid: number }>(
        `SELECT pg_backend_pid() AS pid FROM pg_advisory_xact_lock(${askingLock}, pg_backend_pid())`,
      )
      const { rowCount } = await client.query(
        `SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database
         WHERE d.datname = current_database() AND l.locktype = 'advisory' AND l.classid = ${askingLock} AND l.pid = $1`,
        [holders[0]?.pid],
      )
      await direct.query('ROLLBACK')
      return rowCount === 1
    }),
  )
}

async function connected<T>(connectionString: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString, application_name: 'tessera start', connectionTimeoutMillis: 5000 })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
