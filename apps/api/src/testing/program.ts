import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** The process as operators run it: built, with nothing but its environment. */
export const program = fileURLToPath(new URL('../../dist/bundle/main.js', import.meta.url))

export const secret = (): string => randomBytes(32).toString('base64url')
export const owner = { email: 'owner@example.com', password: 'tall ships sail' } as const

type Entry = Readonly<Record<string, unknown>>

/** A process that was started. */
export interface Started {
  readonly process: ChildProcess
  /** Resolves with the exit code and the signal. */
  readonly ended: Promise<unknown[]>
  /** Every line of its log so far. */
  readonly entries: readonly Entry[]
  /** Resolves with the first line of the log that says so and is accepted, or with undefined when the log ends without. */
  said(message: string, accepts?: (entry: Entry) => boolean): Promise<Entry | undefined>
}

/** Starts the API on a free port, with secrets of its own unless the settings have others. @param command what runs it */
export function startProgram(
  databaseUrl: string,
  settings: Readonly<Record<string, string>> = {},
  [file, ...args]: readonly [string, ...string[]] = [process.execPath, program],
): Started {
  const env = {
    ...{ DATABASE_URL: databaseUrl, API_PORT: '0', TESSERA_SECRET: secret(), MINTING_KEYS: secret() },
    ...{ ADMIN_EMAIL: owner.email, ADMIN_PASSWORD: owner.password, PASSWORD_HASH_COST: 'm=8,t=1,p=1' },
  }
  const child = spawn(file, args, { env: { ...env, ...settings } })
  const entries: Entry[] = []
  const waiting = new Set<() => void>()
  const told = () => waiting.forEach((look) => look())
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (line.startsWith('{')) entries.push(JSON.parse(line) as Entry)
    told()
  })
  let over = false
  const ended = once(child, 'close')
  void ended.then(() => {
    over = true
    told()
  })
  const said = (message: string, accepts: (entry: Entry) => boolean = () => true) =>
    new Promise<Entry | undefined>((done) => {
      const look = () => {
        const entry = entries.find((each) => each['msg'] === message && accepts(each))
        if (!entry && !over) return
        waiting.delete(look)
        done(entry)
      }
      waiting.add(look)
      look()
    })
  return { process: child, ended, entries, said }
}
