import type { Pool, QueryConfig, QueryResult, QueryResultRow } from 'pg'

/** Columns as the database names them. Times as ISO strings, hashes as `bytes` gives them; what is left out takes its default. */
export type Row = Readonly<Record<string, unknown>>

/** Inserts rows into several tables in one statement, so in any order. The rows of a table all name the same columns. */
export async function insertRows(pool: Pool, tables: Readonly<Record<string, readonly Row[]>>): Promise<void> {
  const inserts = Object.entries(tables).map(([table, [first]]) => {
    const columns = Object.keys(first ?? {}).join(', ')
    return (
      first &&
      `${table}_rows AS (INSERT INTO ${table} (${columns}) SELECT ${columns} FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb -> '${table}'))`
    )
  })
  const text = `WITH ${inserts.filter((insert) => insert !== undefined).join(', ')} SELECT`
  await pool.query(text, [JSON.stringify(tables)])
}

/**
 * Runs a statement that writes thousands of rows for a test: on a slow machine it takes longer than a statement may. What a row refers to is not
 * looked up, and nobody is told of it.
 */
export async function load<Row extends QueryResultRow>(
  pool: Pool,
  text: string,
  values: readonly unknown[] = [],
): Promise<QueryResult<Row>> {
  const connection = await pool.connect()
  try {
    await connection.query('SET statement_timeout = 0; SET session_replication_role = replica')
    // Nor does the client give it up before: its own deadline is longer than the server's.
    return await connection.query<Row>({ text, values: [...values], query_timeout: 60_000 } as QueryConfig)
  } finally {
    connection.release(true)
  }
}

/** A `bytea` as a row in JSON carries it. */
export function bytes(value: Buffer): string {
  return `\\x${value.toString('hex')}`
}
