import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** A running Tessera, as the world sees it. */
export interface System {
  readonly apiUrl: string
  readonly consoleUrl: string
  readonly owner: { readonly email: string; readonly password: string }
  /** The folder of its mails. */
  readonly outbox: string
}

/** A Tessera of one spec's own, which it may take apart. */
export interface OwnSystem extends System {
  /** For the commands that work on the database. */
  readonly databaseUrl: string
  /** The files that the API, the console (if there is one) and the database log to, in this order. */
  readonly logs: readonly string[]
  stopDatabase(): Promise<void>
  startDatabase(): Promise<void>
  /** Kills every process of the database, as a crash would. */
  killDatabase(): Promise<void>
  /** Has whoever asks for a table of the database wait, until it is released. */
  holdTable(name: string): Promise<void>
  releaseTable(): Promise<void>
  stop(): Promise<void>
}

export type OwnApi = Omit<OwnSystem, 'consoleUrl'>

type Settings = Readonly<Record<string, string>>

const program = fileURLToPath(new URL('../../../tools/test-system.mjs', import.meta.url))
const variable = 'TESSERA_SYSTEM'

/**
 * Starts a system of its own: some seconds. For specs that stop the database, or need other settings; the others use
 * {@link sharedSystem}.
 *
 * @param settings of the API, by their names in the environment: `{ RETRY_WINDOW: '1' }`
 */
export function startSystem(settings: Settings = {}): Promise<OwnSystem> {
  return start(settings)
}

/** The same without a console, and so without its log: a second less. */
export function startApi(settings: Settings = {}): Promise<OwnApi> {
  return start(settings, '--without-console')
}

async function start(settings: Settings, ...options: readonly string[]): Promise<OwnSystem> {
  const given = Object.entries(settings).map(([name, value]) => `${name}=${value}`)
  const child = spawn(process.execPath, [program, ...options, ...given], { stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const read = async <Message>(): Promise<Message> => {
    const { done, value } = (await lines.next()) as IteratorResult<string, undefined>
    if (done) throw new Error('the system ended; what it said about it is above')
    return JSON.parse(value) as Message
  }
  const command = async (words: string): Promise<void> => {
    child.stdin.write(`${words}\n`)
    const { fault } = await read<{ fault?: string }>()
    if (fault !== undefined) throw new Error(fault)
  }
  return {
    ...(await read<System & Pick<OwnSystem, 'logs' | 'databaseUrl'>>()),
    stopDatabase: () => command('stop database'),
    startDatabase: () => command('start database'),
    killDatabase: () => command('kill database'),
    holdTable: (name) => command(`hold ${name}`),
    releaseTable: () => command('release'),
    stop: async () => {
      child.stdin.end()
      await ended
    },
  }
}

/** The system that all specs share, started before the first of them. Nobody may stop a part of it or change its settings. */
export function sharedSystem(): System {
  const text = process.env[variable]
  if (text === undefined) throw new Error('there is no shared system: run the specs through `npm test`, or `npx playwright test` in e2e/')
  return JSON.parse(text) as System
}

sharedSystem.isRunning = (): boolean => variable in process.env

/** Makes a system the shared one, for this process and for those that it starts. */
export function shareSystem({ apiUrl, consoleUrl, owner, outbox }: System): void {
  process.env[variable] = JSON.stringify({ apiUrl, consoleUrl, owner, outbox })
}
