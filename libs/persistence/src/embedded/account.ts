import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, chownSync, existsSync, mkdirSync, realpathSync, rmdirSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'

/** Whom the server runs as. PostgreSQL refuses to run as root. */
export interface Account {
  readonly uid: number
  readonly gid: number
}

const nobody: Account = { uid: 65534, gid: 65534 }

export interface DataDirectory {
  readonly path: string
  /** Undefined: as ourselves. */
  readonly account: Account | undefined
}

/**
 * Makes the data directory ready for the account that the server will run as.
 *
 * As root that is the directory's owner, so that a start as root does not lock out a user's later start; for a new one it is
 * `nobody`, and no user is created. Where that account cannot enter (a checkout under /root), a directory under /var/lib is taken
 * instead.
 */
export function prepareDataDirectory(wanted: string): DataDirectory {
  const here = takeDirectory(resolve(wanted))
  if (!here.account || canEnter(here)) return here

  const there = takeDirectory(directoryUnderVarLib(here.path))
  if (!canEnter(there)) throw new Error(`the account with uid ${here.account.uid} can enter neither ${here.path} nor ${there.path}`)
  if (!existsSync(resolve(here.path, 'cluster'))) rmdirSync(here.path)
  return there
}

/** The data directory that a running server would use: {@link prepareDataDirectory} without preparing anything. */
export function findDataDirectory(wanted: string): string {
  const elsewhere = directoryUnderVarLib(resolve(wanted))
  return !existsSync(resolve(wanted, 'cluster')) && existsSync(elsewhere) ? elsewhere : resolve(wanted)
}

function takeDirectory(path: string): DataDirectory {
  const existed = existsSync(path)
  mkdirSync(path, { recursive: true, mode: 0o755 })
  if (process.getuid?.() !== 0) return { path: realpathSync(path), account: undefined }

  const { uid, gid } = statSync(path)
  if (existed && uid !== 0) return { path: realpathSync(path), account: { uid, gid } }
  chownSync(path, nobody.uid, nobody.gid)
  chmodSync(path, 0o700)
  return { path: realpathSync(path), account: nobody }
}

/** Tried rather than computed from modes: access lists, mounts and containers have a say in it. */
function canEnter({ path, account }: DataDirectory): boolean {
  return spawnSync('/bin/sh', ['-c', 'cd "$0"', path], { ...account, cwd: '/' }).status === 0
}

function directoryUnderVarLib(path: string): string {
  const real = existsSync(dirname(path)) ? join(realpathSync(dirname(path)), basename(path)) : path
  return `/var/lib/tessera-${createHash('sha256').update(real).digest('hex').slice(0, 12)}`
}
