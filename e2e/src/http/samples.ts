import { execFile, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'

const folder = new URL('../../../libs/dialects/src/', import.meta.url)

/** What the documents print where the reader's own go. */
const printed = {
  'freddy/fixtures/sample.sh.txt': { base: 'https://api.freddy.aitronos.com', placeholders: ['eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9...'] },
  'freddy/fixtures/sample.py.txt': { base: 'https://api.freddy.aitronos.com', placeholders: ['your_refresh_token_here'] },
  'freddy/fixtures/sample.js.txt': { base: 'https://api.freddy.aitronos.com', placeholders: [] },
  'genlogs/fixtures/sample.sh.txt': { base: 'https://api.genlogs.io', placeholders: ['{refresh_token}', '{your_api_key}'] },
} as const

/**
 * A document's sample, to the letter, with nothing replaced but the base URL and the placeholders.
 *
 * @param values for the placeholders, in the document's order
 */
export function sample(path: keyof typeof printed, base: string, ...values: readonly string[]): string {
  const { base: documented, placeholders } = printed[path]
  const replacements = [[documented, base], ...placeholders.map((placeholder, i) => [placeholder, values[i] ?? ''])] as [string, string][]
  return replacements.reduce(
    (text, [from, to]) => {
      const parts = text.split(from)
      if (parts.length !== 2) throw new Error(`${path} has "${from}" ${parts.length - 1} times`)
      return parts.join(to)
    },
    readFileSync(new URL(path, folder), 'utf8'),
  )
}

/** Whether a program is there and does this without complaint. */
export function canRun(program: string, ...args: readonly string[]): boolean {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0
}

/** The folder of our stand-in for Python's `requests`. */
export const standIn = fileURLToPath(new URL('../../fixtures/python', import.meta.url))

/** Runs a program over a text on its standard input, as a person would paste it; gives what it prints. Fails when the program does. */
export function run(program: string, text: string, environment: Readonly<Record<string, string>> = {}): Promise<string> {
  return new Promise((done, failed) => {
    const child = execFile(program, ['-'], { env: { ...process.env, ...environment } }, (fault, stdout, stderr) => {
      if (fault) failed(new Error(`${program} failed: ${stderr}`))
      else done(stdout)
    })
    child.stdin?.end(text)
  })
}

/** Somebody's site on an origin of its own: a page that runs a script, and a page to log in at. */
export interface Site {
  readonly url: string
  stop(): Promise<void>
}

export async function serveSite(script: string): Promise<Site> {
  const pages: Readonly<Record<string, readonly [type: string, text: string]>> = {
    '/': ['text/html', '<!doctype html><title>The app</title><script type="module" src="/sample.js"></script>'],
    '/sample.js': ['text/javascript', script],
    '/login': ['text/html', '<!doctype html><title>Log in</title>'],
  }
  const server = createServer((request, response) => {
    const [type, text] = pages[request.url ?? ''] ?? ['text/plain', '']
    response.writeHead(text ? 200 : 404, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' }).end(text)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((stopped) => {
        server.close(() => stopped())
        server.closeAllConnections()
      }),
  }
}
