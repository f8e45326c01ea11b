import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { startEmbeddedPostgres } from '@tessera/persistence/embedded'
import { startChild } from './child.mjs'
import { keepConsoleUrl } from './console-url.mjs'
import { completed, environmentOfApi, environmentOfConsole } from './environments.mjs'
import { reachedAt } from './ports.mjs'
import { root } from './root.mjs'
import { developmentSecrets } from './secrets.mjs'
import { SystemFault, untilAnswering } from './until-answering.mjs'

export const apiProgram = join(root, 'apps/api/dist/bundle/main.js')
const consoleProgram = join(root, 'apps/console/.next/standalone/apps/console/server.js')

/** pino's number for it; errors have higher ones. */
const warning = 40

/**
 * Starts the whole of Tessera: the embedded PostgreSQL (unless the settings have a DATABASE_URL), the API, the console; and waits
 * until they answer. What was started ends with this process, however it ends.
 *
 * @param {object} options
 * @param {string} options.dataDir
 * @param {number} options.apiPort
 * @param {number} options.consolePort
 * @param {Record<string, string | undefined>} options.settings the environment of the API and of the console
 * @param {boolean} [options.durable] false for tests: PostgreSQL does not wait for the disk
 * @param {boolean} [options.withConsole] false for tests that are of the API alone
 * @param {(sentence: string) => void} [options.say] told what a person should know
 * @param {<T>(name: string, work: () => Promise<T>) => Promise<T>} [options.step] wraps each part of the start, for progress
 * @throws {SystemFault} with nothing left running
 */
export async function startSystem({
  dataDir,
  apiPort,
  consolePort,
  settings,
  durable = true,
  withConsole = true,
  say = () => {},
  step = (_, work) => work(),
}) {
  const apiUrl = settings.API_URL || `http://localhost:${apiPort}`
  const consoleUrl = settings.CONSOLE_URL || `http://localhost:${consolePort}`
  const production = settings.TESSERA_ENV === 'production'
  const started = []
  const stop = async () => {
    for (const part of started.splice(0).reverse()) await part.stop()
  }
  let lose
  const lost = new Promise((done) => (lose = done))

  try {
    const postgres = settings.DATABASE_URL
      ? undefined
      : await step('PostgreSQL', () => startEmbeddedPostgres({ dataDir: join(dataDir, 'postgres'), durable, log: say }))
    if (postgres) {
      started.push(postgres)
      void postgres.ended.then(() =>
        lose(`PostgreSQL has ended:\n${postgres.lastLines()}\nIts log is ${join(postgres.dataDir, 'server.log')}`),
      )
    }
    const databaseUrl = settings.DATABASE_URL || postgres.url

    const environment = {
      ...completed(settings, () => ({ ...developmentSecrets(dataDir), API_URL: apiUrl, CONSOLE_URL: consoleUrl })),
      DATABASE_URL: databaseUrl,
      DATA_DIR: dataDir,
    }
    const run = async (name, program, env, url) => {
      if (!existsSync(program)) throw new SystemFault(`${name} is not built: ${program} does not exist`)
      const log = join(dataDir, 'logs', `${name.replace('the ', '').toLowerCase()}.log`)
      // What the API prints for people holds the first owner's password, which belongs on a terminal and not in a file.
      const isForLog = (line, from) => from === 'stderr' || parse(line) !== undefined || program !== apiProgram
      const child = startChild({ args: [program], cwd: root, env, log, isForLog, onLine: (line, from) => relay(name, line, from, say) })
      started.push(child)
      await untilAnswering(name, child, url)
      void child.ended.then(({ code, signal }) => lose(`${name} has ended (${signal ?? `exit code ${code}`}); its log is ${log}`))
    }

    const api = { ...environmentOfApi(environment), API_PORT: String(apiPort) }
    const apiAddress = reachedAt(settings.API_HOST, apiPort)
    await step('API', () => run('the API', apiProgram, api, `${apiAddress}/health/ready`))

    if (withConsole) {
      const console = environmentOfConsole({
        ...environment,
        PORT: String(consolePort),
        HOSTNAME: settings.CONSOLE_HOST || (production ? '0.0.0.0' : '127.0.0.1'),
        API_URL: apiAddress,
      })
      await step('console', () => run('the console', consoleProgram, console, `${reachedAt(console.HOSTNAME, consolePort)}/`))
      keepConsoleUrl(dataDir, consoleUrl)
    }

    return {
      apiUrl,
      consoleUrl,
      databaseUrl,
      /** Undefined where mails are sent. */
      outbox: settings.SMTP_URL ? undefined : join(dataDir, 'outbox'),
      /** Undefined when the settings name another. */
      postgres,
      /** Resolves with a sentence when one of the three has ended. */
      lost,
      /** Stops the console, the API, PostgreSQL, in this order. */
      stop,
    }
  } catch (fault) {
    await stop()
    throw fault
  }
}

/** Of the API's log, one line of JSON each, a person is shown warnings and errors; of what is printed for people, everything. */
function relay(name, line, from, say) {
  const entry = parse(line)
  if (entry) {
    if (entry.level >= warning) say(`${name}: ${entry.msg ?? line}${entry.err?.message ? ` (${entry.err.message})` : ''}`)
  } else if (from === 'stderr' || name === 'the API') {
    say(line)
  }
}

function parse(line) {
  try {
    const value = JSON.parse(line)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}
