import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { root } from './root.mjs'

const fileIn = (dataDir) => join(dataDir, 'console-url')

/** Writes down where the console is: a command that runs later is not told the port that a start was given. */
export function keepConsoleUrl(dataDir, url) {
  writeFileSync(fileIn(dataDir), `${url}\n`)
}

/** Where people reach the console: as the settings say, or as the last `npm start` over this data directory did. */
export function findConsoleUrl({ CONSOLE_URL, CONSOLE_PORT, DATA_DIR } = process.env) {
  if (CONSOLE_URL) return CONSOLE_URL
  const file = fileIn(resolve(root, DATA_DIR || '.data'))
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : `http://localhost:${CONSOLE_PORT || 3000}`
}
