import { join } from 'node:path'
import pg from 'pg'
import { startChild } from '../child.mjs'
import { root } from '../root.mjs'

/**
 * The bare loop, with a row for each session.
 *
 * @param {{ databaseUrl: string, sessions: number, started: { stop(): Promise<void> }[] }} options
 */
export async function startBareLoop({ databaseUrl, sessions, started }) {
  const database = new pg.Client({ connectionString: databaseUrl })
  await database.connect()
  await database.query('CREATE TABLE bare (id uuid PRIMARY KEY, n int NOT NULL, at timestamptz) WITH (fillfactor = 80)')
  const { rows } = await database.query('INSERT INTO bare SELECT gen_random_uuid(), 0 FROM generate_series(1, $1::int) RETURNING id', [
    sessions,
  ])
  await database.end()
  let listening
  const port = new Promise((done) => (listening = done))
  const child = startChild({
    args: [join(root, 'tools/bench/bare-loop.mjs')],
    cwd: root,
    env: { PATH: process.env.PATH, DATABASE_URL: databaseUrl },
    onLine: (line, from) => (from === 'stdout' ? listening(line) : console.error(line)),
  })
  started.push(child)
  return { pid: child.pid, origin: `http://127.0.0.1:${await port}`, sessions: { tokens: rows.map(({ id }) => `${id}.0`) } }
}
