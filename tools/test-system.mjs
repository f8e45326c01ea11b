// A whole system for tests, on free ports, with a database of its own in a temporary folder. Prints one line of JSON when it answers:
// {apiUrl, consoleUrl, databaseUrl, owner: {email, password}, outbox: path, logs: [path]}. Then each line on stdin is a command, answered by a line of JSON when it is done:
// "stop database", "start database", "kill database", "hold TABLE" (whoever asks for it waits), "release". Everything ends, and the folder goes, when stdin closes.
// Settings for the API are given as arguments: NAME=value. With --without-console there is none, nor a log of it.
import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { freePort } from '@tessera/persistence/embedded'
import pg from 'pg'
import { surroundingsIn } from './environments.mjs'
import { startSystem } from './system.mjs'

const withConsole = !process.argv.includes('--without-console')
const owner = { email: 'owner@example.com', password: randomBytes(18).toString('base64url') }
const dataDir = mkdtempSync(join(tmpdir(), 'tessera-system-'))
chmodSync(dataDir, 0o755) // As root, PostgreSQL runs as another user, who must get to its own folder in here.

let system
process.on('SIGTERM', () => void leave(0))
const commands = createInterface({ input: process.stdin }).on('close', () => void leave(0))

try {
  system = await startSystem({
    dataDir,
    apiPort: await freePort(),
    consolePort: await freePort(),
    settings: { ...surroundingsIn(process.env), ...ownSettings(), ...givenSettings() },
    durable: false,
    withConsole,
    say: (sentence) => console.error(sentence),
  })
} catch (fault) {
  console.error(fault.message)
  await leave(1)
}

let holder
const deeds = {
  'stop database': () => system.postgres.stop(),
  'start database': () => system.postgres.restart(),
  'kill database': () => system.postgres.kill(),
  async hold(table) {
    holder = new pg.Client({ connectionString: system.databaseUrl })
    // A spec that fails stops the database under it.
    holder.on('error', () => {})
    await holder.connect()
    await holder.query(`BEGIN; LOCK TABLE ${pg.escapeIdentifier(table)}`)
  },
  release: () => holder.end(),
}
commands.on('line', async (command) => {
  try {
    const [deed, table] = command in deeds ? [command] : command.split(' ')
    await deeds[deed](table)
    say({ done: command })
  } catch (fault) {
    say({ fault: `${command}: ${fault.message}` })
  }
})
const logs = ['api', ...(withConsole ? ['console'] : [])].map((name) => join(dataDir, 'logs', `${name}.log`))
const { apiUrl, consoleUrl, databaseUrl } = system
say({
  apiUrl,
  consoleUrl,
  databaseUrl,
  owner,
  outbox: join(dataDir, 'outbox'),
  logs: [...logs, join(system.postgres.dataDir, 'server.log')],
})

function say(message) {
  process.stdout.write(`${JSON.stringify(message)}\n`)
}

function ownSettings() {
  return { RATE_LIMITS: 'off', PASSWORD_HASH_COST: 'm=8,t=1,p=1', ADMIN_EMAIL: owner.email, ADMIN_PASSWORD: owner.password }
}

function givenSettings() {
  const given = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))
  return Object.fromEntries(given.map((setting) => setting.split(/=(.*)/s).slice(0, 2)))
}

async function leave(code) {
  await system?.stop()
  rmSync(dataDir, { recursive: true, force: true })
  process.exit(code)
}
