import { readFileSync } from 'node:fs'

/** Draws of a case, and for how many milliseconds it may be at it: what runs into the time box is not asked sixty times. */
const draws = 60
const patience = 2500
const fewest = 8

/**
 * Asks for pages, each time with another session's values: how long the store takes; and how long its statements take in the database, each run
 * again under EXPLAIN ANALYZE, one after the other. That is what PostgreSQL's clock says or, where that is less, the time on a core: on a machine
 * that others use as well a clock goes on while nothing is done.
 *
 * @param {{ list: (query: object) => Promise<object>, recorder: ReturnType<typeof recorderOf>, sessions: object[] }} ground
 * @param {(session: object, deep: string) => object} query
 */
export async function measurePages({ list, recorder, sessions }, query) {
  const taken = { store: [], database: [] }
  const pages = { asked: 0, unfinished: 0 }
  const seen = { slowest: 0, statements: [] }
  const begin = performance.now()
  for (let draw = 0; draw < draws && (draw < fewest || performance.now() - begin < patience); draw++) {
    const deep = sessions[(draw * 7 + 3) % sessions.length].id
    const asked = { reach: {}, limit: 50, ...query(sessions[draw % sessions.length], deep) }
    recorder.begin()
    const began = performance.now()
    const page = await list(asked)
    taken.store.push(performance.now() - began)
    const statements = await recorder.explained()
    taken.database.push(statements.reduce((sum, { milliseconds }) => sum + milliseconds, 0))
    pages.asked++
    if (page.items.length < asked.limit && page.next !== null) pages.unfinished++
    if (taken.database.at(-1) >= seen.slowest) Object.assign(seen, { slowest: taken.database.at(-1), statements })
  }
  return { pages, store: quantiles(taken.store), database: quantiles(taken.database), statements: seen.statements }
}

/**
 * A pool that remembers its statements, and tells how PostgreSQL goes about them.
 *
 * @param {import('pg').Pool} pool
 * @param {import('pg').ClientBase} connection for that alone
 */
export async function recorderOf(pool, connection) {
  const { rows } = await connection.query('SELECT pg_backend_pid() AS pid')
  const { pid } = rows[0]
  let seen = []
  return {
    pool: {
      query(first, second) {
        seen.push(typeof first === 'string' ? { text: first, values: second } : first)
        return pool.query(first, second)
      },
    },
    begin: () => (seen = []),
    /** Runs what was asked since `begin` once more. */
    async explained() {
      const statements = []
      for (const { text, values } of seen) {
        const before = millisecondsOnCore(pid)
        const { rows } = await connection.query(`EXPLAIN (ANALYZE, TIMING OFF, BUFFERS, FORMAT JSON) ${text}`, values)
        const core = millisecondsOnCore(pid) - before || Number.POSITIVE_INFINITY
        const [{ Plan: plan, 'Planning Time': planning, 'Execution Time': execution }] = rows[0]['QUERY PLAN']
        statements.push({ text, plan, milliseconds: Math.min(planning + execution, core) })
      }
      return statements
    },
  }
}

/** How long a process has run on a core; Infinity where the system does not tell. */
function millisecondsOnCore(pid) {
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6
  } catch {
    return Number.POSITIVE_INFINITY
  }
}

export function quantiles(values) {
  const sorted = values.toSorted((one, other) => one - other)
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]
  return { p50: at(0.5), p95: at(0.95), max: sorted.at(-1) }
}
