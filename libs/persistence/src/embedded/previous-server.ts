import { existsSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { superuser } from './cluster.js'

const longestGoodbye = 30_000

/** The server that its lock file names: its process id and its port. */
export function readLockFile(cluster: string): { pid: number; port: number } | undefined {
  const path = join(cluster, 'postmaster.pid')
  if (!existsSync(path)) return undefined
  const lines = readFileSync(path, 'utf8').split('\n')
  return { pid: Number(lines[0]), port: Number(lines[3]) }
}

/**
 * Clears the way after a server that lost its supervisor too: stops it if it still runs, and if its process id now belongs to
 * another program, says so in the lock file. Called with the data directory's lock held, so no living parent owns that server.
 *
 * @param successor the process that will start PostgreSQL
 */
export async function settlePreviousServer(cluster: string, password: string, successor: number): Promise<void> {
  const deadline = Date.now() + longestGoodbye
  // Asked anew each time: a server that stops removes its lock file, and its process id may go on to exist as a zombie.
  for (let previous = readLockFile(cluster); previous && isAlive(previous.pid); previous = readLockFile(cluster)) {
    const server = await whoAnswers(previous.port, password)
    if (server === realpathSync(cluster)) process.kill(previous.pid, 'SIGINT')
    else if (server !== 'busy') return disown(cluster, previous.pid, successor)
    if (Date.now() > deadline) throw new Error(`PostgreSQL (process ${previous.pid}) still runs in ${cluster} and does not stop`)
    await pause(50)
  }
}

/** A server starting or stopping is "busy"; one that is not ours, or none, is undefined. */
async function whoAnswers(port: number, password: string): Promise<string | undefined> {
  const client = new pg.Client({ host: '127.0.0.1', port, user: superuser, password, database: 'postgres', connectionTimeoutMillis: 2000 })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{ data_directory: string }>('show data_directory')
    return rows[0] && realpathSync(rows[0].data_directory)
  } catch (fault) {
    return (fault as { code?: string }).code === '57P03' ? 'busy' : undefined
  } finally {
    await client.end().catch(() => {})
  }
}

/**
 * PostgreSQL does not start while the process in its lock file lives, unless that is its own parent. Naming its parent, instead of
 * removing the file, keeps its other check: that no process is left attached to the old server's memory.
 */
function disown(cluster: string, pid: number, parent: number): void {
  const path = join(cluster, 'postmaster.pid')
  if (existsSync(path)) writeFileSync(path, readFileSync(path, 'utf8').replace(String(pid), String(parent)))
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (fault) {
    return (fault as { code?: string }).code === 'EPERM'
  }
}
