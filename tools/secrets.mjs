import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const names = ['TESSERA_SECRET', 'MINTING_KEYS', 'CONSOLE_SECRET']

/**
 * The secrets of a development system, made once and kept in the data directory: 32 random bytes each, in base64url. A name that a
 * later version adds is added to the file.
 *
 * @throws with a sentence for a person when the file cannot be read
 */
export function developmentSecrets(dataDir) {
  const path = join(dataDir, 'secrets.json')
  const kept = existsSync(path) ? readSecrets(path) : {}
  const secrets = Object.fromEntries(names.map((name) => [name, kept[name] ?? randomBytes(32).toString('base64url')]))
  if (names.some((name) => !kept[name])) {
    mkdirSync(dataDir, { recursive: true })
    // Written beside and renamed: a half-written file would lose every session and every signing key.
    writeFileSync(`${path}.new`, `${JSON.stringify({ ...kept, ...secrets }, null, 2)}\n`, { mode: 0o600, flush: true })
    renameSync(`${path}.new`, path)
  }
  return secrets
}

/** Never made anew where one is there: with others nobody's tokens are good, and no signing key opens. */
function readSecrets(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (fault) {
    const reason = fault instanceof SyntaxError ? 'it is no JSON any more' : fault.code
    throw new Error(
      `${path} cannot be read (${reason}): restore it from a backup. Where there is none, move it away together with the database beside it, to begin anew; or keep the database and follow “TESSERA_SECRET is lost” in README.md.`,
      { cause: fault },
    )
  }
}
