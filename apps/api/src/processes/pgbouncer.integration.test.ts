import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { type RevocationPage, routes } from '@tessera/contract'
import { type Database, openDatabase, retentionStore } from '@tessera/persistence'
import { testDatabase, type TestDatabase } from '@tessera/persistence/testing'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bootstrap, type Running } from '../bootstrap.js'
import { CannotStart } from '../cannot-start.js'
import type { Configuration } from '../configuration.js'
import { testConfiguration } from '../testing/configuration.js'
import { configurationIn, freePort, Neighbour, programNamed, versionOf, write } from '../testing/neighbours.js'

const program = programNamed('pgbouncer')
const isNewEnough = versionOf(program) >= 1.21
const title = `behind PgBouncer${isNewEnough ? '' : ' (skipped: there is no PgBouncer 1.21 or newer here)'}`
const firstOwner = { email: 'owner@example.com', password: 'tall ships sail' }
const log = pino({ level: 'silent' })
/** Fewer than the processes would open. */
const serverConnections = 4
const patient = { timeout: 10_000 }

describe.skipIf(!isNewEnough)(title, () => {
  let test: TestDatabase
  let pooler: Neighbour
  let databaseUrl: string
  let direct: Database
  const replicas: Running[] = []
  beforeAll(async () => {
    test = await testDatabase()
    const port = await freePort()
    databaseUrl = `postgresql://tessera@127.0.0.1:${port}/tessera`
    pooler = await Neighbour.start(program!, port, (folder) => [write(`${folder}/pgbouncer.ini`, configuration(test.url, port))])
    direct = openDatabase({ url: test.url, poolSize: 2 })
    for (let i = 0; i < 2; i++) replicas.push(await start())
  })
  afterAll(async () => {
    for (const replica of replicas) await replica.close()
    await direct?.close()
    await pooler?.close()
    await test?.drop()
  })
  const start = (settings: Partial<Configuration> = {}) =>
    bootstrap(
      testConfiguration({
        ...{ databaseUrl, databaseDirectUrl: test.url, databasePoolSize: 10, firstOwner, rateLimits: false, issuer: 'http://localhost' },
        ...settings,
      }),
      log,
    )
  const post = async <T>(replica: number, path: string, body: object, headers: object = {}): Promise<T> => {
    const response = await fetch(`${replicas[replica]!.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
    expect(response.ok).toBe(true)
    return (await response.json()) as T
  }
  /** What the replicas do meanwhile locks for moments: what stays behind is there at every look. */
  const expectNoLockBehind = () =>
    expect
      .poll(async () => {
        const { rows } = await direct.pool.query(
          `SELECT objid, pid FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
        )
        return rows
      }, patient)
      .toEqual([])
  const logIn = () => post<{ session_id: string; access_token: string; refresh_token: string }>(0, routes.logIn.path, firstOwner)

  it('refreshes of many sessions through two processes share a few connections and their prepared statements', async () => {
    const logins = await Promise.all(Array.from({ length: 30 }, logIn))
    await Promise.all(
      logins.map(async ({ refresh_token }) => {
        let token = refresh_token
        for (let turn = 0; turn < 6; turn++)
          ({ refresh_token: token } = await post<{ refresh_token: string }>(turn % 2, routes.refresh.path, { refresh_token: token }))
      }),
    )
    const { rows } = await direct.pool.query<{ count: number }>(
      `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'tessera' AND client_port IS NOT NULL AND pid <> pg_backend_pid()`,
    )
    // One of them is this test's own.
    expect(rows[0]?.count).toBeLessThanOrEqual(serverConnections + 1)
  })

  it('a revocation in one process is told at once in the other: it hears of it on a connection of its own', async () => {
    const [owner, other] = [await logIn(), await logIn()]
    const headers = { authorization: `Bearer ${owner.access_token}` }
    const read = async (query: string) =>
      (await (await fetch(`${replicas[1]!.url}${routes.readRevocations.path}?${query}`, { headers })).json()) as RevocationPage
    let page = await read('')
    while (page.more) page = await read(`after=${page.next}`)
    const waiting = read(`after=${page.next}&wait=5`)
    await pause(50)
    await post(0, routes.revokeSession.path.replace('{id}', other.session_id), {}, headers)
    expect((await waiting).items).toMatchObject([{ subject: other.session_id }])
  })

  it('a job that one process does leaves no lock behind on a connection that is lent to others', async () => {
    const database = openDatabase({ url: databaseUrl, directUrl: test.url })
    try {
      const store = retentionStore(database, { sessions: 1, events: 1, mails: 1 }, 1)
      // A replica may be at it, for a moment.
      for (let run = 0; run < 2; run++)
        await expect.poll(() => store.removeWhatIsOver(new AbortController().signal), patient).not.toBe('elsewhere')
    } finally {
      await database.close()
    }
    await expectNoLockBehind()
  })

  it('without what its configuration owes, a process does not start, and says what is lacking', async () => {
    for (const [from, to, lacking] of [
      ['SET lock_timeout = 200;', '', 'lock_timeout'],
      ["''read committed''", "''repeatable read''", 'default_transaction_isolation'],
      ['ignore_startup_parameters', '# ', 'statement_timeout, lock_timeout, idle_in_transaction_session_timeout'],
      ['[pgbouncer]', '[pgbouncer]\nserver_reset_query_always = 1', 'statement_timeout, lock_timeout, idle_in_transaction_session_timeout'],
      ['pool_mode = transaction', 'pool_mode = session', 'statement_timeout, lock_timeout, idle_in_transaction_session_timeout'],
      ['pool_mode = transaction', 'pool_mode = statement', 'pool_mode = transaction'],
    ] as const) {
      const port = await freePort()
      const faulty = configuration(test.url, port).replace(from, to)
      const other = await Neighbour.start(program!, port, (folder) => [write(`${folder}/pgbouncer.ini`, faulty)])
      try {
        const starting = start({ databaseUrl: databaseUrl.replace(/:\d+\//, `:${port}/`) })
        await expect(starting).rejects.toThrow(CannotStart)
        await expect(starting).rejects.toThrow(`connections lack ${lacking}`)
      } finally {
        await other.close()
      }
    }
  })

  it.each([
    ['DATABASE_URL', null],
    ['DATABASE_DIRECT_URL', 'the pooler’s'],
  ])(
    'without a way past it a process does not start, and names %s; no lock stays behind that others would wait for',
    async (setting, way) => {
      const starting = start({ databaseDirectUrl: way && databaseUrl })
      await expect(starting).rejects.toThrow(CannotStart)
      await expect(starting).rejects.toThrow(`${setting}: the database cannot be prepared. It is a pooler’s address`)
      await expectNoLockBehind()
    },
  )

  it('relaxed rotations need connections that ask for themselves, which a pooler’s do not, even where each is somebody’s own', async () => {
    const port = await freePort()
    const ofSessions = configuration(test.url, port).replace('pool_mode = transaction', 'pool_mode = session')
    const other = await Neighbour.start(program!, port, (folder) => [write(`${folder}/pgbouncer.ini`, ofSessions)])
    try {
      const starting = start({ rotationDurability: 'relaxed', databaseDirectUrl: databaseUrl.replace(/:\d+\//, `:${port}/`) })
      await expect(starting).rejects.toThrow('ROTATION_DURABILITY=relaxed needs')
    } finally {
      await other.close()
    }
  })

  it('is back soon after the database is', async () => {
    const [port, serverPort] = [await freePort(), await freePort()]
    const url = Object.assign(new URL(test.url), { port: String(serverPort) }).href
    const other = await Neighbour.start(program!, port, (folder) => [write(`${folder}/pgbouncer.ini`, configuration(url, port))])
    const database = openDatabase({ url: databaseUrl.replace(/:\d+\//, `:${port}/`) })
    const server = createServer((client) => {
      const { hostname: host, port } = new URL(test.url)
      const wire = connect(Number(port), host)
      for (const socket of [client, wire]) socket.on('error', () => undefined)
      client.pipe(wire).pipe(client)
    })
    try {
      expect(await database.answers()).toBe(false)
      await once(server.listen(serverPort, '127.0.0.1'), 'listening')
      await expect.poll(() => database.answers(), patient).toBe(true)
    } finally {
      await database.close()
      await other.close()
      server.close()
    }
  })
})

describe.skipIf(program === undefined)(
  `behind a PgBouncer that lends prepared statements${program ? '' : ' (skipped: there is none here)'}`,
  () => {
    it('a process does not start, and says what is lacking', async () => {
      const test = await testDatabase()
      const port = await freePort()
      // Older ones do not know the line.
      const faulty = configuration(test.url, port).replace(
        /^max_prepared_statements = .*$/m,
        isNewEnough ? 'max_prepared_statements = 0' : '',
      )
      const pooler = await Neighbour.start(program!, port, (folder) => [write(`${folder}/pgbouncer.ini`, faulty)])
      try {
        const databaseUrl = `postgresql://tessera@127.0.0.1:${port}/tessera`
        const starting = bootstrap(testConfiguration({ databaseUrl, databaseDirectUrl: test.url, databasePoolSize: 10, firstOwner }), log)
        await expect(starting).rejects.toThrow('connections lack max_prepared_statements.')
      } finally {
        await pooler.close()
        await test.drop()
      }
    })
  },
)

/** The guide's, for the run's PostgreSQL. */
function configuration(url: string, port: number): string {
  const { hostname, port: serverPort, pathname, username, password } = new URL(url)
  return configurationIn('ini', {
    'host=127.0.0.1 port=5432 dbname=tessera': `host=${hostname} port=${serverPort} dbname=${pathname.slice(1)} user=${username} password=${password}`,
    'listen_port = 6432': `listen_port = ${port}\nunix_socket_dir =`,
    'auth_type = scram-sha-256': 'auth_type = any',
    'auth_file = /etc/pgbouncer/userlist.txt': '',
    'default_pool_size = 20': `default_pool_size = ${serverConnections}`,
  })
}
