import type { TestStore } from './store.js'

/** When each statement began that waits for a lock now. */
async function waiting({ pool }: TestStore): Promise<readonly number[]> {
  const { rows } = await pool.query<{ began: number }>(
    `SELECT query_start AS began FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  )
  return rows.map(({ began }) => began)
}

/** Returns when so many statements have been seen to wait for a lock, one after the other or at once. */
export async function untilWaited(at: TestStore, statements = 1): Promise<void> {
  const seen = new Set<number>()
  while (seen.size < statements) for (const began of await waiting(at)) seen.add(began)
}

/** Returns when a statement waits for a lock that began so many milliseconds ago. */
export async function untilWaiting(at: TestStore, milliseconds: number): Promise<void> {
  for (;;) {
    const [began] = await waiting(at)
    if (began !== undefined && (await at.database.now()) - began > milliseconds) return
  }
}

/** Holds the row's lock while `work` goes on. */
export async function whileLocked<T>({ pool }: TestStore, table: 'users' | 'clients', id: string, work: () => Promise<T>): Promise<T> {
  const connection = await pool.connect()
  try {
    await connection.query('BEGIN')
    await connection.query(`SELECT FROM ${table} WHERE id = $1 FOR UPDATE`, [id])
    return await work()
  } finally {
    await connection.query('COMMIT')
    connection.release()
  }
}
