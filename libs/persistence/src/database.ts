import { createHash } from 'node:crypto'
import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { PrismaClient } from './generated/client.js'
import { PooledClient } from './pooled-client.js'

/** One pool of connections, shared by Prisma (ordinary work) and by the session store's own named statements. */
export interface Database {
  readonly pool: pg.Pool
  /** What commits rotations: `pool`, or connections of their own that do not wait for the disk. No other statement may run there. */
  readonly rotations: pg.Pool
  readonly prisma: PrismaClient
  /** A connection to the database itself, past any pooler, for whoever needs one of its own: what is held by a session is no one's behind a pooler. */
  readonly direct: pg.ClientConfig
  /** The database's time, in milliseconds. @throws when it cannot answer */
  now(): Promise<number>
  /** Whether it answers now, and takes what is written, as a standby does not, rotations included; false for whatever fault there is. */
  answers(): Promise<boolean>
  /** Lets running statements finish, then closes every connection. */
  close(): Promise<void>
}

export interface DatabaseOptions {
  /** A PostgreSQL connection string: the server's, or that of a pooler that lends connections for a transaction. */
  readonly url: string
  /** The server's own, where `url` is a pooler's. */
  readonly directUrl?: string | null
  /** Connections at most. Default: 10. */
  readonly poolSize?: number
  /**
   * Commits rotations without waiting for the disk, on connections to the server itself, since a pooler would lend them to others. What a crash
   * of the database loses of them costs nobody a session (docs/decisions/0103-relaxed-rotations.md).
   */
  readonly relaxedRotations?: boolean
  /** Told of a connection that broke while idle; the pool replaces it by itself. */
  readonly onIdleFault?: (fault: Error) => void
}

/**
 * Deadlines, in milliseconds; they shrink at every hop: the API's own is 6 s. `answer` is for a server that
 * accepts a statement and then says nothing, which the server's own timeout cannot end.
 */
export const deadlines = { answer: 4000, statement: 3000, poolWait: 2000, lock: 200 } as const

/** Whoever has waited for a lock reads what was committed meanwhile; a transaction that repeats its reads would judge by what was there before it waited. */
const readCommitted = '-c default_transaction_isolation=read\\ committed'

/**
 * No statement of ours is long enough to be compiled, or shared out among processes. PostgreSQL 17 and older would do so for the end of a search, where they
 * hold half of its rows for all: they sort it whole for a page of fifty, and may read the table from end to end.
 */
const short = '-c jit=off -c max_parallel_workers_per_gather=0'

/** Connections of rotations that do not wait for the disk. They are gathered, so that few statements are under way. */
const rotationPoolSize = 4

/** Opens the pool; connects at first use. */
export function openDatabase(options: DatabaseOptions): Database {
  const { url, poolSize = 10, relaxedRotations = false, onIdleFault = () => undefined } = options
  const directUrl = options.directUrl ?? url
  const pool = openPool(url, poolSize, onIdleFault)
  const rotations = relaxedRotations ? openPool(directUrl, rotationPoolSize, onIdleFault, ' -c synchronous_commit=off') : pool
  const pools = [...new Set([pool, rotations])]
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool, { statementNameGenerator: ({ sql }) => nameOf(sql) }) })
  return {
    pool,
    rotations,
    prisma,
    direct: { ...pool.options, connectionString: directUrl },
    now: async () => {
      const { rows } = await pool.query<{ now: number }>(`SELECT date_trunc('milliseconds', clock_timestamp()) AS now`)
      const [row] = rows
      if (!row) throw new Error('The database did not tell the time.')
      return row.now
    },
    answers: async () => (await Promise.all(pools.map(takesWrites))).every(Boolean),
    close: async () => {
      await prisma.$disconnect()
      await Promise.all(pools.map((each) => each.end()))
    },
  }
}

function takesWrites(pool: pg.Pool): Promise<boolean> {
  return pool.query<{ writes: boolean }>(`SELECT current_setting('transaction_read_only') = 'off' AS writes`).then(
    ({ rows }) => rows[0]?.writes === true,
    () => false,
  )
}

function openPool(url: string, size: number, onIdleFault: (fault: Error) => void, further = ''): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    Client: PooledClient,
    max: size,
    connectionTimeoutMillis: deadlines.poolWait,
    statement_timeout: deadlines.statement,
    query_timeout: deadlines.answer,
    lock_timeout: deadlines.lock,
    idle_in_transaction_session_timeout: deadlines.answer,
    keepAlive: true,
    application_name: 'tessera',
    options: `-c TimeZone=UTC -c DateStyle=ISO ${short} ${readCommitted}${further}`,
    types: { getTypeParser: getTypeParser as typeof pg.types.getTypeParser },
  })
  pool.on('error', onIdleFault)
  // A connection can also break while it is lent out: without a listener of its own that ends the process.
  pool.on('connect', (client) => client.on('error', onIdleFault))
  return pool
}

/** Under a name PostgreSQL parses a statement once for each connection, not at each call. One name for each text, within the 63 bytes of names. */
function nameOf(sql: string): string {
  return createHash('sha256').update(sql).digest('base64url')
}

/** In our own statements a time is an Instant (milliseconds) and a bigint a number. Prisma's statements bring parsers of their own. */
function getTypeParser(oid: number, format?: 'text' | 'binary') {
  if (oid === pg.types.builtins.TIMESTAMPTZ) return (value: string) => Date.parse(value)
  if (oid === pg.types.builtins.INT8) return Number
  return pg.types.getTypeParser(oid, format)
}
