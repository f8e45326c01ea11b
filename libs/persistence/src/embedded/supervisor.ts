import { spawn, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Account } from './account.js'

/** Beside src/ and dist/, at the same distance from both. */
const program = fileURLToPath(new URL('../../embedded/supervisor.mjs', import.meta.url))

export interface Command {
  readonly command: string
  readonly args: readonly string[]
  readonly account: Account | undefined
  /** The file that takes what the program prints. */
  readonly log: string
}

export interface Ended {
  readonly code: number | null
  readonly signal: string | null
}

type Message =
  | { readonly state: 'ready' }
  | { readonly state: 'held' }
  | { readonly state: 'running'; readonly pid: number }
  | { readonly state: 'failed'; readonly message: string }
  | ({ readonly state: 'exited' } & Ended)

/** The process between us and PostgreSQL: it outlives us by as long as it takes to stop what it runs. */
export interface Supervisor {
  readonly pid: number
  /** Runs a program to its end. */
  run(command: Command): Promise<Ended>
  /** Starts a program that stays. */
  start(command: Command): Promise<{ readonly pid: number; readonly ended: Promise<Ended> }>
  /** Stops what runs and lets go of the data directory; resolves when both are done. */
  stop(): Promise<void>
}

/**
 * Starts a supervisor, which takes the data directory for as long as it lives.
 *
 * @returns undefined when another process keeps the data directory
 */
export async function startSupervisor(dataDir: string): Promise<Supervisor | undefined> {
  // A group of its own: Ctrl-C in a terminal reaches every process of the group, and would stop PostgreSQL before those who use it.
  const child = spawn(process.execPath, [program], { cwd: dataDir, stdio: ['pipe', 'pipe', 'inherit'], detached: true })
  const gone = new Promise<void>((done) => child.once('exit', () => done()))
  child.stdin.on('error', () => {})
  const messages = inbox(child)

  const first = await messages.next()
  if (first.state === 'held') return undefined

  async function start(command: Command) {
    child.stdin?.write(`${JSON.stringify(command)}\n`)
    const started = await messages.next()
    if (started.state !== 'running') throw new Error(`${command.command} did not start: ${JSON.stringify(started)}`)
    return { pid: started.pid, ended: messages.next().then(toEnded) }
  }

  return {
    pid: child.pid ?? 0,
    start,
    run: async (command) => (await start(command)).ended,
    stop: () => {
      child.stdin?.end()
      return gone
    },
  }
}

function toEnded(message: Message): Ended {
  return message.state === 'exited' ? { code: message.code, signal: message.signal } : { code: null, signal: null }
}

/** The supervisor's lines, one at a time; one that has gone says "exited" for ever. */
function inbox(child: ChildProcess): { next(): Promise<Message> } {
  const unread: Message[] = []
  const readers: ((message: Message) => void)[] = []
  const deliver = (message: Message) => {
    const reader = readers.shift()
    if (reader) reader(message)
    else unread.push(message)
  }
  let gone = false
  createInterface({ input: child.stdout! })
    .on('line', (line) => deliver(JSON.parse(line) as Message))
    .on('close', () => {
      gone = true
      while (readers.length > 0) deliver({ state: 'exited', code: null, signal: null })
    })
  return {
    next: () => {
      const message = unread.shift() ?? (gone ? ({ state: 'exited', code: null, signal: null } as const) : undefined)
      return message ? Promise.resolve(message) : new Promise((done) => readers.push(done))
    },
  }
}
