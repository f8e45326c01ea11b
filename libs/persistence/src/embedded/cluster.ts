import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DataDirectory } from './account.js'
import type { Binaries } from './binaries.js'
import { lastLines } from './log.js'
import type { Supervisor } from './supervisor.js'

export const superuser = 'tessera'

/** What a data directory holds: the database cluster, the superuser's password, the server's log. */
export const inside = (dataDir: string) => ({
  cluster: join(dataDir, 'cluster'),
  password: join(dataDir, 'password'),
  log: join(dataDir, 'server.log'),
})

/** Makes the cluster, if there is none, and returns the superuser's password. */
export async function prepareCluster(
  { path, account }: DataDirectory,
  { initdb, major }: Binaries,
  supervisor: Supervisor,
  durable: boolean,
): Promise<string> {
  const files = inside(path)
  if (existsSync(files.cluster)) {
    const made = requiredOf(path, join(files.cluster, 'PG_VERSION')).trim()
    if (made !== major) {
      throw new Error(
        `the database in ${path} was made by PostgreSQL ${made}, and the embedded one is ${major}: move the directory away, or copy its contents with pg_dump`,
      )
    }
    return requiredOf(path, files.password)
  }

  const password = randomBytes(24).toString('base64url')
  writeFileSync(files.password, password, { mode: 0o600, flush: true })
  if (account) chownSync(files.password, account.uid, account.gid)

  // Made under another name: a cluster that exists is whole, however its making was interrupted.
  const unfinished = `${files.cluster}.new`
  rmSync(unfinished, { recursive: true, force: true })
  const args = [
    `--pgdata=${unfinished}`,
    `--username=${superuser}`,
    `--pwfile=${files.password}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // Sorts by code point, so that LIKE 'prefix%' can use an ordinary index, and knows the upper and lower case of all of Unicode.
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    ...(durable ? [] : ['--no-sync']),
  ]
  const { code } = await supervisor.run({ command: initdb, args, account, log: files.log })
  if (code !== 0) throw new Error(`initdb failed in ${path}:\n${lastLines(files.log)}`)
  renameSync(unfinished, files.cluster)
  return password
}

/** What is in a file that a whole data directory has. */
function requiredOf(dataDir: string, file: string): string {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
  if (text !== '') return text
  throw new Error(
    `the database in ${dataDir} is not whole: ${file} is ${existsSync(file) ? 'empty' : 'not there'}. Restore the directory from a backup, or move it away to begin with an empty database`,
  )
}
