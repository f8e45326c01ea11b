import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, chmodSync, constants, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

/** As root, PgBouncer runs as nobody, or not at all. */
const nobody = 65_534
const guide = readFileSync(new URL('../../../../docs/guides/processes.md', import.meta.url), 'utf8')

/** A program of this machine; undefined where it is not installed. Debian keeps these where only root looks. */
export function programNamed(name: string): string | undefined {
  return [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin']
    .map((folder) => join(folder, name))
    .find(isProgram)
}

/** The version that a program says it has, such as 1.24; 0 for a program that is not there. */
export function versionOf(program: string | undefined): number {
  const { stdout = '', stderr = '' } = program ? spawnSync(program, ['--version'], { encoding: 'utf8' }) : {}
  return Number(/\d+\.\d+/.exec(`${stdout}${stderr}`)?.[0] ?? 0)
}

/** A configuration as the guide has it, with other addresses. Each that is replaced must be there. */
export function configurationIn(language: 'nginx' | 'ini', replaced: Readonly<Record<string, string>>): string {
  let text = new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'ms').exec(guide)?.[1] ?? ''
  for (const [from, to] of Object.entries(replaced)) {
    if (!text.includes(from)) throw new Error(`the guide does not have ${from}`)
    text = text.replace(from, to)
  }
  return text
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** A program beside the API, with a folder of its own, until it is closed. */
export class Neighbour {
  private constructor(
    private readonly child: ChildProcess,
    private readonly folder: string,
  ) {}

  /** @param argumentsIn writes what the program reads into its folder, and says how it is called */
  static async start(program: string, port: number, argumentsIn: (folder: string) => readonly string[]): Promise<Neighbour> {
    const folder = mkdtempSync(join(tmpdir(), 'tessera-neighbour-'))
    chmodSync(folder, 0o755)
    const isRoot = process.getuid?.() === 0
    const as = isRoot && program.endsWith('pgbouncer') ? { uid: nobody, gid: nobody } : {}
    const child = spawn(program, argumentsIn(folder), { ...as, stdio: ['ignore', 'ignore', 'pipe'] })
    let said = ''
    child.stderr?.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-2000)))
    while (!(await isTaken(port))) {
      if (child.exitCode !== null) throw new Error(`${program} ended with ${child.exitCode}: ${said}`)
      await pause(10)
    }
    return new Neighbour(child, folder)
  }

  async close(): Promise<void> {
    const gone = once(this.child, 'exit')
    this.child.kill('SIGINT')
    if (this.child.exitCode === null && this.child.signalCode === null) await gone
    rmSync(this.folder, { recursive: true, force: true })
  }
}

export function write(path: string, text: string): string {
  writeFileSync(path, text, { mode: 0o644 })
  return path
}

async function isTaken(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  return once(socket, 'connect')
    .then(
      () => true,
      () => false,
    )
    .finally(() => socket.destroy())
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
