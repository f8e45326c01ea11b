// `npm start`: from a fresh checkout to a running system. What is imported here runs before anything is installed.
import { accessSync, constants, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
// eslint-disable-next-line @nx/enforce-module-boundaries -- the package cannot be found by its name before npm has installed it
import { takeLock } from '../libs/persistence/embedded/lock.mjs'
import { build, isBuilt } from './build.mjs'
import { install, isInstalled } from './install.mjs'
import { freePortAfter, isTaken } from './ports.mjs'
import { step } from './progress.mjs'
import { root } from './root.mjs'
import { helpWith, knowsOnly } from './usage.mjs'

helpWith(`npm start

Installs, builds and starts everything, and takes no options: settings are environment variables, or lines of .env. Those that a first start may need:

  API_PORT, CONSOLE_PORT       the ports (default: 3333, 3000)
  DATA_DIR                     where everything is kept (default: .data)
  DATABASE_URL                 a PostgreSQL of yours (default: one that is brought)
  ADMIN_EMAIL, ADMIN_PASSWORD  the first owner

README.md has them all.`)
knowsOnly([])

let system
let leaving = false

process.chdir(root)
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void leave())
endWithNpm()
try {
  await start()
} catch (fault) {
  if (!leaving) {
    console.error(`\n${fault.message}`)
    process.exit(1)
  }
}

async function start() {
  requireNode()
  if (existsSync('.env')) process.loadEnvFile('.env')
  const settings = process.env
  const apiPort = portIn('API_PORT', 3333)
  const consolePort = portIn('CONSOLE_PORT', 3000)
  const dataDir = resolve(settings.DATA_DIR || '.data')
  if (apiPort === consolePort) throw new Error(`API_PORT and CONSOLE_PORT are both ${apiPort}: give them different ports.`)

  takeFolder(dataDir, 'set DATA_DIR to another')
  // Here, wherever the data is: what is installed and built is the checkout's.
  takeFolder(resolve('.data'), 'start as whoever may write to the checkout')
  if (!(await takeLock('.data/start.sock'))) throw new Error(`Tessera is already starting or running from ${root}`)
  await requireFree('API_PORT', apiPort, consolePort)
  await requireFree('CONSOLE_PORT', consolePort, apiPort)

  console.log('Tessera starts')
  if (!isInstalled()) await step('installed', install)
  if (!isBuilt()) await step('built', () => build((project) => console.log(`    ${project}`)))
  const { startSystem } = await import('./system.mjs')
  const { greet } = await import('./greeting.mjs')
  system = await startSystem({ dataDir, apiPort, consolePort, settings, say: (sentence) => console.log(`  ${sentence}`), step })
  if (leaving) return
  await greet(system)

  const sentence = await system.lost
  if (leaving) return
  leaving = true
  console.error(`\n${sentence}. Stopping the rest.`)
  await system.stop()
  process.exit(1)
}

/** Stops everything in order. A second signal does not wait; nothing is left behind even then. */
async function leave() {
  if (leaving) process.exit(1)
  leaving = true
  if (system) {
    console.log('\nTessera stops')
    await system.stop()
  }
  process.exit(0)
}

/** Killed by -9, npm cannot tell us that it has gone; stopped by SIGTERM, it tells only the shell between us. */
function endWithNpm() {
  if (process.env.npm_lifecycle_event !== 'start') return
  const before = npmAbove()
  setInterval(() => {
    if (npmAbove() !== before && !leaving) void leave()
  }, 500).unref()
}

/** npm's process id: our parent, or the parent of the shell that some systems keep between. It becomes another's when npm ends. */
function npmAbove() {
  try {
    const status = readFileSync(`/proc/${process.ppid}/status`, 'utf8')
    if (/^Name:\s+(sh|dash|bash|busybox)$/m.test(status)) return Number(/^PPid:\s+(\d+)$/m.exec(status)[1])
  } catch {
    // No such shell, or no such file system.
  }
  return process.ppid
}

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if ((major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major >= 24) return
  throw new Error(`Tessera needs Node 20.19, 22.12 or 24, or a later one of these; this is ${process.version}.`)
}

function portIn(name, otherwise) {
  const text = process.env[name] || String(otherwise)
  const port = Number(text)
  if (!/^\d+$/.test(text) || port < 1 || port > 65_535) throw new Error(`${name} must be a port, from 1 to 65535; it is "${text}".`)
  return port
}

/** After a kill -9, the API of the last start may still be draining: a port is given three seconds to become free. */
async function requireFree(name, port, other) {
  const deadline = Date.now() + 3000
  while (await isTaken(port)) {
    if (Date.now() > deadline) {
      const free = await freePortAfter(port, other)
      throw new Error(`Port ${port} is taken by another program. Stop it, or choose another port: ${name}=${free} npm start`)
    }
    await pause(100)
  }
}

/** @param instead what may be done about it */
function takeFolder(path, instead) {
  try {
    mkdirSync(path, { recursive: true })
  } catch (fault) {
    const above = nearestAbove(path)
    if (canOnlyBeRead(above))
      throw new Error(`The folder ${path} cannot be made, for ${above} can only be read: ${instead}.`, { cause: fault })
    throw new Error(`The folder ${path} cannot be made (${fault.code}): make room for it, or ${instead}.`, { cause: fault })
  }
  try {
    accessSync(path, constants.W_OK)
  } catch (fault) {
    if (fault.code === 'EROFS') throw new Error(`The folder ${path} can only be read: ${instead}.`, { cause: fault })
    throw new Error(
      `${path} belongs to another user (uid ${statSync(path).uid}), perhaps from a start as root: give it to yourself, or ${instead}.`,
      { cause: fault },
    )
  }
}

/** The nearest of the folders above that is there. */
function nearestAbove(path) {
  const above = dirname(path)
  return existsSync(above) ? above : nearestAbove(above)
}

/** Of a folder on a read-only file system, Node's recursive `mkdir` says that it is not there (ENOENT). */
function canOnlyBeRead(path) {
  try {
    accessSync(path, constants.W_OK)
    return false
  } catch (fault) {
    return fault.code === 'EROFS'
  }
}
