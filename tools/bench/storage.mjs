import pg from 'pg'

/**
 * How large the tables are that refreshes move on, and what was done to them so far.
 *
 * @returns {Promise<readonly { name: string, updates: number, hot: number, size: number }[]>} sizes in bytes
 */
export async function tablesOf(databaseUrl) {
  const { rows } = await ask(
    databaseUrl,
    `SELECT relname AS name, n_tup_upd::int AS updates, n_tup_hot_upd::int AS hot, pg_table_size(relid)::float8 AS size
     FROM pg_stat_user_tables WHERE relname IN ('bare', 'sessions') ORDER BY relname`,
  )
  return rows
}

/** What refreshes did to the tables between two looks: the share that touched no index and stayed in its page (HOT), and the growth in bytes for 1,000. */
export function storageBetween(before, after) {
  return after.map(({ name, updates, hot, size }) => {
    const then = before.find((table) => table.name === name)
    const refreshes = updates - then.updates
    return { name, refreshes, hot: (hot - then.hot) / refreshes, growth: Math.round(((size - then.size) / refreshes) * 1000) }
  })
}

/** How the table of sessions stands: bytes of it and of its indexes, rows that are dead and not yet taken, the share of updates that were HOT so far. */
export async function conditionOf(databaseUrl) {
  const { rows } = await ask(
    databaseUrl,
    `SELECT pg_table_size(relid)::float8 AS table, pg_indexes_size(relid)::float8 AS indexes, n_dead_tup::int AS dead,
            n_tup_hot_upd::float8 / greatest(n_tup_upd, 1) AS hot, autovacuum_count::int AS vacuums
     FROM pg_stat_user_tables WHERE relname = 'sessions'`,
  )
  return rows[0]
}

/** Bytes of the write-ahead log since the cluster was made. */
export async function walBytes(databaseUrl) {
  const { rows } = await ask(databaseUrl, `SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::float8 AS bytes`)
  return rows[0].bytes
}

/** What autovacuum does in its own time: a plan made for an empty table is no plan to measure. */
export async function analyse(databaseUrl) {
  await ask(databaseUrl, 'VACUUM ANALYZE')
}

async function ask(databaseUrl, text) {
  const database = new pg.Client({ connectionString: databaseUrl })
  await database.connect()
  try {
    return await database.query(text)
  } finally {
    await database.end()
  }
}
