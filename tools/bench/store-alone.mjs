import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import pg from 'pg'
import { root } from '../root.mjs'

/**
 * The store by itself, in a process of its own: what the database and its driver take of a refresh, without HTTP and without a signature.
 *
 * @param {{ databaseUrl: string, started: { stop(): Promise<void> }[] }} options
 */
export async function startStoreAlone({ databaseUrl, started }) {
  const tokens = await copySessions(databaseUrl)
  const child = spawn(process.execPath, [join(root, 'tools/bench/store-loop.mjs')], {
    env: { PATH: process.env.PATH, DATABASE_URL: databaseUrl },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  // It ends when its stdin does, and so with us.
  started.push({
    async stop() {
      child.stdin.end()
      await ended
    },
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const tell = (message) => child.stdin.write(`${JSON.stringify(message)}\n`)
  tell({ tokens })
  return {
    pid: child.pid,
    async load(load) {
      tell(load)
      const { done, value } = await lines.next()
      if (done) throw new Error('The load at the store failed.')
      return JSON.parse(value)
    },
  }
}

/** Sessions of its own, as those that there are of clients without a secret: it shows none. */
async function copySessions(databaseUrl) {
  const database = new pg.Client({ connectionString: databaseUrl })
  await database.connect()
  try {
    const { rows } = await database.query(`
      INSERT INTO sessions (id, user_id, client_id, company_id, started_at, issued_at, idle_timeout, absolute_lifetime, reuse_policy, scope)
      SELECT gen_random_uuid(), user_id, client_id, company_id, started_at, now(), idle_timeout, absolute_lifetime, reuse_policy, scope FROM sessions
      WHERE client_id IN (SELECT id FROM clients WHERE NOT confidential)
      RETURNING id AS "sessionId", 1 AS generation, 0 AS branch`)
    return rows
  } finally {
    await database.end()
  }
}
