import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const names = ['TESSERA_SECRET', 'MINTING_KEYS', 'CONSOLE_SECRET']

/**
 * The secrets of a development system, made once and kept in the data directory: 32 random bytes each, in base64url. A name that a
 * later version adds is added to the file.
 */
export function developmentSecrets(dataDir) {
  const path = join(dataDir, 'secrets.json')
  const kept = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {}
  const secrets = Object.fromEntries(names.map((name) => [name, kept[name] ?? randomBytes(32).toString('base64url')]))
  if (names.some((name) => !kept[name])) {
    mkdirSync(dataDir, { recursive: true })
    // Written beside and renamed: a half-written file would lose every session and every signing key.
    writeFileSync(`${path}.new`, `${JSON.stringify({ ...kept, ...secrets }, null, 2)}\n`, { mode: 0o600 })
    renameSync(`${path}.new`, path)
  }
  return secrets
}
