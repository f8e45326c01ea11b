import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { findDataDirectory, prepareDataDirectory, type DataDirectory } from './account.js'
import { findBinaries, type Binaries } from './binaries.js'
import { inside, prepareCluster } from './cluster.js'
import { createDatabase, databaseUrl, dropDatabase } from './databases.js'
import { freePort } from './free-port.js'
import { lastLines, rotateLog } from './log.js'
import { readLockFile, settlePreviousServer } from './previous-server.js'
import { startSupervisor, type Ended, type Supervisor } from './supervisor.js'

export interface EmbeddedOptions {
  /** Made if it does not exist. */
  readonly dataDir: string
  /** Left out or 0: a free one. */
  readonly port?: number
  /** Told in sentences what a person should know. */
  readonly log?: (sentence: string) => void
  /** False for tests: survives the death of its processes, not that of the machine. */
  readonly durable?: boolean
}

/** A PostgreSQL of our own, reachable from this machine only. It ends with the process that started it, however that ends. */
export interface EmbeddedPostgres {
  /** Of the database `tessera`. */
  readonly url: string
  readonly port: number
  /** Where its data is: not always where it was asked for (as root, see `prepareDataDirectory`). */
  readonly dataDir: string
  /** Resolves when the server has ended, asked or not. */
  readonly ended: Promise<void>
  /** The end of its log: why it has ended, or did not start. */
  lastLines(): string
  /** Makes an empty database if there is none of that name. */
  createDatabase(name: string): Promise<string>
  dropDatabase(name: string): Promise<void>
  /** Ends all connections, writes everything, and lets go of the data directory. */
  stop(): Promise<void>
  /** Kills every process of the server with SIGKILL, as a crash would. */
  kill(): Promise<void>
  /** Stops if necessary, and starts on the same port. */
  restart(): Promise<void>
}

interface Running {
  readonly port: number
  readonly password: string
  readonly supervisor: Supervisor
  readonly pid: number
  readonly ended: Promise<Ended>
}

/**
 * Starts the embedded PostgreSQL. A server left over in the same data directory is stopped first.
 *
 * @throws with a sentence for a person when the platform has no binaries, the port is taken, or another process uses the directory
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const { log = () => {}, durable = true } = options
  const directory = prepareDataDirectory(options.dataDir)
  if (directory.path !== options.dataDir && directory.path.startsWith('/var/lib/tessera-')) {
    log(`As root, PostgreSQL runs as "nobody", who cannot enter ${options.dataDir}: its data is in ${directory.path}`)
  }
  const binaries = findBinaries(directory.account)
  // Said before seconds are spent on a cluster.
  if (options.port) await freePort(options.port)
  let running = await start(directory, binaries, options.port, durable)
  const { port } = running

  const url = (name: string) => databaseUrl(port, running.password, name)
  const stop = async () => {
    await running.supervisor.stop()
  }
  await createDatabase(url('postgres'), 'tessera')

  return {
    url: url('tessera'),
    port,
    dataDir: directory.path,
    get ended() {
      return running.ended.then(() => undefined)
    },
    lastLines: () => lastLines(inside(directory.path).log),
    async createDatabase(name) {
      await createDatabase(url('postgres'), name)
      return url(name)
    },
    dropDatabase: (name) => dropDatabase(url('postgres'), name),
    stop,
    async kill() {
      killAll(running.pid)
      await stop()
    },
    async restart() {
      await stop()
      running = await start(directory, binaries, port, durable)
    },
  }
}

/**
 * The address of a server that another process of this checkout runs in that data directory, as far as its files tell; undefined
 * when there is none.
 */
export function findEmbeddedPostgres(dataDir: string): string | undefined {
  const files = inside(findDataDirectory(dataDir))
  const server = readLockFile(files.cluster)
  return server && databaseUrl(server.port, readFileSync(files.password, 'utf8'), 'tessera')
}

async function start(directory: DataDirectory, binaries: Binaries, wanted: number | undefined, durable: boolean): Promise<Running> {
  const files = inside(directory.path)
  const supervisor = await startSupervisor(directory.path)
  if (!supervisor) throw new Error(`the database in ${directory.path} is in use by another running process`)
  try {
    rotateLog(files.log)
    const password = await prepareCluster(directory, binaries, supervisor, durable)
    await settlePreviousServer(files.cluster, password, supervisor.pid)
    // Chosen last: others take one that is free, too, and a cluster takes seconds to make.
    const port = await freePort(wanted)
    const args = settings(files.cluster, port, durable)
    const server = await supervisor.start({ command: binaries.postgres, args, account: directory.account, log: files.log })
    await untilReady(databaseUrl(port, password, 'postgres'), server.ended, files.log)
    return { port, password, supervisor, ...server }
  } catch (fault) {
    await supervisor.stop()
    throw fault
  }
}

/** Sized for a laptop. All as arguments: postgresql.conf stays as initdb wrote it. */
function settings(cluster: string, port: number, durable: boolean): string[] {
  const values = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: 100,
    shared_buffers: '128MB',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // Two lines each five minutes, 40 MB a year.
    log_checkpoints: 'off',
    ...(durable ? {} : { fsync: 'off', full_page_writes: 'off' }),
  }
  return ['-D', cluster, ...Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`])]
}

/** Waits as long as PostgreSQL says that it is starting: after a crash it first recovers. */
async function untilReady(url: string, ended: Promise<Ended>, log: string): Promise<void> {
  let over = false
  void ended.then(() => (over = true))
  for (;;) {
    const client = new pg.Client({ connectionString: url })
    client.on('error', () => {})
    try {
      await client.connect()
      await client.end()
      return
    } catch (fault) {
      await client.end().catch(() => {})
      const code = (fault as { code?: string }).code
      if (over) throw new Error(`PostgreSQL did not start:\n${lastLines(log)}`, { cause: fault })
      if (code !== 'ECONNREFUSED' && code !== '57P03') throw fault
    }
    await pause(20)
  }
}

/** PostgreSQL's processes each lead a group of their own: they are killed one by one, the postmaster first, or it would start new ones. */
function killAll(postmaster: number): void {
  for (const pid of [postmaster, ...childrenOf(postmaster)]) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It ended in the meantime.
    }
  }
}

function childrenOf(pid: number): number[] {
  const list = `/proc/${pid}/task/${pid}/children`
  if (existsSync(list)) return readFileSync(list, 'utf8').trim().split(' ').map(Number)
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
  return [...(stdout ?? '').matchAll(/^\s*(\d+)\s+(\d+)$/gm)].filter((line) => Number(line[2]) === pid).map((line) => Number(line[1]))
}
