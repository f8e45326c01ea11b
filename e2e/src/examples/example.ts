import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const examples = fileURLToPath(new URL('../../../examples', import.meta.url))
const programs = fileURLToPath(new URL('../../../node_modules', import.meta.url))

/** How each is run: what its `npm start` does, by Node itself. */
const started = {
  'fastify-server': ['dist/server.js'],
  'nest-server': ['dist/main.js'],
  'node-script': ['dist/sign-out.js'],
  wire: ['dist/wire.js'],
  'browser-app': ['node_modules/vite/bin/vite.js', '--strictPort', '--host', '127.0.0.1'],
  'next-app': [join(programs, 'next/dist/bin/next'), 'start', '--hostname', 'localhost'],
} as const
type Example = keyof typeof started
/** The examples that there are, each a folder with a package. */
export const examplesThere = readdirSync(examples).filter((name) => existsSync(join(examples, name, 'package.json')))
/** Those that the tests know how to run. */
export const examplesRun: readonly string[] = Object.keys(started)
type Environment = Readonly<Record<string, string>>

function run(example: Example, args: readonly string[], environment: Environment) {
  const cwd = join(examples, example === 'wire' ? 'node-script' : example)
  const [program] = started[example]
  if (!existsSync(join(cwd, program)) && !existsSync(program)) {
    throw new Error(`examples/${example} is not built: npx nx run-many -t build -p tag:room:examples`)
  }
  const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], ...environment } as NodeJS.ProcessEnv
  return spawn(process.execPath, [...started[example], ...args], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
}

/** Runs a script to its end. */
export async function output(example: Example, args: readonly string[], environment: Environment) {
  const child = run(example, args, environment)
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (said += text.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, said }
}

/** Starts a server, and waits until it says where it listens. */
export async function serve(example: Example, environment: Environment) {
  const port = String(await freePort())
  const flags = example === 'browser-app' || example === 'next-app' ? ['--port', port] : []
  const child = run(example, flags, { ...environment, PORT: port })
  const ended = once(child, 'close')
  const said: string[] = []
  const url = await new Promise<string>((resolve, reject) => {
    void ended.then(() => reject(new Error(`examples/${example} ended:\n${said.join('\n')}`)))
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        said.push(line)
        // eslint-disable-next-line no-control-regex -- what colours the lines of Vite
        const found = /https?:\/\/[\w.[\]:]*:\d+/.exec(line.replaceAll(/\x1b\[\d+m/g, ''))?.[0]
        if (found?.endsWith(`:${port}`)) resolve(found)
      })
    }
  })
  return {
    url,
    said,
    async stop() {
      // Next's server, asked to end, waits a minute for a connection that a browser opened ahead and did not use yet.
      child.kill(example === 'next-app' ? 'SIGKILL' : 'SIGTERM')
      await ended
    },
  }
}

/** The listener is gone before the port is used; nobody else here asks for that very one. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}
