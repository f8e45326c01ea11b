// `npm run recover -- --email owner@example.com`: lets an owner in again who lost their password or second factor, for whoever has the
// machine. Into the database of DATABASE_URL, or the embedded one, which is started if it is not running. The API need not run.
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { findEmbeddedPostgres, startEmbeddedPostgres } from '@tessera/persistence/embedded'
import pg from 'pg'
import { recoverOwner } from './recover/owner.mjs'
import { root } from './root.mjs'

try {
  await recover(readArguments())
} catch (fault) {
  console.error(fault.message || String(fault))
  process.exitCode = 1
}

function readArguments() {
  const { values } = parseArgs({
    options: {
      email: { type: 'string' },
      'remove-second-factor': { type: 'boolean', default: false },
      enable: { type: 'boolean', default: false },
      'make-owner': { type: 'boolean', default: false },
    },
  })
  if (!values.email) throw new Error('Whom? Say --email owner@example.com')
  const email = values.email.trim().toLowerCase()
  return { email, removeSecondFactor: values['remove-second-factor'], enable: values.enable, makeOwner: values['make-owner'] }
}

async function recover(wanted) {
  if (existsSync(join(root, '.env'))) process.loadEnvFile(join(root, '.env'))
  const { client, leave } = await connect()
  try {
    const { token, deeds } = await recoverOwner(client, wanted)
    for (const deed of deeds) console.log(`  ${deed}`)
    const console_ = process.env.CONSOLE_URL || `http://localhost:${process.env.CONSOLE_PORT || 3000}`
    console.log(
      `\nThis link sets a new password for ${wanted.email}. It is good once, and for one hour:\n\n  ${console_}/reset#token=${token}\n`,
    )
  } finally {
    await leave()
  }
}

/** To the database that is there: the one of the settings, the embedded one that runs, or the embedded one, started for this. */
async function connect() {
  if (process.env.DATABASE_URL) return connectTo(process.env.DATABASE_URL)
  const dataDir = resolve(root, process.env.DATA_DIR || '.data')
  if (!existsSync(dataDir)) throw new Error(`There is no database: ${dataDir} does not exist, and DATABASE_URL is not set.`)
  const folder = join(dataDir, 'postgres')
  const running = findEmbeddedPostgres(folder)
  if (running) {
    const connected = await connectTo(running).catch((fault) => {
      // The file of a server that crashed names a port where nobody listens.
      if (fault.code !== 'ECONNREFUSED') throw fault
    })
    if (connected) return connected
  }
  const postgres = await startEmbeddedPostgres({ dataDir: folder })
  try {
    const { client, leave } = await connectTo(postgres.url)
    return { client, leave: () => leave().then(() => postgres.stop()) }
  } catch (fault) {
    await postgres.stop()
    throw fault
  }
}

async function connectTo(connectionString) {
  const client = new pg.Client({ connectionString })
  client.on('error', () => {})
  await client.connect()
  return { client, leave: () => client.end() }
}
