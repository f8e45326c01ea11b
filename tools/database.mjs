import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { faultOfAddress } from '@tessera/persistence/address'
import { findEmbeddedPostgres, startEmbeddedPostgres } from '@tessera/persistence/embedded'
import pg from 'pg'
import { root } from './root.mjs'

/**
 * The database of the settings, or the embedded one: as it runs, or started for whoever asks. Past a pooler, where the settings have a way: what a command
 * sets on its connection must not stay on one that is lent to the API next, and it works longer than the API may.
 *
 * @returns {Promise<{ url: string, close: () => Promise<void> }>} `close` stops what was started
 * @throws with a sentence that says which setting to look at
 */
export async function reachDatabase({ DATABASE_URL, DATABASE_DIRECT_URL, DATA_DIR } = process.env) {
  const nothing = async () => {}
  if (DATABASE_URL) {
    const url = DATABASE_DIRECT_URL || DATABASE_URL
    await requireAnswer(url, DATABASE_DIRECT_URL ? 'DATABASE_DIRECT_URL' : 'DATABASE_URL')
    return { url, close: nothing }
  }
  const dataDir = resolve(root, DATA_DIR || '.data')
  const folder = join(dataDir, 'postgres')
  if (!existsSync(folder)) {
    throw new Error(`There is no database: ${folder} does not exist. Start Tessera once (npm start), or set DATABASE_URL.`)
  }
  const found = findEmbeddedPostgres(folder)
  // The file of a server that crashed names a port where nobody listens.
  if (found && (await listens(found))) return { url: found, close: nothing }
  const server = await startEmbeddedPostgres({ dataDir: folder, log: (sentence) => console.error(`  ${sentence}`) })
  return { url: server.url, close: () => server.stop() }
}

async function requireAnswer(url, setting) {
  const fault = faultOfAddress(url)
  if (fault) throw new Error(`${setting} ${fault}`)
  try {
    if (await listens(url)) return
  } catch (fault) {
    throw new Error(`${setting}: the database cannot be reached. ${fault.message || fault.code}`, { cause: fault })
  }
  throw new Error(`${setting}: the database cannot be reached. Nobody listens at its address.`)
}

async function listens(url) {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 })
  client.on('error', () => {})
  try {
    await client.connect()
    return true
  } catch (fault) {
    if (fault.code === 'ECONNREFUSED') return false
    throw fault
  } finally {
    await client.end()
  }
}
